// A law that is known by a sample alone, as its percentiles: small enough to be written into a file
// and sealed, fine enough to say where among all predictions a measured value lies, and to score
// it. Between two percentiles the law is taken as even. Infinity stands for "not within the
// horizon".
// Example: const Percentiles predicted = percentiles_of(sorted_seconds);
//          rank_within(predicted, 94.0)  // {0.971, 0.971}: P97
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "models/chance/interval.hpp"

namespace firedrill {

// 0, 0.001, 0.01, 0.02, ... 0.99, 0.999, 1: the ends of the sample are percentiles, too.
inline constexpr std::size_t percentile_count = 103;
[[nodiscard]] constexpr double percentile_point(std::size_t index) {
  return index == 0   ? 0.0
         : index == 1 ? 0.001
         : index == percentile_count - 2
             ? 0.999
             : (index == percentile_count - 1 ? 1.0 : static_cast<double>(index - 1) / 100.0);
}

struct Percentiles {
  std::array<double, percentile_count> values{};  // ascending, at percentile_point(index)
};

// Of values in ascending order, at least one; infinity sorts last.
[[nodiscard]] Percentiles percentiles_of(std::span<const double> sorted);

// The value that a share `p` in [0, 1] does not exceed.
[[nodiscard]] double quantile(const Percentiles& law, double p);

// The shares that lie below `value`, and at most at it. They differ where many predictions are
// equal (a phase without length), and in the gap before infinity, where nothing is known.
[[nodiscard]] Interval rank_within(const Percentiles& law, double value);

// The continuous ranked probability score of `observed`, in its unit (models/theory/scores.hpp); a
// recovery beyond `horizon`, predicted or observed, counts as one that took that long.
[[nodiscard]] double crps(const Percentiles& law, double observed, double horizon);

}  // namespace firedrill
