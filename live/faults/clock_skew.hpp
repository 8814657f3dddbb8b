// A service's clock is wrong by a fixed time; its time-outs are not, they go by the clock that only
// counts. Works where the service was started with libfaketime reading its offset from a file, and
// says so where it was not: a program that is linked statically cannot be deceived so.
// Example: ClockSkew{{"us-east-1/web-1", "application"}, 5min}
#pragma once

#include "live/faults/building.hpp"
#include "models/base/units.hpp"

namespace firedrill {

struct ClockSkew {
  ServiceOn on;
  Duration offset{};  // ahead; below zero: behind
};

[[nodiscard]] Result<FaultParts> parts_of(const ClockSkew& fault, const TargetInventory& inventory);

}  // namespace firedrill
