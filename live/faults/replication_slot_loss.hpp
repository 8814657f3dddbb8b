// The slot that keeps a standby's log on the primary is gone: the standby cannot connect, and what
// it misses may be recycled before the slot is made again. Physical slots only: a logical one could
// not be made again as it was.
// Example: ReplicationSlotLoss{{"us-east-1/db-1", "postgres"}, "west"}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct ReplicationSlotLoss {
  ServiceOn on;  // the primary
  std::string slot;
};

[[nodiscard]] Result<FaultParts> parts_of(const ReplicationSlotLoss& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
