// A machine is gone: no process of it runs, no packet leaves it. It is switched off by what the
// inventory says of its power, from elsewhere, and switched on again by the healing.
// Example: NodeLoss{"us-east-1/worker-3"}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct NodeLoss {
  std::string host;
};

[[nodiscard]] Result<FaultParts> parts_of(const NodeLoss& fault, const TargetInventory& inventory);

// Scripts about the power of `host`: the functions is_on, switch_on (waits for it) and switch_off.
// Its state, as "HOST on" or "HOST off".
[[nodiscard]] std::string power_functions(const Host& host);
[[nodiscard]] std::string power_state(const Host& host);

}  // namespace firedrill
