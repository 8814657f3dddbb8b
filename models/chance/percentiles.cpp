#include "models/chance/percentiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

// The integral of (F(x) - step)^2 over a stretch in which F rises evenly from `a` to `b`.
double squared_distance(double width, double a, double b, double step) {
  const double from = a - step;
  const double to = b - step;
  return width * (from * from + from * to + to * to) / 3.0;
}

}  // namespace

Percentiles percentiles_of(std::span<const double> sorted) {
  firedrill_assert(!sorted.empty() && std::is_sorted(sorted.begin(), sorted.end()));
  Percentiles law;
  for (std::size_t index = 0; index < percentile_count; ++index) {
    const std::uint64_t rank = quantile_rank(sorted.size(), percentile_point(index));
    law.values[index] = sorted[static_cast<std::size_t>(std::max<std::uint64_t>(rank, 1) - 1)];
  }
  return law;
}

double quantile(const Percentiles& law, double p) {
  firedrill_assert(p >= 0.0 && p <= 1.0);
  std::size_t above = 1;
  while (percentile_point(above) < p) {
    ++above;
  }
  const double low = law.values[above - 1];
  const double high = law.values[above];
  const double from = percentile_point(above - 1);
  const double share = (p - from) / (percentile_point(above) - from);
  if (share == 1.0 || low == high) {
    return high;
  }
  return std::isinf(high) ? (share > 0.0 ? high : low) : low + share * (high - low);
}

Interval rank_within(const Percentiles& law, double value) {
  const auto& values = law.values;
  const auto first = std::lower_bound(values.begin(), values.end(), value);  // not below it
  const auto past = std::upper_bound(values.begin(), values.end(), value);
  if (first == values.end()) {
    return {.low = 1.0, .high = 1.0};
  }
  const auto point = [&](auto place) {
    return percentile_point(static_cast<std::size_t>(place - values.begin()));
  };
  if (first != past) {
    return {.low = point(first), .high = point(past - 1)};
  }
  if (first == values.begin()) {
    return {.low = 0.0, .high = 0.0};
  }
  const double from = point(first - 1);
  const double to = point(first);
  if (std::isinf(*first)) {
    return {.low = from, .high = to};
  }
  const double share = (value - *(first - 1)) / (*first - *(first - 1));
  const double rank = from + share * (to - from);
  return {.low = rank, .high = rank};
}

double crps(const Percentiles& law, double observed, double horizon) {
  const double seen = std::min(observed, horizon);
  double low = std::min(law.values.front(), horizon);
  double score = std::max(0.0, low - seen);
  for (std::size_t index = 1; index < percentile_count; ++index) {
    const double high = std::min(law.values[index], horizon);
    const double a = percentile_point(index - 1);
    const double b = percentile_point(index);
    if (seen <= low || seen >= high) {
      score += squared_distance(high - low, a, b, seen <= low ? 1.0 : 0.0);
    } else {
      const double at = a + (b - a) * (seen - low) / (high - low);
      score += squared_distance(seen - low, a, at, 0.0) + squared_distance(high - seen, at, b, 1.0);
    }
    low = high;
  }
  return score + std::max(0.0, seen - low);
}

}  // namespace firedrill
