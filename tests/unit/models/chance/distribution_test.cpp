// Every law against its closed forms: moments, Kolmogorov-Smirnov, quantile and cdf, exact mean;
// and its bits, which must be the same from every compiler and optimisation level.
#include "models/chance/distribution.hpp"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

using namespace firedrill;

namespace {

// A mixture's quantile runs through its parts one after the other: it falls where they overlap.
enum class Shape { continuous, with_atoms, mixed };

struct Case {
  std::string name;
  Distribution distribution;
  std::function<double(double)> cdf;
  double mean, variance, minimum;
  std::uint64_t hash;  // of the bits of a million samples and of the far tails
  Shape shape = Shape::continuous;
};

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

// {Empirical{1, 2, 2, 4, 8}}
double cdf_of_five_values(double x) {
  return x < 1.0 ? 0.0 : x < 2.0 ? 0.2 : x < 4.0 ? 0.6 : x < 8.0 ? 0.8 : 1.0;
}

// Triangular{1, 2, 6}
double cdf_of_triangle(double x) {
  return x < 2.0 ? (x - 1.0) * (x - 1.0) / 5.0 : 1.0 - (6.0 - x) * (6.0 - x) / 20.0;
}

// One quarter Exponential{1}, one half Uniform{10, 20}, one quarter the constant 30.
double cdf_of_mixture(double x) {
  return 0.25 * (1.0 - std::exp(-x)) + 0.5 * std::clamp((x - 10.0) / 10.0, 0.0, 1.0) +
         (x >= 30.0 ? 0.25 : 0.0);
}

// Means and variances are the closed forms of the laws, evaluated to 25 digits elsewhere.
std::vector<Case> all_cases() {
  const Mixture mixture{{0.25, 0.5, 0.25},
                        {{Exponential{1.0}}, {Uniform{10.0, 20.0}}, {Constant{30.0}}}};
  // clang-format off
  return {
      {"constant", {Constant{3.0}}, [](double x) { return x >= 3.0 ? 1.0 : 0.0; },
       3.0, 0.0, 3.0, 0x472c276ad572deb7, Shape::with_atoms},
      {"uniform", {Uniform{2.0, 5.0}}, [](double x) { return (x - 2.0) / 3.0; },
       3.5, 0.75, 2.0, 0x6a3f73ea39fa3b02},
      {"exponential", {Exponential{7.0}}, [](double x) { return 1.0 - std::exp(-x / 7.0); },
       7.0, 49.0, 0.0, 0xc3484f4f444acd94},
      {"cut normal", {Normal{5.0, 3.0}}, [](double x) { return normal_cdf((x - 5.0) / 3.0); },
       5.0594796550141725, 8.2689507251132, 0.0,
       0x42f00da630bfee2c, Shape::with_atoms},
      {"lognormal", {Lognormal{180.0, 0.45}},
       [](double x) { return normal_cdf(std::log(x / 180.0) / 0.45); },
       199.17958418962030, 8904.8942438892066, 0.0, 0x379987e47f8c9ba9},
      {"triangular", {Triangular{1.0, 2.0, 6.0}}, &cdf_of_triangle, 3.0, 7.0 / 6.0, 1.0,
       0xdfcde31c6734f9aa},
      {"weibull", {Weibull{100.0, 1.7}},
       [](double x) { return 1.0 - std::exp(-std::pow(x / 100.0, 1.7)); },
       89.224450249932421, 2918.5482724585334, 0.0, 0x84a9109a95982492},
      {"empirical", {Empirical{{1.0, 2.0, 2.0, 4.0, 8.0}}}, &cdf_of_five_values,
       3.4, 6.24, 1.0, 0x63bdac36ed8adeb7, Shape::with_atoms},
      {"mixture", {mixture}, &cdf_of_mixture, 15.25, 109.6041666666666667, 0.0,
       0xd9ca406407cb97cb, Shape::mixed},
  };
  // clang-format on
}

Draws stream() { return Draws{StreamKey{1, "law"}, 0}; }

std::vector<double> samples(const Distribution& distribution, int count) {
  Draws draws = stream();
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(count));
  for (int index = 0; index < count; ++index) {
    values.push_back(sample(distribution, draws));
  }
  return values;
}

double average(const std::vector<double>& values, const std::function<double(double)>& of) {
  double sum = 0.0;
  for (const double value : values) {
    sum += of(value);
  }
  return sum / static_cast<double>(values.size());
}

// sup |empirical cdf - cdf|, to 1/n. `values` sorted.
double kolmogorov_distance(const std::vector<double>& values,
                           const std::function<double(double)>& cdf) {
  double distance = 0.0;
  for (std::size_t index = 0; index < values.size(); ++index) {
    if (index + 1 == values.size() || values[index + 1] > values[index]) {
      const double share = static_cast<double>(index + 1) / static_cast<double>(values.size());
      distance = std::max(distance, std::fabs(share - cdf(values[index])));
    }
  }
  return distance;
}

constexpr double least_u = 0x1p-53;  // what Draws::uniform() can give: least_u to 1 - least_u

// Shares in (0, 1): evenly spaced, the ends, and steps of a few ulps about the seams of AS 241 (at
// 0.075 and 0.925) and of the triangle (1/5).
std::vector<double> shares() {
  std::vector<double> result;
  for (int step = 1; step < 10'000; ++step) {
    result.push_back(step / 10'000.0);
  }
  for (double u = least_u; u < 1e-4; u *= 1.5) {
    result.push_back(u);
    result.push_back(1.0 - u);
  }
  for (const double seam : {0.075, 0.2, 0.925}) {
    for (int step = -50; step <= 50; ++step) {
      result.push_back(seam + step * 3e-16);
    }
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace

TEST_CASE("samples have the moments of their law") {
  constexpr int count = 100'000;
  constexpr double sigmas = 5.0;  // a false alarm in 1.7 million checks
  for (const Case& item : all_cases()) {
    const std::vector<double> values = samples(item.distribution, count);
    const auto power = [&item, &values](int exponent) {
      return average(values, [&](double x) { return std::pow(x - item.mean, exponent); });
    };
    INFO(item.name);
    CHECK(std::fabs(power(1)) <= sigmas * std::sqrt(item.variance / count));
    const double spread = power(4) - item.variance * item.variance;
    CHECK(std::fabs(power(2) - item.variance) <= sigmas * std::sqrt(std::max(0.0, spread) / count));
  }
}

TEST_CASE("samples have the cdf of their law (Kolmogorov and Smirnov)") {
  constexpr int count = 100'000;
  const double limit = std::sqrt(-0.5 * std::log(1e-6 / 2.0) / count);  // one false alarm in 10^6
  for (const Case& item : all_cases()) {
    std::vector<double> values = samples(item.distribution, count);
    std::sort(values.begin(), values.end());
    INFO(item.name);
    CHECK(kolmogorov_distance(values, item.cdf) < limit);
  }
}

TEST_CASE("the quantile never falls, and stays finite and above the minimum") {
  for (const Case& item : all_cases()) {
    if (item.shape == Shape::mixed) {
      continue;
    }
    double before = item.minimum;
    for (const double u : shares()) {
      const double value = quantile(item.distribution, u);
      INFO(item.name << ", u = " << u);
      REQUIRE(std::isfinite(value));
      REQUIRE(value >= before);
      before = value;
    }
  }
}

TEST_CASE("the quantile is the inverse of the cdf") {
  for (const Case& item : all_cases()) {
    if (item.shape == Shape::mixed) {
      continue;
    }
    for (const double u : shares()) {
      const double value = quantile(item.distribution, u);
      INFO(item.name << ", u = " << u);
      // At an atom, the cdf passes u in one jump.
      REQUIRE(item.cdf(value) >= u - 1e-14);
      const double just_below = value * (1.0 - 1e-9);
      REQUIRE((value <= item.minimum || item.cdf(just_below) <= u + 1e-14));
      if (item.shape == Shape::continuous) {
        REQUIRE(item.cdf(value) <= u + 1e-14);
      }
    }
  }
}

TEST_CASE("the mean is exact") {
  for (const Case& item : all_cases()) {
    INFO(item.name);
    CHECK(mean(item.distribution) == Approx(item.mean).epsilon(1e-14));
  }
  CHECK(mean({Normal{0.0, 1.0}}) == Approx(0.3989422804014327).epsilon(1e-15));
  CHECK(mean({Normal{-4.0, 2.0}}) == Approx(0.0169814052336593).epsilon(1e-12));
  CHECK(mean({Normal{-4.0, 0.0}}) == 0.0);
  CHECK(mean({Normal{4.0, 0.0}}) == 4.0);
}

TEST_CASE("scaling multiplies every value and the mean") {
  for (const Case& item : all_cases()) {
    const Distribution doubled = scaled(item.distribution, 2.0);  // by 2: exact
    INFO(item.name);
    CHECK(mean(doubled) == 2.0 * mean(item.distribution));
    CHECK(minimum(doubled) == 2.0 * minimum(item.distribution));
    for (const double u : shares()) {
      REQUIRE(quantile(doubled, u) == 2.0 * quantile(item.distribution, u));
    }
  }
}

TEST_CASE("the minimum is what a law can just reach") {
  for (const Case& item : all_cases()) {
    INFO(item.name);
    CHECK(minimum(item.distribution) == item.minimum);
  }
  CHECK(minimum({Normal{4.0, 0.0}}) == 4.0);
  CHECK(minimum({Lognormal{4.0, 0.0}}) == 4.0);
}

TEST_CASE("laws without spread are constants") {
  for (const double u : {least_u, 0.3, 1.0 - least_u}) {
    CHECK(quantile({Uniform{4.0, 4.0}}, u) == 4.0);
    CHECK(quantile({Normal{4.0, 0.0}}, u) == 4.0);
    CHECK(quantile({Lognormal{4.0, 0.0}}, u) == 4.0);
    CHECK(quantile({Triangular{4.0, 4.0, 4.0}}, u) == 4.0);
    CHECK(quantile({Empirical{{4.0}}}, u) == 4.0);
  }
}

TEST_CASE("a mixture gives each part draws inside (0, 1), on the seam of two shares too") {
  const Distribution law{
      Mixture{{0.25, 0.25, 0.5}, {{Constant{1.0}}, {Lognormal{2.0, 0.0}}, {Constant{3.0}}}}};
  CHECK(quantile(law, 0.25) == 2.0);  // the smallest draw of the second part
  CHECK(quantile(law, 0.5) == 3.0);
}

TEST_CASE("every sample takes exactly one draw") {
  Draws expected = stream();
  expected.skip();
  const std::uint64_t second = expected.bits();
  for (const Case& item : all_cases()) {
    Draws draws = stream();
    static_cast<void>(sample(item.distribution, draws));
    INFO(item.name);
    CHECK(draws.bits() == second);
  }
}

TEST_CASE("durations are never negative and saturate") {
  Draws draws = stream();
  CHECK(sample_duration({Constant{1.5}}, draws) == std::chrono::milliseconds{1500});
  CHECK(sample_duration({Constant{-1.0}}, draws) == Duration::zero());
  CHECK(sample_duration({Constant{1e300}}, draws) == never);
}

TEST_CASE("a million samples of every law have the same bits on every platform") {
  constexpr int count = 1'000'000;
  constexpr std::uint64_t fnv_prime = 0x100000001b3;
  for (const Case& item : all_cases()) {
    std::uint64_t hash = 0xcbf29ce484222325;
    const auto absorb = [&hash](double value) {
      const auto bits = std::bit_cast<std::uint64_t>(value);
      hash = (hash ^ bits ^ bits >> 32) * fnv_prime;
    };
    Draws draws = stream();
    for (int index = 0; index < count; ++index) {
      absorb(sample(item.distribution, draws));
    }
    for (const double u : {least_u, 1e-12, 1.0 - least_u}) {  // where samples hardly ever come
      absorb(quantile(item.distribution, u));
    }
    INFO(item.name << std::hex << " 0x" << hash);
    CHECK(hash == item.hash);
  }
}
