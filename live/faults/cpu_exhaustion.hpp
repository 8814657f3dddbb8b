// A neighbour that computes: as many processes as `share` of the host's processors, at ordinary
// priority, within the host's control group where it has one.
// Example: CpuExhaustion{"us-east-1/web-1", 1.0}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct CpuExhaustion {
  std::string host;
  double share = 1.0;  // of its processors; rounded to whole ones, at least one
};

[[nodiscard]] Result<FaultParts> parts_of(const CpuExhaustion& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
