// How much of a thing a file may speak of: far more than any plan has, and little enough that no
// count of it can overflow what is computed from it.
// Example: object.integer("nodes", 1, largest_count)
#pragma once

#include <cstdint>

namespace firedrill {

inline constexpr std::int64_t largest_count = 100'000;  // of nodes, accelerators, probes
inline constexpr std::int64_t most_people = 1'000;      // of a role

}  // namespace firedrill
