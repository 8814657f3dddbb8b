// The dictionary entries of inventories, charters, faults on real hosts and foreign experiments.
// Joined with the other tables by the program.
// Example: find_code(live_codes(), "FD5105")
#pragma once

#include <span>

#include "models/text/codes.hpp"

namespace firedrill {

// FD5xxx, in ascending order.
[[nodiscard]] std::span<const CodeEntry> live_codes();

}  // namespace firedrill
