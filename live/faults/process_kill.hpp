// A service's main process dies at once, as by the kernel's memory killer. Whatever watches over it
// starts it again; if nothing does, the healing does.
// Example: ProcessKill{{"us-east-1/db-1", "postgres"}}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct ProcessKill {
  ServiceOn on;
};

[[nodiscard]] Result<FaultParts> parts_of(const ProcessKill& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
