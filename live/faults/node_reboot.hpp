// A machine is switched off and, a while later, on again: what it had only in memory is lost. The
// healing switches it on if it is not.
// Example: NodeReboot{"us-east-1/worker-3", 30s}
#pragma once

#include "live/faults/building.hpp"
#include "models/base/units.hpp"

namespace firedrill {

struct NodeReboot {
  std::string host;
  Duration off{};  // how long
};

[[nodiscard]] Result<FaultParts> parts_of(const NodeReboot& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
