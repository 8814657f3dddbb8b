// All monitoring of a host falls silent: its processes stop, the alarms that they would raise do
// not come. Users notice nothing; a recovery that waits for an alarm does.
// Example: MonitoringLost{"us-east-1/monitor"}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct MonitoringLost {
  std::string host;
};

[[nodiscard]] Result<FaultParts> parts_of(const MonitoringLost& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
