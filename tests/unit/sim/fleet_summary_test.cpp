// Published training fleets through the files a user would write, and the advice on checkpoints.
#include "sim/fleet_summary.hpp"

#include <catch2/catch.hpp>
#include <numeric>

#include "models/theory/checkpoint.hpp"

using namespace firedrill;

namespace {

TrainingPrediction predict(const std::string& name, const FleetOptions& options) {
  const auto study = load_training_study("scenarios/training/" + name + ".json");
  REQUIRE(study);
  return summarise(*study, simulate_fleet(study->fleet_study, options), options);
}

}  // namespace

TEST_CASE("Llama 3's file gives its published effective training time, above 90 %") {
  const TrainingPrediction prediction = predict("llama3-405b", {.seed = 1, .replications = 60});
  CHECK(prediction.effective_ratio.interval.low > 0.90);
  CHECK(prediction.effective_ratio.mean < 0.93);
  // 419 stops in 54 days (oracle 12), which the file only knows cause by cause, and as rates of 54
  // days of work: a job that hangs or restarts is not stopped once more.
  const auto& times = prediction.times;
  const double at_work = times[0].mean + times[1].mean + times[2].mean;
  const MeanEstimate& stops = prediction.interruptions;
  CHECK(std::abs(stops.mean - 419.0 * at_work) < 4.5 * stops.standard_error);
  REQUIRE(prediction.mean_between);
  CHECK(prediction.mean_between->mean == Approx(3.09308 * 3600.0).epsilon(0.03));
}

TEST_CASE("the shares of time add up, and limits count every failure") {
  const TrainingPrediction prediction =
      predict("gaudi3-production", {.seed = 3, .replications = 40});
  const double all =
      std::accumulate(prediction.times.begin(), prediction.times.end(), 0.0,
                      [](double sum, const MeanEstimate& share) { return sum + share.mean; });
  CHECK(all == Approx(1.0).epsilon(1e-9));
  CHECK(prediction.times[0].mean == Approx(prediction.effective_ratio.mean).epsilon(1e-12));
  REQUIRE(prediction.detection);
  const double failures = prediction.causes[0].failures.mean + prediction.causes[1].failures.mean;
  CHECK(static_cast<double>(prediction.detection->trials) == Approx(40.0 * failures).epsilon(1e-9));
  CHECK(prediction.detection->count < prediction.detection->trials);
  CHECK(prediction.detection->interval.low > 0.0);
  REQUIRE(prediction.recovery);
  CHECK(prediction.recovery->trials > 0);
}

TEST_CASE("the advice: formulas at once, the simulated curve on request, its top near Daly's") {
  const auto study = load_training_study("scenarios/training/llama3-405b.json");
  REQUIRE(study);
  const FleetOptions options{.seed = 5, .replications = 40};
  const CheckpointAdvice formulas = advise(study->fleet_study, options, false);
  CHECK(formulas.simulated.empty());
  REQUIRE(formulas.daly);
  CHECK(*formulas.daly == daly_interval(formulas.write, formulas.mtbf));
  const CheckpointAdvice advice = advise(study->fleet_study, options, true);
  CHECK(advice.simulated.size() == 7);
  REQUIRE(advice.optimum);
  CHECK(std::abs(advice.optimum->mean - to_seconds(*formulas.daly)) <
        4.5 * advice.optimum->standard_error + 0.02 * to_seconds(*formulas.daly));
}

TEST_CASE("nothing to advise where a checkpoint costs nothing") {
  auto study = load_training_study("scenarios/training/gaudi3-production.json")->fleet_study;
  study.run.checkpointing.write = Duration::zero();
  const CheckpointAdvice advice = advise(study, {.seed = 1, .replications = 2}, true);
  CHECK_FALSE(advice.young);
  CHECK(advice.simulated.empty());
}

TEST_CASE("an interrupted run ends the simulation") {
  const auto study = load_training_study("scenarios/training/gaudi3-production.json");
  // Enough for the thread that reports to get some before the others have done all.
  FleetOptions options{.seed = 1, .replications = 100'000};
  options.progress = [](double) { throw std::runtime_error{"stop"}; };
  CHECK_THROWS_WITH(simulate_fleet(study->fleet_study, options), "stop");
}
