// What a change does, for programs: "firedrill/whatif/1" (docs/FORMATS.md, scenarios/schema).
// Differences are B minus A, under the same luck; null stands for "not within the horizon".
// Example: print(whatif_json(compare(a, b, options)));
#pragma once

#include <string>

#include "models/recovery/comparison.hpp"

namespace firedrill {

[[nodiscard]] std::string whatif_json(const Comparison& comparison);

}  // namespace firedrill
