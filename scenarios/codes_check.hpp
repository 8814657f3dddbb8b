// The dictionary entries of the contradictions that `firedrill check` finds.
// Joined with the other tables by the program.
// Example: find_code(check_codes(), "FD4001")
#pragma once

#include <span>

#include "models/text/codes.hpp"

namespace firedrill {

// FD4xxx, in ascending order.
[[nodiscard]] std::span<const CodeEntry> check_codes();

}  // namespace firedrill
