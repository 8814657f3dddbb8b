// Which machines a lab has, and where: derived from the plan alone, so that the same plan always
// gives the same names and addresses. A component becomes one node of its name, a cluster one node
// an accelerator node ("production-cluster-3") and one for its scheduler, DNS one node a region.
// Beside the plan's regions stands "outside": clients and observers that no regional fault reaches.
// Labs live in network namespaces of their own, so every lab has the same addresses.
// Example: layout_of(plan, "main", "/var/lib/firedrill/lab/main").node("us-east-1/prometheus")
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/base/units.hpp"
#include "models/plan/plan.hpp"

namespace firedrill {

// What a node is for; one node may have several roles.
namespace lab_role {
inline constexpr std::string_view worker = "worker";              // trains; of a cluster
inline constexpr std::string_view scheduler = "scheduler";        // Slurm's controller of a cluster
inline constexpr std::string_view database = "database";          // PostgreSQL
inline constexpr std::string_view object_store = "object-store";  // Swift: proxy and storage
inline constexpr std::string_view monitor = "monitor";            // Prometheus and Alertmanager
inline constexpr std::string_view dns = "dns";                    // authoritative server
inline constexpr std::string_view application = "application";    // what users talk to
inline constexpr std::string_view client = "client";              // outside: resolver, probes, sink
}  // namespace lab_role

struct LabNode {
  std::string name;       // "us-east-1/database-primary": unique in the lab
  std::string region;     // "us-east-1"
  std::string host;       // "database-primary": its host name
  std::string component;  // the plan's component that it is, or is part of; "" outside
  std::vector<std::string> roles;
  std::string address;       // IPv4, "10.77.1.11"
  std::string address6;      // IPv6, "fd77:1::11"
  bool is_on = true;         // false: exists in the plan, but is not running in steady state
  std::string replica_of{};  // of a database: the node of its primary
  [[nodiscard]] bool has_role(std::string_view role) const;
};

struct LabRegion {
  std::string name;
  int index = 0;         // from 1, in the plan's order; "outside" comes last
  std::string subnet;    // "10.77.1.0/24"
  std::string subnet6;   // "fd77:1::/64"
  std::string gateway;   // "10.77.1.254", on the region's bridge
  std::string gateway6;  // "fd77:1::fe"
  std::vector<LabNode> nodes;
};

struct LabLayout {
  std::string name;  // of the lab
  std::string root;  // everything it writes is below: "<root>/nodes/<node>/..."
  std::vector<LabRegion> regions;

  // The node called "region/host"; nullptr if there is none.
  [[nodiscard]] const LabNode* node(std::string_view name) const;
  // All nodes with `role`, in order; of one region if `region` is not empty.
  [[nodiscard]] std::vector<const LabNode*> with_role(std::string_view role,
                                                      std::string_view region = {}) const;
  // A folder of that node's own: "<root>/nodes/us-east-1/database-primary".
  [[nodiscard]] std::string folder_of(const LabNode& node) const;
};

inline constexpr std::string_view outside_region = "outside";

// The layout of `plan`'s lab. Clusters have `nodes_maximum` workers, of which `nodes` are on; what
// the plan's code creates on demand is off.
[[nodiscard]] LabLayout layout_of(const Plan& plan, std::string name, std::string root);

}  // namespace firedrill
