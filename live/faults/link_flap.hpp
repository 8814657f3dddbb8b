// A cable that goes and comes: the interface loses its carrier, gets it back, and so on. Done at
// the other end of the cable where the inventory knows it; else on the host itself, whose routes
// are then written down before and laid again after.
// Example: LinkFlap{"us-east-1/db-1", 2s, 5s}
#pragma once

#include "live/faults/building.hpp"
#include "models/base/units.hpp"

namespace firedrill {

struct LinkFlap {
  std::string host;
  Duration down{};
  Duration up{};
};

[[nodiscard]] Result<FaultParts> parts_of(const LinkFlap& fault, const TargetInventory& inventory);

}  // namespace firedrill
