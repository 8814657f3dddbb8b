// Splitting by replay: the same answers as plain simulation where that can give any, right on
// average, and replayed paths that are what they were.
#include <algorithm>
#include <catch2/catch.hpp>

#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"
#include "sim/rare_recovery.hpp"
#include "sim/replicator.hpp"

using namespace firedrill;

namespace {

Scenario outage_with_target(const char* target) {
  const auto scenario = load_scenario("scenarios/library/regional-outage.json",
                                      std::vector<Setting>{{"/plan/objectives/0/target", target}});
  REQUIRE(scenario);
  return *scenario;
}

}  // namespace

TEST_CASE("a branch keeps what has happened and changes what comes") {
  const Scenario scenario = outage_with_target("1 h");
  Replicator replicator{scenario, 1};
  const auto look = [](std::uint64_t, const Timeline&, Duration) {};
  for (std::uint64_t replication = 0; replication < 20; ++replication) {
    replicator.run(replication);
    const std::vector<Event> plain = replicator.timeline().events();
    replicator.run(replication, {}, look);
    CHECK(replicator.timeline().digest() == replay(scenario, 1, replication).digest());
    std::size_t before = 0;
    replicator.run(replication, {{10, 1'000'000 + replication}},
                   [&before](std::uint64_t count, const Timeline& timeline, Duration) {
                     before = count == 10 ? timeline.events().size() : before;
                   });
    const auto& branched = replicator.timeline().events();
    REQUIRE(before > 0);
    for (std::size_t index = 0; index < before; ++index) {
      CHECK(branched[index].answered == plain[index].answered);
    }
    CHECK(replicator.timeline().digest() != replay(scenario, 1, replication).digest());
    // The same branch again is the same recovery, and the next plain one knows nothing of it.
    const auto digest = replicator.timeline().digest();
    replicator.run(replication, {{10, 1'000'000 + replication}}, look);
    CHECK(replicator.timeline().digest() == digest);
    replicator.run(replication);
    CHECK(replicator.timeline().digest() == replay(scenario, 1, replication).digest());
  }
}

TEST_CASE("splitting agrees with plain simulation of the regional outage", "[long]") {
  const Scenario scenario = outage_with_target("10 h");
  SimulationOptions plain;
  plain.replications = 20'000;
  plain.seed = 99;
  const Samples samples = simulate(scenario, plain);
  const auto& values = samples.objectives[0];
  const auto missed =
      static_cast<double>(std::count_if(values.begin(), values.end(), [&](Duration value) {
        return value > scenario.objectives[0].target;
      }));
  const double share = missed / static_cast<double>(plain.replications);
  const double plain_error = std::sqrt(share * (1.0 - share) / 20'000.0);
  for (const RareMethod method :
       {RareMethod::fixed_effort, RareMethod::restart, RareMethod::adaptive}) {
    RareOptions options;
    options.method = method;
    options.repetitions = 100;  // small ones: it is the mean that must be right
    options.arrivals = 25;
    const RarePrediction rare = predict_rare(scenario, 0, options);
    INFO(static_cast<int>(method) << ": " << rare.probability.mean << " +- "
                                  << rare.probability.standard_error << ", plain " << share
                                  << " +- " << plain_error << ", levels " << rare.levels.size()
                                  << ", paths " << rare.paths);
    CHECK(rare.levels.size() >= 2);
    CHECK(std::abs(rare.probability.mean - share) <
          3.3 * std::hypot(plain_error, rare.probability.standard_error));
    CHECK(rare.probability.standard_error < 0.1 * share);
    REQUIRE_FALSE(rare.ways.empty());
    CHECK(rare.ways.front().story->timeline.events().size() > 10);
    double shares = 0.0;
    for (const RareWay& way : rare.ways) {
      shares += way.share;
    }
    CHECK(shares == Approx(1.0));
  }
}

TEST_CASE("splitting of an outage is the same on any number of threads", "[threads]") {
  const Scenario scenario = outage_with_target("10 h");
  RareOptions options;
  options.arrivals = 5;
  options.repetitions = 3;
  for (const RareMethod method :
       {RareMethod::fixed_effort, RareMethod::restart, RareMethod::adaptive}) {
    options.method = method;
    options.threads = 1;
    const double once = predict_rare(scenario, 0, options).probability.mean;
    options.threads = 3;
    CHECK(predict_rare(scenario, 0, options).probability.mean == once);
  }
}
