// The published values, the definition as an integral, and a sample that grows towards its law.
#include "models/theory/scores.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/unit/printed.hpp"

using namespace firedrill;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// The definition: the integral of (F(x) - [x >= observed])^2.
template <class Cdf>
double crps_by_definition(Cdf cdf, double observed) {
  using Rule = boost::math::quadrature::gauss_kronrod<double, 61>;
  const auto below = [&](double x) { return cdf(x) * cdf(x); };
  const auto above = [&](double x) { return (1.0 - cdf(x)) * (1.0 - cdf(x)); };
  return Rule::integrate(below, -infinity, observed, 20, 1e-13) +
         Rule::integrate(above, observed, infinity, 20, 1e-13);
}

}  // namespace

TEST_CASE("scores of the normal and the exponential law have the published values") {
  CHECK(normal_crps(0.0, 1.0, 0.0) == printed(0.2336949773, 10));
  CHECK(normal_crps(0.0, 1.0, 1.0) == printed(0.6024413576, 10));
  CHECK(exponential_crps(1.0, 1.0) == printed(0.2357588823, 10));
}

TEST_CASE("the closed forms are the integral that defines the score") {
  const auto observed = GENERATE(-3.0, 0.5, 4.0, 11.0);
  const auto normal = [](double x) { return 0.5 * std::erfc(-(x - 5.0) / 2.0 / std::sqrt(2.0)); };
  CHECK(normal_crps(5.0, 2.0, observed) ==
        Approx(crps_by_definition(normal, observed)).epsilon(1e-9));
  const auto exponential = [](double x) { return x > 0.0 ? 1.0 - std::exp(-x / 3.0) : 0.0; };
  CHECK(exponential_crps(3.0, observed) ==
        Approx(crps_by_definition(exponential, observed)).epsilon(1e-6));
}

TEST_CASE("the score of a sample is E|X - y| - E|X - X'|/2, pair by pair") {
  const std::vector<double> sorted{-2.0, 0.5, 0.5, 3.0, 7.0};
  const auto observed = GENERATE(-5.0, 0.5, 1.0, 7.0, 20.0);
  double distance = 0.0;
  double spread = 0.0;
  for (const double x : sorted) {
    distance += std::fabs(x - observed) / 5.0;
    for (const double other : sorted) {
      spread += std::fabs(x - other) / 25.0;
    }
  }
  CHECK(empirical_crps(sorted, observed) == Approx(distance - spread / 2.0).epsilon(1e-14));
}

TEST_CASE("the score of a certain prediction is the absolute error") {
  const std::vector<double> sorted{4.0};
  CHECK(empirical_crps(sorted, 7.0) == 3.0);
  CHECK(empirical_crps(sorted, 4.0) == 0.0);
}

TEST_CASE("the score of evenly spaced quantiles approaches that of their law") {
  constexpr int count = 20'000;
  std::vector<double> sorted;
  for (int index = 0; index < count; ++index) {
    sorted.push_back(-std::log1p(-(index + 0.5) / count));
  }
  for (const double observed : {-1.0, 0.2, 1.0, 6.0}) {
    CHECK(empirical_crps(sorted, observed) == Approx(exponential_crps(1.0, observed)).margin(1e-4));
  }
}

TEST_CASE("a sample far from zero keeps its digits") {
  CHECK(empirical_crps(std::vector{1e9 + 1.0, 1e9 + 2.0, 1e9 + 4.0}, 1e9 + 2.0) ==
        Approx(empirical_crps(std::vector{1.0, 2.0, 4.0}, 2.0)).epsilon(1e-12));
}

TEST_CASE("an interval is scored by its width and by how far it missed") {
  CHECK(interval_score(2.0, 5.0, 0.1, 4.0) == 3.0);
  CHECK(interval_score(2.0, 5.0, 0.1, 5.0) == 3.0);
  CHECK(interval_score(2.0, 5.0, 0.1, 6.5) == Approx(3.0 + 20.0 * 1.5));
  CHECK(interval_score(2.0, 5.0, 0.5, 1.0) == Approx(3.0 + 4.0 * 1.0));
}

// Proper: of all intervals, the true law's 5 % and 95 % quantiles score best on average.
TEST_CASE("the true interval has the best expected score") {
  const auto expected_score = [](double low, double high) {  // of U(0, 1), by the midpoint rule
    double sum = 0.0;
    for (int step = 0; step < 1000; ++step) {
      sum += interval_score(low, high, 0.1, (step + 0.5) / 1000.0);
    }
    return sum / 1000.0;
  };
  const double best = expected_score(0.05, 0.95);
  CHECK(best < expected_score(0.0, 1.0));
  CHECK(best < expected_score(0.1, 0.9));
  CHECK(best < expected_score(0.05, 0.9));
}
