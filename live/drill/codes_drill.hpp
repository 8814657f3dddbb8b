// The dictionary entries of ledgers, recorded events and bindings: FD6xxx, joined with the other
// tables by the program.
// Example: find_code(drill_codes(), "FD6101")
#pragma once

#include <span>

#include "models/text/codes.hpp"

namespace firedrill {

// FD6xxx, in ascending order.
[[nodiscard]] std::span<const CodeEntry> drill_codes();

}  // namespace firedrill
