// Percentiles of a sample: ranks, quantiles and scores against the sample itself.
#include "models/chance/percentiles.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "models/chance/elementary.hpp"
#include "models/chance/random.hpp"

using namespace firedrill;

namespace {

constexpr double endless = std::numeric_limits<double>::infinity();

std::vector<double> lognormal_sample(std::size_t count) {
  Draws draws{StreamKey{2, "percentiles"}, 0};
  std::vector<double> values(count);
  for (double& value : values) {
    value = 100.0 * lognormal_quantile(draws.uniform(), 0.4);
  }
  std::sort(values.begin(), values.end());
  return values;
}

// E|X - y| - E|X - X'|/2 by its definition.
double score(const std::vector<double>& sample, double observed) {
  const auto count = static_cast<double>(sample.size());
  double to_observed = 0.0, among = 0.0;
  for (const double value : sample) {
    to_observed += std::fabs(value - observed) / count;
    for (const double other : sample) {
      among += std::fabs(value - other) / (count * count);
    }
  }
  return to_observed - among / 2.0;
}

}  // namespace

TEST_CASE("percentile points ascend from 0 to 1") {
  for (std::size_t index = 1; index < percentile_count; ++index) {
    CHECK(percentile_point(index - 1) < percentile_point(index));
  }
  CHECK(percentile_point(0) == 0.0);
  CHECK(percentile_point(6) == 0.05);
  CHECK(percentile_point(percentile_count - 1) == 1.0);
}

TEST_CASE("ranks and quantiles undo each other") {
  const std::vector<double> sample = lognormal_sample(10'000);
  const Percentiles law = percentiles_of(sample);
  CHECK(law.values.front() == sample.front());
  CHECK(law.values.back() == sample.back());
  CHECK(quantile(law, 0.05) == sample[499]);
  CHECK(quantile(law, 0.5) == sample[4'999]);
  for (const double p : {0.0005, 0.015, 0.333, 0.95, 0.9995}) {
    const Interval rank = rank_within(law, quantile(law, p));
    CHECK(rank.low == Approx(p));
    CHECK(rank.high == Approx(p));
  }
  for (const double value : {60.0, 100.0, 180.0}) {
    const auto below = std::lower_bound(sample.begin(), sample.end(), value) - sample.begin();
    CHECK(rank_within(law, value).low == Approx(static_cast<double>(below) / 1e4).margin(1e-3));
  }
}

TEST_CASE("values outside the sample, ties and endless") {
  std::vector<double> sample(1'000, 0.0);
  std::fill(sample.begin() + 300, sample.begin() + 900, 5.0);
  std::fill(sample.begin() + 900, sample.end(), endless);
  const Percentiles law = percentiles_of(sample);
  CHECK(rank_within(law, -1.0).high == 0.0);
  CHECK(rank_within(law, 0.0).low == 0.0);
  CHECK(rank_within(law, 0.0).high == Approx(0.30));
  CHECK(rank_within(law, 5.0).low == Approx(0.31));
  CHECK(rank_within(law, 5.0).high == Approx(0.90));
  CHECK(rank_within(law, 7.0).low == Approx(0.90));  // somewhere before endless
  CHECK(rank_within(law, 7.0).high == Approx(0.91));
  CHECK(rank_within(law, endless).high == 1.0);
  CHECK(quantile(law, 0.95) == endless);
  CHECK(rank_within(percentiles_of(std::vector<double>{3.0}), 4.0).low == 1.0);
}

TEST_CASE("the score is that of the sample") {
  const std::vector<double> sample = lognormal_sample(2'000);
  const Percentiles law = percentiles_of(sample);
  for (const double observed : {30.0, 80.0, 100.0, 170.0, 900.0}) {
    CHECK(crps(law, observed, 1e6) == Approx(score(sample, observed)).epsilon(2e-3));
  }
}

TEST_CASE("a recovery beyond the horizon scores as one of that length") {
  std::vector<double> sample{100.0, 200.0, endless, endless};
  const Percentiles law = percentiles_of(sample);
  std::replace(sample.begin(), sample.end(), endless, 1'000.0);
  CHECK(crps(law, endless, 1'000.0) == Approx(crps(percentiles_of(sample), 1'000.0, 1'000.0)));
  CHECK(std::isfinite(crps(law, 150.0, 1'000.0)));
}
