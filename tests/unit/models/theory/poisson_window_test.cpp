// Against the law's closed form in other hands (Boost), from means near 0 to a million.
#include "models/theory/poisson_window.hpp"

#include <algorithm>
#include <boost/math/distributions/poisson.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>

using namespace firedrill;

TEST_CASE("Poisson probabilities and tails are those of Boost, out to 1e-280") {
  const double mean = GENERATE(1e-9, 0.3, 1.0, 7.5, 1e3, 1e6);
  const PoissonWindow window{mean};
  const boost::math::poisson_distribution<double> law{mean};
  INFO("mean " << mean);
  const std::int64_t stride = std::max<std::int64_t>(1, (window.last() - window.first()) / 50);
  for (std::int64_t count = window.first(); count <= window.last(); count += stride) {
    const double expected = boost::math::pdf(law, static_cast<double>(count));
    const double above = boost::math::cdf(boost::math::complement(law, static_cast<double>(count)));
    INFO("count " << count);
    if (expected > 1e-280) {
      CHECK(window.probability(count) == Approx(expected).epsilon(1e-9));  // Boost's own digits
    }
    if (above > 1e-280) {
      CHECK(window.probability_of_above(count) == Approx(above).epsilon(1e-9));
    }
  }
}

TEST_CASE("Poisson probabilities of a mean of 2, to the last digits") {
  const PoissonWindow window{2.0};
  CHECK(window.first() == 0);
  CHECK(window.probability(0) == Approx(std::exp(-2.0)).epsilon(1e-15));
  CHECK(window.probability(5) == Approx(std::exp(-2.0) * 32.0 / 120.0).epsilon(1e-15));
  CHECK(window.probability_of_above(0) == Approx(-std::expm1(-2.0)).epsilon(1e-15));
  CHECK(window.probability_of_above(1) == Approx(1.0 - 3.0 * std::exp(-2.0)).epsilon(1e-15));
}

TEST_CASE("outside of the window nothing is left") {
  const PoissonWindow window{1e6};
  CHECK(window.first() > 0);
  CHECK(window.probability(window.first() - 1) == 0.0);
  CHECK(window.probability_of_above(window.first() - 1) == 1.0);
  CHECK(window.probability(window.last() + 1) == 0.0);
  CHECK(window.probability_of_above(window.last()) == 0.0);
}

TEST_CASE("with a mean of 0 the count is 0") {
  const PoissonWindow window{0.0};
  CHECK(window.first() == 0);
  CHECK(window.last() == 0);
  CHECK(window.probability(0) == 1.0);
  CHECK(window.probability_of_above(0) == 0.0);
}
