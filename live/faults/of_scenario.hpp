// What a scenario's fault is on real hosts: its regions, components and data become hosts, services
// and files of an inventory. What has no counterpart there, or is nothing that breaks (people who
// are away), is said and not passed over.
// Example: const auto faults = live_faults_of(scenario, FaultId{0}, inventory);
#pragma once

#include <vector>

#include "live/faults/live_fault.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// In the order of their injection. Errors: FD5204, nothing of the inventory is what the fault breaks.
[[nodiscard]] Result<std::vector<LiveFault>> live_faults_of(const Scenario& scenario, FaultId fault,
                                                            const Inventory& inventory);

}  // namespace firedrill
