// A published count of failures, and the equations that define the interval.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/chance/interval.hpp"
#include "tests/unit/printed.hpp"

using namespace firedrill;

namespace {

// P(Poisson(mean) <= count), term by term.
double at_most(int count, double mean) {
  double term = std::exp(-mean);
  double sum = term;
  for (int k = 1; k <= count; ++k) {
    term *= mean / k;
    sum += term;
  }
  return sum;
}

}  // namespace

TEST_CASE("419 failures in 54 days of training: the published 95 % interval") {
  const Interval interval = poisson_interval(419, 0.95);
  CHECK(interval.low == printed(379.8, 1));
  CHECK(interval.high == printed(461.1, 1));
}

TEST_CASE("no failure bounds the mean by minus the logarithm of the tail") {
  CHECK(poisson_interval(0, 0.95).low == 0.0);
  CHECK(poisson_interval(0, 0.95).high == Approx(-std::log(0.025)).epsilon(1e-12));
}

TEST_CASE("the bounds are the means that give what was seen a tail each") {
  const int count = GENERATE(1, 5, 40);
  const double confidence = GENERATE(0.9, 0.95, 0.999);
  const Interval interval = poisson_interval(static_cast<std::uint64_t>(count), confidence);
  const double tail = (1.0 - confidence) / 2.0;
  CHECK(1.0 - at_most(count - 1, interval.low) == Approx(tail).epsilon(1e-9));
  CHECK(at_most(count, interval.high) == Approx(tail).epsilon(1e-9));
}
