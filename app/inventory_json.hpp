// An inventory as the file that it would have been read from ("firedrill/target/1"): how a lab
// shows itself to whoever wants to reach its nodes as anybody's hosts.
// Example: print(json_text(inventory_json(lab_hosts(place, program, LabReach::ssh))));
#pragma once

#include <nlohmann/json.hpp>

#include "live/charter/inventory.hpp"

namespace firedrill {

// Without members that are empty or as they are if nothing is said.
[[nodiscard]] nlohmann::ordered_json inventory_json(const TargetInventory& inventory);

}  // namespace firedrill
