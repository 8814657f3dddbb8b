// The dictionary entries of evidence that does not verify: recorded drills that were changed, or
// whose prediction came too late. Joined with the other tables by the program.
// Example: find_code(evidence_codes(), "FD7002")
#pragma once

#include <span>

#include "models/text/codes.hpp"

namespace firedrill {

// FD7xxx, in ascending order.
[[nodiscard]] std::span<const CodeEntry> evidence_codes();

}  // namespace firedrill
