// A disk that fails: every fsync of a service answers EIO, as it does when writing back has failed.
// What a program makes of it differs: PostgreSQL ends itself and replays its log.
// Example: IoError{{"us-east-1/db-1", "postgres"}}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct IoError {
  ServiceOn on;
};

[[nodiscard]] Result<FaultParts> parts_of(const IoError& fault, const TargetInventory& inventory);

}  // namespace firedrill
