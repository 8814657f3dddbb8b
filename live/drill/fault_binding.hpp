// What a scenario's fault is on a target: the parts that its binding lists under the fault's name,
// else what follows from the inventory: a region's hosts, a component's services, a link between
// regions. What neither says is an error; nothing is guessed.
// Example: const auto parts = bound_fault(scenario.faults[0], scenario, binding, inventory);
#pragma once

#include <string_view>
#include <vector>

#include "live/drill/binding.hpp"
#include "live/faults/injector.hpp"
#include "models/base/result.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// FD6202: neither the binding nor the inventory says what it is; FD52xx: see commands_of().
[[nodiscard]] Result<FaultCommands> bound_fault(const Fault& fault, const Scenario& scenario,
                                                const TargetBinding& binding,
                                                const TargetInventory& inventory);

// Kinds of faults that a charter may permit: those that firedrill makes itself, and what only a
// binding can say, because only it knows the data: "data_corruption", "intrusion".
[[nodiscard]] std::vector<std::string_view> bound_fault_kinds();

// How the fault is named in a run: "region_outage".
[[nodiscard]] std::string_view kind_of(const FaultModel& model);

}  // namespace firedrill
