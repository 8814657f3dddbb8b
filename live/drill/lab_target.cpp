#include "live/drill/lab_target.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "live/drill/fault_binding.hpp"
#include "live/drill/lab_hosts.hpp"
#include "live/faults/inventory_shell.hpp"

namespace firedrill {

LabTarget lab_target(const LabPlace& place, const std::string& program, Duration deadline) {
  LabTarget target;
  target.inventory = lab_hosts(place, program, LabReach::own);
  Charter& charter = target.charter;
  charter.name = "lab-" + place.name;
  charter.approved_by = "whoever runs the lab";
  for (const Host& host : target.inventory.hosts) {
    charter.targets.push_back(host.name);
  }
  for (const std::string_view kind : bound_fault_kinds()) {
    charter.faults.emplace_back(kind);
  }
  const auto all = static_cast<std::int64_t>(target.inventory.hosts.size());
  charter.blast_radius = {.hosts = all, .regions = 4, .faults = 100};
  charter.deadline = deadline;
  charter.expires = std::chrono::time_point_cast<std::chrono::seconds>(
      std::chrono::system_clock::now() + one_day);
  charter.digest = sha256_hex(charter.name + " " + target.inventory.digest);
  target.way = way_to(target.inventory, program);
  target.vantage = [place](const std::string& host) -> std::function<void()> {
    return [place, host] {
      const EnteredNode node = enter_node(place, host);
      enter_network(node.handle.number());
    };
  };
  target.values = {{"lab", place.name}, {"root", place.root}, {"firedrill", program}};
  return target;
}

}  // namespace firedrill
