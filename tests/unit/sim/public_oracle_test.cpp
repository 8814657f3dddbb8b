// Known values through the files a user would write and the figures a user would read: the formats
// and the readers are part of what is held to them. See docs/ORACLES.md.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "scenarios/scenario_reader.hpp"
#include "scenarios/state_study.hpp"
#include "scenarios/training_study.hpp"
#include "sim/fleet_summary.hpp"
#include "sim/monte_carlo.hpp"
#include "sim/state_runs.hpp"
#include "tests/unit/sim/estimate_check.hpp"

using namespace firedrill;

namespace {

TrainingPrediction train(const std::string& name, std::uint64_t replications) {
  const auto study = load_training_study("scenarios/oracles/" + name + ".json");
  REQUIRE(study);
  const FleetOptions options{.seed = 11, .replications = replications};
  return summarise(*study, simulate_fleet(study->fleet_study, options), options);
}

StatesPrediction states(const std::string& name, std::uint64_t replications) {
  const auto study = load_state_study("scenarios/oracles/" + name + ".json");
  REQUIRE(study);
  return predict_states(*study, {.seed = 11, .replications = replications});
}

void check_fraction(std::uint64_t count, std::uint64_t trials, double expected) {
  const auto n = static_cast<double>(trials);
  const double found = static_cast<double>(count) / n;
  INFO(found << " of " << trials << ", expected " << expected);
  CHECK(std::abs(found - expected) < 4.5 * std::sqrt(expected * (1.0 - expected) / n));
}

}  // namespace

TEST_CASE("oracle 7: the mirrored pair, from a file") {
  const StatesPrediction prediction = states("mirrored-pair", 40'000);
  const WatchedPrediction& lost = prediction.watched.at(0);
  check_fraction(lost.entered, 40'000, 0.0173140036);
  CHECK(*lost.exact_fraction == Approx(0.0173140036).margin(6e-11).epsilon(0));
  REQUIRE(lost.mean_time);
  check_mean({lost.mean_time->mean / 3600.0, lost.mean_time->standard_error / 3600.0, {}},
             501'500.0);
  CHECK(*lost.exact_time / 3600.0 == Approx(501'500.0).epsilon(1e-9));
}

TEST_CASE("oracle 26: the six-state recovery chain, from a file") {
  const StatesPrediction prediction = states("recovery-chain", 200'000);
  const double down_hours = 1.33565942;
  check_mean({prediction.downtime.simulated.mean / 3600.0,
              prediction.downtime.simulated.standard_error / 3600.0,
              {}},
             down_hours);
  CHECK(*prediction.downtime.exact / 3600.0 == Approx(down_hours).epsilon(1e-8));
  CHECK(*prediction.long_run_availability == Approx(0.9998468670).margin(6e-11).epsilon(0));
  const double minutes_a_year = (1.0 - *prediction.long_run_availability) * 8760.0 * 60.0;
  CHECK(minutes_a_year == Approx(80.4867).margin(6e-5).epsilon(0));
  const WatchedPrediction& lost = prediction.watched.at(0);
  check_fraction(lost.entered, 200'000, 5.749956e-4);
  CHECK(*lost.exact_fraction == Approx(5.749956e-4).margin(6e-11).epsilon(0));
  REQUIRE(lost.mean_time);
  check_mean({lost.mean_time->mean / 3600.0, lost.mean_time->standard_error / 3600.0, {}},
             14'980'898.87);
  CHECK(*lost.exact_time / 3600.0 == Approx(14'980'898.87).epsilon(1e-9));
}

TEST_CASE("oracle 5: the machine repairman, from a file") {
  // E[machines down], one and two repairers; two years of a fleet that begins all up.
  const MeanEstimate one = train("machine-repairman-1", 400).nodes_up;
  const MeanEstimate two = train("machine-repairman-2", 400).nodes_up;
  check_mean(one, 8.0 - 0.0671616689);
  check_mean(two, 8.0 - 0.0635337350);
  CHECK(one.standard_error < 0.001);  // sharp enough to tell the two apart
}

TEST_CASE("oracle 6: two states over their first ten hours, from a file") {
  check_mean(train("two-states", 40'000).nodes_up, 0.984213391978);
}

TEST_CASE("oracle 10: the time between failures of many nodes, from a file") {
  // In hours; 30 and 10 days of two fleets.
  check_mean(train("kokolis-2048", 60).causes.at(0).failures, 30.0 * 24.0 / 1.80288);
  check_mean(train("kokolis-16384", 20).causes.at(0).failures, 10.0 * 24.0 / 0.22536);
}

TEST_CASE("oracle 12: the failures of Llama 3's run, from a file") {
  const TrainingPrediction prediction = train("llama-3", 200);
  const MeanEstimate failures = prediction.causes.at(0).failures;
  check_mean(failures, 419.0);
  CHECK(to_seconds(prediction.advice.mtbf) / 3600.0 == Approx(3.09308).epsilon(1e-4));
  // As spread as a Poisson count: its standard deviation is the root of its mean.
  const double deviation = failures.standard_error * std::sqrt(200.0);
  CHECK(deviation == Approx(std::sqrt(419.0)).epsilon(0.2));
}

TEST_CASE("oracles 8 and 9: Daly's optimum and what it costs, from a file") {
  const TrainingPrediction rare = train("daly-1440", 200);
  CHECK(to_seconds(*rare.advice.young) == Approx(120.0 * 60.0).epsilon(1e-9));
  CHECK(to_seconds(*rare.advice.daly) == Approx(116.6898 * 60.0).epsilon(1e-6));
  check_mean(rare.effective_ratio, 1.0 / 1.095763565);
  const TrainingPrediction frequent = train("daly-360", 200);
  CHECK(to_seconds(*frequent.advice.young) == Approx(60.0 * 60.0).epsilon(1e-9));
  CHECK(to_seconds(*frequent.advice.daly) == Approx(56.7130 * 60.0).epsilon(1e-5));
  check_mean(frequent.effective_ratio, 1.0 / 1.220432814);
}

TEST_CASE("oracle 11: effective training time of Kokolis et al., from a file") {
  const TrainingPrediction prediction = train("kokolis-8", 60);
  CHECK(to_seconds(prediction.advice.chosen) == Approx(526.235 * 60.0).epsilon(1e-4));
  // Their formula is an approximation, of which they ask 5 %; here it is far closer.
  CHECK(prediction.effective_ratio.mean == Approx(0.980818).epsilon(0.002));
}

TEST_CASE("oracle 25: an exponential and the longest of four, from a file") {
  const auto scenario = load_scenario("scenarios/oracles/exponential-and-maximum.json");
  REQUIRE(scenario);
  SimulationOptions options;
  options.seed = 11;
  options.replications = 40'000;
  const Prediction prediction = summarise(*scenario, simulate(*scenario, options));
  const ObjectivePrediction& back = prediction.objectives.at(0);
  const double p50 = 11.25085 * 60.0;
  const double p95 = 24.30866 * 60.0;
  const double p99 = 32.47922 * 60.0;
  // Half the 95 % interval is about two standard errors.
  const auto check_quantile = [](const QuantileEstimate& found, double expected) {
    INFO(found.value << " [" << *found.low << ", " << *found.high << "], expected " << expected);
    CHECK(std::abs(found.value - expected) < 4.5 / 3.92 * (*found.high - *found.low));
  };
  check_quantile(back.quantiles[0], p50);
  check_quantile(back.quantiles[2], p95);
  check_quantile(back.quantiles[3], p99);
  CHECK(back.met_low < 0.5);  // the target is the median
  CHECK(back.met_high > 0.5);
}

// The replications whose loss of the objective's data is at most `limit`.
std::uint64_t lost_at_most(const Samples& samples, std::size_t objective, double limit) {
  const auto& values = samples.objectives[objective];
  return static_cast<std::uint64_t>(std::count_if(
      values.begin(), values.end(), [=](Duration value) { return to_seconds(value) <= limit; }));
}

TEST_CASE("oracles 23 and 24: log shipping and object replication, from a file") {
  const auto scenario = load_scenario("scenarios/library/replication-oracle.json");
  REQUIRE(scenario);
  constexpr std::uint64_t runs = 20'000;
  const Samples samples = simulate(*scenario, {11, runs, 0, 0, {}});
  // M/M/1 with 80/s and 100/s: P(age > t) = 0.8 e^(-20 t); p99 219.101 ms, p99.9 334.231 ms.
  constexpr std::size_t log = 1, objects = 2;
  check_fraction(lost_at_most(samples, log, 0.0), runs, 0.2);
  check_fraction(lost_at_most(samples, log, 0.04), runs, 1.0 - 0.8 * std::exp(-0.8));
  check_fraction(lost_at_most(samples, log, 0.219101), runs, 0.99);
  check_fraction(lost_at_most(samples, log, 0.334231), runs, 0.999);
  double sum = 0.0;
  double squares = 0.0;
  for (const Duration value : samples.objectives[log]) {
    sum += to_seconds(value);
    squares += to_seconds(value) * to_seconds(value);
  }
  const double mean = sum / runs;
  check_mean({mean, std::sqrt((squares / runs - mean * mean) / runs), {}}, 0.040);
  // M/G/infinity with 1/s and 60 s: P(age <= t) = exp(-60 e^(-t/60)); p50, p95, p99.
  check_fraction(lost_at_most(samples, objects, 267.651), runs, 0.50);
  check_fraction(lost_at_most(samples, objects, 423.872), runs, 0.95);
  check_fraction(lost_at_most(samples, objects, 521.670), runs, 0.99);
}
