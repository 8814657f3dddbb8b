#include "models/theory/scores.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/base/check.hpp"

namespace firedrill {

double normal_crps(double mean, double sd, double observed) {
  firedrill_assert(sd > 0.0);
  const double z = (observed - mean) / sd;
  const double density = std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
  // 2 Phi(z) - 1 = erf(z / sqrt 2)
  return sd * (z * std::erf(z / std::numbers::sqrt2) + 2.0 * density - std::numbers::inv_sqrtpi);
}

double exponential_crps(double mean, double observed) {
  firedrill_assert(mean > 0.0);
  const double y = observed / mean;
  return mean * (std::fabs(y) - 2.0 * (1.0 - std::exp(-std::max(0.0, y))) + 0.5);
}

double empirical_crps(std::span<const double> sorted, double observed) {
  firedrill_assert(!sorted.empty() && std::is_sorted(sorted.begin(), sorted.end()));
  const auto count = static_cast<double>(sorted.size());
  // With x_(i) sorted, E|X - X'|/2 = sum of x_(i) (2i - 1 - n) / n^2, i from 1; measured from
  // `observed`, which cancels, so that large times of day do not cost digits.
  double distance = 0.0;
  double half_spread = 0.0;
  double weight = 1.0 - count;
  for (const double value : sorted) {
    distance += std::fabs(value - observed);
    half_spread += (value - observed) * weight;
    weight += 2.0;
  }
  return distance / count - half_spread / (count * count);
}

double interval_score(double low, double high, double alpha, double observed) {
  firedrill_assert(low <= high && alpha > 0.0 && alpha < 1.0);
  const double outside = std::max({low - observed, observed - high, 0.0});
  return high - low + 2.0 / alpha * outside;
}

}  // namespace firedrill
