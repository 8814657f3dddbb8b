// A disk without a free byte: one file takes all that is left, what is reserved for root included.
// Refused for the disk that the undo journal is on.
// Example: DiskFull{"us-east-1/db-1", "data"}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct DiskFull {
  std::string host;
  std::string disk;
};

[[nodiscard]] Result<FaultParts> parts_of(const DiskFull& fault, const TargetInventory& inventory);

}  // namespace firedrill
