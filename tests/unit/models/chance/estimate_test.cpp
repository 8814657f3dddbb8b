// The mean of a small sample by hand, and how often Student's interval covers.
#include "models/chance/estimate.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "models/chance/elementary.hpp"
#include "models/chance/random.hpp"

using namespace firedrill;

TEST_CASE("the mean of four values with its 95 % interval") {
  const std::vector<double> values{1.0, 2.0, 3.0, 6.0};
  const MeanEstimate estimate = estimate_mean(values, 0.95);
  CHECK(estimate.mean == Approx(3.0));
  CHECK(estimate.standard_error == Approx(1.0801234497));  // sqrt(14/3/4)
  // Student's t with 3 degrees of freedom: 3.182446 (tables).
  CHECK(estimate.interval.low == Approx(3.0 - 3.182446 * 1.0801234497));
  CHECK(estimate.interval.high == Approx(3.0 + 3.182446 * 1.0801234497));
}

TEST_CASE("Student's interval covers the mean of normal samples as often as it says") {
  constexpr int trials = 20'000;
  int covered = 0;
  for (int trial = 0; trial < trials; ++trial) {
    Draws draws{StreamKey{1, "student"}, static_cast<std::uint64_t>(trial)};
    std::vector<double> values;
    for (int index = 0; index < 5; ++index) {
      values.push_back(7.0 + normal_quantile(draws.uniform()));
    }
    const Interval interval = estimate_mean(values, 0.9).interval;
    covered += interval.low <= 7.0 && 7.0 <= interval.high ? 1 : 0;
  }
  // Standard error sqrt(0.9 * 0.1 / 20,000) = 0.0021; the normal interval would cover 0.825.
  CHECK(static_cast<double>(covered) / trials == Approx(0.9).margin(4.5 * 0.0021));
}
