// Everything in a region stops answering at once: each of its hosts is cut off from everything but
// firedrill's own control addresses. Its processes go on, as they do when a region's network fails,
// so what is not fenced goes on writing.
// Example: RegionLoss{"us-east-1"}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct RegionLoss {
  std::string region;
};

[[nodiscard]] Result<FaultParts> parts_of(const RegionLoss& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
