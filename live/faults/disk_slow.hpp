// A disk that takes longer to make things durable: every fsync of a service waits `delay` more. The
// rest of its work is as fast as before.
// Example: DiskSlow{{"us-east-1/db-1", "postgres"}, 200ms}
#pragma once

#include "live/faults/building.hpp"
#include "models/base/units.hpp"

namespace firedrill {

struct DiskSlow {
  ServiceOn on;
  Duration delay{};  // whole microseconds
};

[[nodiscard]] Result<FaultParts> parts_of(const DiskSlow& fault, const TargetInventory& inventory);

}  // namespace firedrill
