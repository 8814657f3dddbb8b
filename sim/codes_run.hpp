// The dictionary entries of long runs kept in a folder: FD8xxx, joined with the other tables by the
// program.
// Example: find_code(run_codes(), "FD8001")
#pragma once

#include <span>

#include "models/text/codes.hpp"

namespace firedrill {

// FD8xxx, in ascending order.
[[nodiscard]] std::span<const CodeEntry> run_codes();

}  // namespace firedrill
