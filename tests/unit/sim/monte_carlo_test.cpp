// Results depend on the seed and on nothing else: not on threads, not on other components; and what
// is printed can be replayed.
#include <algorithm>
#include <catch2/catch.hpp>
#include <stdexcept>

#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"
#include "sim/replicator.hpp"
#include "tests/unit/sim/reference_scenario.hpp"

using namespace firedrill;

namespace {

SimulationOptions options(std::uint64_t replications, unsigned threads, std::uint64_t first = 0) {
  SimulationOptions made;
  made.seed = 7;
  made.replications = replications;
  made.first_replication = first;
  made.threads = threads;
  return made;
}

}  // namespace

TEST_CASE("the number of threads changes nothing", "[threads]") {
  const Scenario scenario = reference_scenario();
  const Samples one = simulate(scenario, options(2'000, 1));
  for (const unsigned threads : {2U, 16U}) {
    const Samples many = simulate(scenario, options(2'000, threads));
    CHECK(many.digests == one.digests);
    CHECK(many.objectives == one.objectives);
    CHECK(summarise(scenario, many).timeline_digest == summarise(scenario, one).timeline_digest);
    CHECK(many.totals.detection_critical.seconds() == one.totals.detection_critical.seconds());
  }
}

TEST_CASE("the regional outage is the same on any number of threads", "[threads]") {
  const auto scenario = load_scenario("scenarios/library/regional-outage.json");
  REQUIRE(scenario);
  const Samples one = simulate(*scenario, options(600, 1));
  CHECK(simulate(*scenario, options(600, 5)).digests == one.digests);
}

TEST_CASE("an exception from the progress callback stops all threads and arrives", "[threads]") {
  const Scenario scenario = reference_scenario();
  SimulationOptions stopping = options(1'000'000, 4);
  stopping.progress = [](double) { throw std::runtime_error{"enough"}; };
  CHECK_THROWS_WITH(simulate(scenario, stopping), "enough");
}

TEST_CASE("replications are the same alone, in a later batch, and replayed") {
  const Scenario scenario = reference_scenario();
  const Samples all = simulate(scenario, options(300, 1));
  const Samples later = simulate(scenario, options(100, 1, 200));
  for (std::size_t row = 0; row < 100; ++row) {
    REQUIRE(later.digests[row] == all.digests[200 + row]);
  }
  CHECK(replay(scenario, 7, 123).digest() == all.digests[123]);
  Replicator replicator{scenario, 7};
  for (const std::uint64_t replication : {5U, 4U, 5U}) {
    replicator.run(replication);
    CHECK(replicator.timeline().digest() == all.digests[replication]);
  }
}

TEST_CASE("a component added to the plan changes no other's draws") {
  const Scenario scenario = reference_scenario();
  Scenario larger = scenario;
  // In front, so that every index shifts; a cluster that scales nothing, and a region nobody uses.
  Cluster idle;
  idle.nodes = 3;
  idle.nodes_maximum = 30;
  larger.plan.regions.push_back({.name = "elsewhere", .role = "tertiary"});
  larger.plan.components.push_back(
      {.name = "idle", .title = {}, .region = RegionId{2}, .depends_on = {}, .model = idle});
  larger.plan.data.push_back({.name = "idle-data",
                              .title = {},
                              .tier = 3,
                              .written_in = RegionId{2},
                              .protection = NotProtected{"nothing depends on it"}});
  Role role;
  role.name = "spectator";
  larger.plan.roles.push_back(role);
  const Samples before = simulate(scenario, options(500, 1));
  const Samples after = simulate(larger, options(500, 1));
  CHECK(after.objectives == before.objectives);
  CHECK(after.phases == before.phases);
}

TEST_CASE("a summary's fractions, quantiles and verdicts are those of the sample") {
  Scenario scenario = reference_scenario();
  const Samples samples = simulate(scenario, options(1'000, 1));
  const Prediction prediction = summarise(scenario, samples);
  REQUIRE(prediction.objectives.size() == 2);
  const auto& recovery = prediction.objectives[0];
  std::vector<Duration> sorted = samples.objectives[0];
  std::sort(sorted.begin(), sorted.end());
  CHECK(recovery.quantiles[0].value == to_seconds(sorted[499]));
  CHECK(recovery.quantiles[2].value == to_seconds(sorted[949]));
  CHECK(recovery.quantiles[2].low == to_seconds(sorted[935]));
  CHECK(recovery.quantiles[2].high == to_seconds(sorted[963]));
  const auto met = std::count_if(sorted.begin(), sorted.end(), [&](Duration value) {
    return value <= scenario.objectives[0].target;
  });
  CHECK(recovery.met_fraction == static_cast<double>(met) / 1'000.0);
  CHECK(recovery.verdict == Verdict::met);
  double shares = 0.0;
  for (const StepPrediction& step : prediction.steps) {
    shares += step.critical_share;
  }
  CHECK(shares == Approx(1.0));
  REQUIRE(prediction.stories.size() == 2);
  CHECK(samples.objectives[0][prediction.stories[1].replication] == sorted.back());
  CHECK(samples.objectives[0][prediction.stories[0].replication] == sorted[499]);
}

TEST_CASE("verdicts follow the interval, not the estimate") {
  CHECK(judge(0.95, 0.951, 0.99) == Verdict::met);
  CHECK(judge(0.95, 0.95, 0.99) == Verdict::met);
  CHECK(judge(0.95, 0.90, 0.949) == Verdict::missed);
  CHECK(judge(0.95, 0.90, 0.96) == Verdict::inconclusive);
}

TEST_CASE("every phase sum is the recovery time plus the time to prove it and to full capacity") {
  const auto scenario = load_scenario("scenarios/library/regional-outage.json");
  REQUIRE(scenario);
  const Samples samples = simulate(*scenario, options(500, 1));
  for (std::size_t row = 0; row < 500; ++row) {
    Duration until_success{};
    for (std::size_t phase = 0; phase <= static_cast<std::size_t>(Phase::first_success); ++phase) {
      until_success += samples.phases[phase][row];
    }
    REQUIRE(until_success == std::min(samples.objectives[0][row], scenario->horizon));
  }
}
