// Daly's worked cases, the optimum against the curve it minimises, and published fleets.
#include "models/theory/checkpoint.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/unit/printed.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

double minutes(Duration duration) { return to_seconds(duration) / 60.0; }
double hours(Duration duration) { return to_seconds(duration) / 3600.0; }

}  // namespace

TEST_CASE("five minutes a checkpoint, ten a restart, a failure a day") {
  CHECK(minutes(young_interval(5min, 24h)) == Approx(120.0).epsilon(1e-11));
  CHECK(minutes(daly_interval(5min, 24h)) == printed(116.6898, 4));
  CHECK(minutes(optimal_interval(5min, 24h)) == printed(116.6901, 4));
  CHECK(time_ratio(optimal_interval(5min, 24h), 5min, 10min, 24h) == printed(1.095763565, 9));
  CHECK(time_ratio(120min, 5min, 10min, 24h) == printed(1.095798328, 9));
}

TEST_CASE("the same with a failure every six hours") {
  CHECK(minutes(young_interval(5min, 6h)) == Approx(60.0).epsilon(1e-11));
  CHECK(minutes(daly_interval(5min, 6h)) == printed(56.7130, 4));
  CHECK(minutes(optimal_interval(5min, 6h)) == printed(56.7140, 4));
  CHECK(time_ratio(optimal_interval(5min, 6h), 5min, 10min, 6h) == printed(1.220432814, 9));
}

TEST_CASE("the optimal interval is where the time ratio is least, however often failures come") {
  const Duration mtbf = GENERATE(values<Duration>({1s, 1min, 10min, 1h, 83min, 84min, 24h, 8760h}));
  const Duration best = optimal_interval(5s, mtbf);
  const double least = time_ratio(best, 5s, 1min, mtbf);
  INFO("mtbf " << to_seconds(mtbf) << " s, interval " << to_seconds(best) << " s");
  CHECK(time_ratio(best * 101 / 100, 5s, 1min, mtbf) > least);
  CHECK(time_ratio(best * 99 / 100, 5s, 1min, mtbf) > least);
  CHECK(best <= young_interval(5s, mtbf));
}

TEST_CASE("the optimal interval solves -log(1 - y) - y = cost/mtbf, on both sides of the seam") {
  for (const Duration mtbf : {Duration{40min}, Duration{90min}, Duration{8760h}}) {
    const double y = to_seconds(optimal_interval(5s, mtbf)) / to_seconds(mtbf);
    double series = 0.0;  // y^2/2 + y^3/3 + ...
    for (int power = 40; power >= 2; --power) {
      series += std::pow(y, power) / power;
    }
    CHECK(series == Approx(5.0 / to_seconds(mtbf)).epsilon(1e-8));  // the interval is whole ns
  }
}

TEST_CASE("Daly's estimate ends where a checkpoint takes twice the time between failures") {
  CHECK(daly_interval(2h, 1h) == Duration{1h});
  CHECK(daly_interval(119min, 1h) < Duration{1h});
}

TEST_CASE("the published mean time to failure of large jobs: 6.5 failures in 1,000 node-days") {
  CHECK(hours(node_law_mttf(16'384 / 8, 6.5e-3)) == printed(1.80288, 5));
  CHECK(hours(node_law_mttf(131'072 / 8, 6.5e-3)) == printed(0.22536, 5));
  CHECK(hours(node_law_mttf(1'024 / 8, 6.5e-3)) == printed(28.85, 2));
}

TEST_CASE("the published effective training time ratios and their best intervals") {
  const Duration large = node_law_mttf(1'000, 5e-3);
  CHECK(minutes(young_interval(5min, large)) == printed(53.666, 3));
  CHECK(effective_training_ratio(young_interval(5min, large), 5min, 5min, large) ==
        printed(0.813661, 6));
  const Duration small = node_law_mttf(8, 6.5e-3);
  CHECK(minutes(young_interval(5min, small)) == printed(526.235, 3));
  CHECK(effective_training_ratio(young_interval(5min, small), 5min, 10min, small) ==
        printed(0.980818, 6));
}

TEST_CASE("the effective training time ratio is the inverse of the time ratio, to first order") {
  const double ratio = time_ratio(2h, 1min, 5min, 240h);
  CHECK(effective_training_ratio(2h, 1min, 5min, 240h) == Approx(1.0 / ratio).margin(1e-4));
}

TEST_CASE("Llama 3's training: 419 unexpected stops in 54 days on 16,384 accelerators") {
  constexpr double node_days = 16'384.0 / 8.0 * 54.0;
  const double rate = 419.0 / node_days;
  CHECK(1000.0 * rate == printed(3.7887, 4));
  CHECK(hours(node_law_mttf(16'384 / 8, rate)) == printed(3.09308, 5));
}
