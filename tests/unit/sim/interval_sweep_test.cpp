// Young's and Daly's advice against the optimum of the simulated curve.
#include "sim/interval_sweep.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "models/theory/checkpoint.hpp"
#include "tests/unit/sim/fleet_fixture.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

FleetStudy daly_study(Duration mtbf) {
  FleetStudy study = undisturbed(1);
  study.fleet.causes = {node_failures(mtbf)};
  study.run.restart = fixed(10min);
  study.run.checkpointing.write = Duration{5min};
  study.horizon = 36'000 * mtbf;
  return study;
}

double minutes(Duration time) { return to_seconds(time) / 60.0; }

}  // namespace

TEST_CASE("the simulated optimum is Daly's interval, and not Young's") {
  const Duration mtbf = GENERATE(values<Duration>({1440min, 360min}));
  const double daly = mtbf == 360min ? 56.7140 : 116.6901;  // [min]
  const auto sweep = sweep_intervals(
      daly_study(mtbf), spread_around(young_interval(5min, mtbf), 1.25, 5), {3, 30, 0});
  REQUIRE(sweep.optimum);
  const MeanEstimate optimum{sweep.optimum->mean / 60.0, sweep.optimum->standard_error / 60.0, {}};
  check_estimate(optimum, daly);
  check_tells_apart(optimum, daly, minutes(young_interval(5min, mtbf)));
}

TEST_CASE("the optimum's standard error is how much it varies from seed to seed") {
  FleetStudy study = daly_study(360min);
  study.horizon = 2'000 * 360min;
  std::vector<double> optima;
  double claimed = 0.0;
  constexpr std::uint64_t seeds = 30;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto sweep = sweep_intervals(study, {40min, 57min, 80min}, {seed, 10, 0});
    REQUIRE(sweep.optimum);
    optima.push_back(sweep.optimum->mean);
    claimed += sweep.optimum->standard_error / seeds;
  }
  const double found = estimate_mean(optima, 0.95).standard_error * std::sqrt(1.0 * seeds);
  CHECK(claimed / found > 0.6);  // the spread of 30 is known within 13 %
  CHECK(claimed / found < 1.6);
}

TEST_CASE("paired differences between intervals are more precise than the goodputs") {
  const auto intervals = spread_around(117min, 1.5, 5);
  const auto sweep = sweep_intervals(daly_study(1440min), intervals, {3, 20, 0});
  REQUIRE(sweep.points.size() == 5);
  CHECK(sweep.best == 2);
  for (std::size_t index = 0; index < 5; ++index) {
    const auto& point = sweep.points[index];
    CHECK(point.interval == intervals[index]);
    const double expected = 1.0 / time_ratio(intervals[2], 5min, 10min, 1440min) -
                            1.0 / time_ratio(intervals[index], 5min, 10min, 1440min);
    if (index == sweep.best) {
      CHECK(point.behind_best.standard_error == 0.0);
      continue;
    }
    check_estimate(point.behind_best, expected);
    check_tells_apart(point.behind_best, expected, 0.0);
    const double unpaired =
        std::hypot(point.goodput.standard_error, sweep.points[sweep.best].goodput.standard_error);
    CHECK(point.behind_best.standard_error < 0.8 * unpaired);
  }
}

TEST_CASE("without failures there is no optimum: the longer the better") {
  const auto sweep = sweep_intervals(
      [] {
        FleetStudy study = undisturbed(1);
        study.run.checkpointing.write = Duration{5min};
        return study;
      }(),
      {1h, 2h, 4h}, {1, 2, 1});
  CHECK_FALSE(sweep.optimum);
  CHECK(sweep.best == 2);
}

TEST_CASE("intervals spread evenly on a logarithmic scale") {
  const auto intervals = spread_around(2h, 2.0, 3);
  REQUIRE(intervals.size() == 3);
  CHECK(minutes(intervals[0]) == Approx(60.0).epsilon(1e-9));
  CHECK(intervals[1] == Duration{2h});
  CHECK(minutes(intervals[2]) == Approx(240.0).epsilon(1e-9));
}
