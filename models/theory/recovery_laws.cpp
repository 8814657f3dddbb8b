#include "models/theory/recovery_laws.hpp"

#include <algorithm>
#include <boost/math/quadrature/tanh_sinh.hpp>
#include <cmath>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

void require(const ParallelRestore& restore) {
  firedrill_assert(restore.detect_mean > 0.0 && restore.restore_mean > 0.0 && restore.parts > 0);
}

}  // namespace

double replication_age_at_most(double write_rate, double copy_mean, double t) {
  firedrill_assert(write_rate >= 0.0 && copy_mean > 0.0 && t >= 0.0);
  // Objects still on their way that are older than t are Poisson in number.
  return std::exp(-write_rate * copy_mean * std::exp(-t / copy_mean));
}

double replication_age_quantile(double write_rate, double copy_mean, double p) {
  firedrill_assert(write_rate >= 0.0 && copy_mean > 0.0 && p > 0.0 && p < 1.0);
  return std::max(0.0, copy_mean * std::log(write_rate * copy_mean / -std::log(p)));
}

double mean_recovery(const ParallelRestore& restore) {
  require(restore);
  // The last of n takes the harmonic number H_n times as long as one.
  double harmonic = 0.0;
  for (int part = restore.parts; part > 0; --part) {
    harmonic += 1.0 / part;
  }
  return restore.detect_mean + restore.restore_mean * harmonic;
}

double recovery_at_most(const ParallelRestore& restore, double t) {
  require(restore);
  firedrill_assert(std::isfinite(t));
  if (t <= 0.0) {
    return 0.0;
  }
  // Over the instant of detection, by a rule whose nodes crowd at both ends, where one mean may be
  // far shorter than the other or than t. The closed form, a sum of terms of changing sign, loses
  // its digits for many parts.
  const auto back_if_detected_at = [&](double detected) {
    const double restored =
        std::pow(-std::expm1((detected - t) / restore.restore_mean), restore.parts);
    return restored * std::exp(-detected / restore.detect_mean) / restore.detect_mean;
  };
  constexpr double tolerance = 1e-13;
  return boost::math::quadrature::tanh_sinh<double>{}.integrate(back_if_detected_at, 0.0, t,
                                                                tolerance);
}

double recovery_quantile(const ParallelRestore& restore, double p) {
  firedrill_assert(p > 0.0 && p < 1.0);
  double low = 0.0;
  double high = mean_recovery(restore);
  while (recovery_at_most(restore, high) < p) {
    low = high;
    high *= 2.0;
  }
  constexpr int bisections = 50;
  for (int step = 0; step < bisections; ++step) {
    const double middle = 0.5 * (low + high);
    (recovery_at_most(restore, middle) < p ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace firedrill
