// A neighbour that holds memory: `amount` of it is taken and kept, within the host's control group
// where it has one, so that its limit, not the whole machine's, is what is reached.
// Example: MemoryExhaustion{"us-east-1/web-1", Bytes{2'000'000'000}}
#pragma once

#include "live/faults/building.hpp"
#include "models/base/units.hpp"

namespace firedrill {

struct MemoryExhaustion {
  std::string host;
  Bytes amount{};
};

[[nodiscard]] Result<FaultParts> parts_of(const MemoryExhaustion& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
