// All processes of a service stop where they are (SIGSTOP): its connections stay open and nothing
// answers, as with a machine that swaps or a virtual machine that is being moved.
// Example: ProcessPause{{"us-east-1/db-1", "postgres"}}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct ProcessPause {
  ServiceOn on;
};

[[nodiscard]] Result<FaultParts> parts_of(const ProcessPause& fault,
                                          const TargetInventory& inventory);

// The part that pauses one service; for faults that pause several.
[[nodiscard]] FaultPart pause_part(const FaultBuilder& build, const std::string& host,
                                   const HostService& service);

}  // namespace firedrill
