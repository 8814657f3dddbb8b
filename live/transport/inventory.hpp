// Which hosts a drill may reach, and how: "firedrill/inventory/1" (docs/FORMATS.md). The same file
// format describes a lab and somebody's staging environment; roles and labels say what a host is
// for and what it must never be taken for ("production").
// Example: const Result<Inventory> inventory = load_inventory("staging.json");
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "live/transport/transport.hpp"
#include "models/base/result.hpp"

namespace firedrill {

struct LocalAccess {};  // this machine
struct NamespaceAccess {
  std::string lab;  // its node of the host's name
};
using HostAccess = std::variant<LocalAccess, NamespaceAccess, SshAddress>;

struct InventoryHost {
  std::string name;    // "us-east-1/db-1"
  std::string region;  // of the plan
  std::vector<std::string> roles;
  std::vector<std::string> labels;  // its own and those of the whole inventory
  HostAccess access;
  [[nodiscard]] bool has_label(std::string_view label) const;
};

struct Inventory {
  std::string name;
  std::string digest;  // SHA-256 of the canonical text
  std::vector<InventoryHost> hosts;

  // The host called `name`; nullptr if there is none.
  [[nodiscard]] const InventoryHost* host(std::string_view name) const;
  // Those with `role`, in order; of one region if `region` is not empty.
  [[nodiscard]] std::vector<const InventoryHost*> with_role(std::string_view role,
                                                            std::string_view region = {}) const;
};

// All errors of the file at once. Paths in it are relative to its folder.
[[nodiscard]] Result<Inventory> load_inventory(const std::string& path);

// Finds a node of a lab: `lab`, `node`.
using FindLabNode = std::function<NodeEntrance(const std::string&, const std::string&)>;

// How to reach `host`; sockets of ssh lie below `folder`, whose path must be short.
[[nodiscard]] std::unique_ptr<Transport> make_transport(const InventoryHost& host,
                                                        const std::string& folder,
                                                        FindLabNode find);

}  // namespace firedrill
