// Samples as bytes, so that recoveries simulated here can be counted elsewhere or later: 64-bit
// words, little-endian, column by column, then the sums. The same samples are the same bytes on
// every machine; what the columns are, the scenario says.
// Example: put_samples(bytes, block); take_samples(bytes, 1'024, all);
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sim/monte_carlo.hpp"

namespace firedrill {

// Appends `samples` to `bytes`.
void put_samples(std::string& bytes, Samples samples);

// Puts `count` replications that put_samples() wrote into `samples` from `row` on, and adds their
// sums. False, with `samples` partly written, if `bytes` are not exactly those of so many.
[[nodiscard]] bool take_samples(std::string_view bytes, std::size_t row, std::size_t count,
                                Samples& samples);

}  // namespace firedrill
