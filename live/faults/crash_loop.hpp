// A service dies again and again: what starts it again gives up, or backs off, or goes on. After
// the healing it runs.
// Example: CrashLoop{{"us-east-1/web-1", "application"}, 5s}
#pragma once

#include "live/faults/building.hpp"
#include "models/base/units.hpp"

namespace firedrill {

struct CrashLoop {
  ServiceOn on;
  Duration every{};  // between two kills; at least 0.1 s
};

[[nodiscard]] Result<FaultParts> parts_of(const CrashLoop& fault, const TargetInventory& inventory);

}  // namespace firedrill
