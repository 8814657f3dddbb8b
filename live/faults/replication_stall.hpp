// A standby goes on receiving the log and no longer replays it: it falls behind, and what it would
// serve is old, while monitors that watch only the connection see nothing.
// Example: ReplicationStall{{"us-west-2/db-1", "postgres"}}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct ReplicationStall {
  ServiceOn on;
};

[[nodiscard]] Result<FaultParts> parts_of(const ReplicationStall& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
