// What `firedrill lab` prints for people: a lab's nodes and services, this machine's abilities, the
// WAN. Made from the JSON that the lab itself gives, so that both always say the same.
// Example: print(lab_page(status, page_options()));
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "live/lab/abilities.hpp"
#include "reports/page.hpp"

namespace firedrill {

// A status of format firedrill/lab-status/1.
[[nodiscard]] std::string lab_page(const nlohmann::ordered_json& status,
                                   const PageOptions& options);

// How far it has come up: shares of what must run that does, and what it waits for.
struct LabProgress {
  std::size_t nodes = 0, nodes_up = 0;
  std::size_t services = 0, services_ready = 0;
  std::vector<std::string> failed;   // "us-east-1/db-1/postgres: why"
  std::vector<std::string> waiting;  // names
  [[nodiscard]] bool is_whole() const { return nodes_up == nodes; }
};
[[nodiscard]] LabProgress lab_progress(const nlohmann::ordered_json& status);

[[nodiscard]] std::string abilities_page(const std::vector<Ability>& abilities,
                                         const PageOptions& options);

// A status of format firedrill/wan/1.
[[nodiscard]] std::string wan_page(const nlohmann::ordered_json& status,
                                   const PageOptions& options);

}  // namespace firedrill
