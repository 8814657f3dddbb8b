// Errors as documented, against long double libm (64 bits of mantissa) and Boost.Math; ends.
#include "models/chance/elementary.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "models/chance/random.hpp"

using namespace firedrill;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

struct Worst {
  double error = 0.0;
  double argument = 0.0;
};

// The largest relative error of `computed` against `exact` over draws `argument(u)`, u in (0, 1).
template <class Computed, class Exact, class Argument>
Worst worst_error(Computed computed, Exact exact, Argument argument) {
  constexpr int count = 100'000;
  Draws draws{StreamKey{1, "elementary"}, 0};
  Worst worst;
  for (int index = 0; index < count; ++index) {
    const double x = argument(draws.uniform());
    const long double truth = exact(static_cast<long double>(x));
    const auto error = static_cast<double>(std::fabs((computed(x) - truth) / truth));
    if (!(error <= worst.error)) {
      worst = {error, x};
    }
  }
  return worst;
}

long double exact_exp(long double x) { return std::exp(x); }
long double exact_log(long double x) { return std::log(x); }

// For p up to one half, where 2p is exact and the inverse of erfc well-conditioned.
long double exact_lower_quantile(long double p) {
  return -std::sqrt(2.0L) * boost::math::erfc_inv(2.0L * p);
}

}  // namespace

TEST_CASE("det_exp errs by less than 2e-16 wherever the result is a normal number") {
  const auto all = [](double u) { return -708.0 + (709.78 + 708.0) * u; };
  const auto near_zero = [](double u) { return 0.7 * (u - 0.5); };
  const auto tiny = [](double u) { return 1e-9 * (u - 0.5); };
  for (const Worst worst :
       {worst_error(&det_exp, &exact_exp, all), worst_error(&det_exp, &exact_exp, near_zero),
        worst_error(&det_exp, &exact_exp, tiny)}) {
    INFO("x = " << worst.argument);
    CHECK(worst.error < 2e-16);
  }
}

TEST_CASE("det_exp of what underflows errs by at most the smallest subnormal number") {
  for (double x = -745.13; x < -708.0; x += 0.001) {
    INFO("x = " << x);
    REQUIRE(std::fabs(det_exp(x) - exact_exp(x)) <= smallest);
  }
}

TEST_CASE("det_exp at its ends") {
  CHECK(det_exp(0.0) == 1.0);
  CHECK(det_exp(-0.0) == 1.0);
  CHECK(det_exp(709.78) < infinity);
  CHECK(det_exp(709.79) == infinity);
  CHECK(det_exp(1e300) == infinity);
  CHECK(det_exp(infinity) == infinity);
  CHECK(det_exp(-745.13) == smallest);
  CHECK(det_exp(-745.14) == 0.0);
  CHECK(det_exp(-1e300) == 0.0);
  CHECK(det_exp(-infinity) == 0.0);
  CHECK(std::isnan(det_exp(not_a_number)));
}

TEST_CASE("det_log errs by less than 3e-16, next to one and among the subnormal numbers too") {
  const auto all = [](double u) { return std::exp2(-1074.0 + 2097.9 * u); };
  const auto near_one = [](double u) { return 0.6 + 0.8 * u; };
  const auto above_one = [](double u) { return 1.0 + std::exp2(-51.0 * u); };
  const auto below_one = [](double u) { return 1.0 - std::exp2(-1.0 - 51.0 * u); };
  for (const Worst worst :
       {worst_error(&det_log, &exact_log, all), worst_error(&det_log, &exact_log, near_one),
        worst_error(&det_log, &exact_log, above_one),
        worst_error(&det_log, &exact_log, below_one)}) {
    INFO("x = " << worst.argument);
    CHECK(worst.error < 3e-16);
  }
}

TEST_CASE("det_log at its ends") {
  CHECK(det_log(1.0) == 0.0);
  CHECK(det_log(smallest) == Approx(-744.4400719213812).epsilon(1e-15));
  CHECK(det_log(std::numeric_limits<double>::max()) == Approx(709.782712893384).epsilon(1e-15));
  CHECK(det_log(0.0) == -infinity);
  CHECK(det_log(-0.0) == -infinity);
  CHECK(det_log(infinity) == infinity);
  CHECK(std::isnan(det_log(-1.0)));
  CHECK(std::isnan(det_log(-infinity)));
  CHECK(std::isnan(det_log(not_a_number)));
}

TEST_CASE("det_pow is e^(y log x): its error grows with y log x") {
  for (const double x : {1e-300, 0.37, 1.0, 2.0, 12345.678}) {
    for (const double y : {-0.9, 0.0, 0.5, 1.0, 1.02}) {
      const long double truth = std::pow(static_cast<long double>(x), static_cast<long double>(y));
      const double tolerance = 3e-16 * (1.0 + 2.0 * std::fabs(y * std::log(x)));
      INFO("x = " << x << ", y = " << y);
      CHECK(std::fabs(det_pow(x, y) / truth - 1.0L) <= tolerance);
    }
  }
  CHECK(det_pow(10.0, 400.0) == infinity);
  CHECK(det_pow(10.0, -400.0) == 0.0);
}

TEST_CASE("the normal quantile errs by less than 6e-16 where most draws fall") {
  const auto even = [](double u) { return 0x1p-8 + (0.5 - 0x1p-8) * u; };
  const auto by_octave = [](double u) { return std::exp2(-8.0 + 7.0 * u); };
  for (const Worst worst : {worst_error(&normal_quantile, &exact_lower_quantile, even),
                            worst_error(&normal_quantile, &exact_lower_quantile, by_octave)}) {
    INFO("p = " << worst.argument);
    CHECK(worst.error < 6e-16);
  }
}

TEST_CASE("the normal quantile errs by less than 1e-15, down to the smallest probability") {
  const auto central = [](double u) { return 0.075 + 0.42 * u; };
  const auto tail = [](double u) { return 0x1p-8 * u; };
  const auto extreme = [](double u) { return std::exp2(-1074.0 + 1072.0 * u); };
  for (const Worst worst : {worst_error(&normal_quantile, &exact_lower_quantile, central),
                            worst_error(&normal_quantile, &exact_lower_quantile, tail),
                            worst_error(&normal_quantile, &exact_lower_quantile, extreme)}) {
    INFO("p = " << worst.argument);
    CHECK(worst.error < 1e-15);
  }
}

TEST_CASE("the normal quantile is odd about one half, where 1 - p is exact") {
  Draws draws{StreamKey{2, "elementary"}, 0};
  for (int index = 0; index < 10'000; ++index) {
    const double p = draws.uniform();
    INFO("p = " << p);
    REQUIRE(normal_quantile(1.0 - p) == -normal_quantile(p));
  }
}

TEST_CASE("lognormal quantiles side by side are those one by one, bit by bit") {
  Draws draws{StreamKey{5, "probabilities"}, 0};
  for (int round = 0; round < 20'000; ++round) {
    // Near zero, too, and with spreads whose exponentials leave the range of doubles.
    const double log_sd = round % 50 == 0 ? 400.0 : 0.01 * (round % 300);
    std::array<double, lanes> values{};
    for (double& value : values) {
      value = draws.uniform() * (draws.uniform() < 0.1 ? 1e-4 : 1.0);
    }
    const auto probabilities = values;
    lognormal_quantiles(values, log_sd);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      REQUIRE(values[lane] == lognormal_quantile(probabilities[lane], log_sd));
    }
  }
}

TEST_CASE("the normal quantile has the tabulated values and its ends") {
  CHECK(normal_quantile(0.975) == Approx(normal_point_975).epsilon(1e-15));
  CHECK(normal_quantile(0.95) == Approx(1.6448536269514722).epsilon(1e-15));
  CHECK(normal_quantile(0.5) == 0.0);
  CHECK(normal_quantile(0.0) == -infinity);
  CHECK(normal_quantile(1.0) == infinity);
  CHECK(std::isnan(normal_quantile(-0.1)));
  CHECK(std::isnan(normal_quantile(1.1)));
  CHECK(std::isnan(normal_quantile(not_a_number)));
}
