// What a result may depend on: the study, the seed and the number of the replication. And what of a
// study may change what else.
#include <catch2/catch.hpp>

#include "sim/fleet_simulation.hpp"
#include "tests/unit/sim/fleet_fixture.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// A bit of everything, on 64 nodes of which the job wants 60 and can do with 40.
FleetStudy busy_study() {
  FleetStudy study = undisturbed(64);
  study.run.nodes = 60;
  study.run.minimum_nodes = 40;
  study.run.restart = Distribution{Lognormal{300.0, 0.4}};
  study.run.checkpointing = {
      .interval = Duration{30min}, .write = Duration{5min}, .blocking_share = 0.2};
  FailureCause node;
  node.name = "node";
  node.time_between_failures = Distribution{Weibull{2e6, 0.7}};
  node.lemons = {0.05, 5.0};
  node.detection = {Distribution{Lognormal{60.0, 1.0}}, 0.1, memoryless(1h)};
  node.restoration = NodeStart{.launch = Distribution{Lognormal{600.0, 0.5}},
                               .refusal_probability = 0.3,
                               .refusal_wait = memoryless(2h),
                               .defect_probability = 0.1};
  FailureCause feed;
  feed.name = "feed";
  feed.nodes = 16;
  feed.time_between_failures = memoryless(2'000h);
  feed.detection.delay = fixed(2min);
  feed.restoration = Repair{memoryless(6h), 1};
  study.fleet.causes = {node, feed};
  study.limits = {2min, 20min};
  return study;
}

void check_same(const FleetTally& left, const FleetTally& right) {
  CHECK(left.useful == right.useful);
  CHECK(left.lost == right.lost);
  CHECK(left.waiting == right.waiting);
  CHECK(left.restarting == right.restarting);
  CHECK(left.work == right.work);
  CHECK(left.interruptions == right.interruptions);
  CHECK(left.detected_within_limit == right.detected_within_limit);
  CHECK(left.nodes_up == right.nodes_up);
}

}  // namespace

TEST_CASE("the times of a busy fleet add up to the horizon, whatever happens") {
  const FleetStudy study = busy_study();
  const FleetSamples samples = simulate_fleet(study, {1, 50, 1});
  FleetTally sum;
  for (const FleetTally& tally : samples.tallies) {
    REQUIRE(total_time(tally) == study.horizon);
    REQUIRE(tally.recoveries <= tally.interruptions);
    REQUIRE(tally.recovered_within_limit <= tally.recoveries);
    REQUIRE(tally.work <= to_seconds(tally.useful) * (1.0 + 1e-12));
    sum.lost += tally.lost;
    sum.detecting += tally.detecting;
    sum.waiting += tally.waiting;
    sum.regrowths += tally.regrowths;
    sum.detected_within_limit += tally.detected_within_limit;
  }
  CHECK(sum.lost > 0s);  // each part of the model is at work
  CHECK(sum.detecting > 0s);
  CHECK(sum.waiting > 0s);
  CHECK(sum.regrowths > 0);
  CHECK(sum.detected_within_limit > 0);
}

TEST_CASE("fleet replications are the same alone, again, and on any number of threads",
          "[threads]") {
  const FleetStudy study = busy_study();
  const FleetSamples one = simulate_fleet(study, {7, 12, 1});
  const FleetSamples many = simulate_fleet(study, {7, 12, 5});
  for (std::size_t index = 0; index < one.tallies.size(); ++index) {
    check_same(one.tallies[index], many.tallies[index]);
  }
  for (std::size_t down = 0; down <= 64; ++down) {
    CHECK(one.share_with_down(down) == many.share_with_down(down));
  }
  FleetSimulation simulation{study, 7};
  for (const std::uint64_t replication : {5U, 4U, 5U}) {
    check_same(simulation.run(replication), one.tallies[replication]);
  }
  CHECK(one.tallies[4].useful != one.tallies[5].useful);
  CHECK(simulate_fleet(study, {8, 6, 1}).tallies[5].useful != one.tallies[5].useful);
}

TEST_CASE("a cause that never strikes changes nothing") {
  const FleetStudy study = busy_study();
  FleetStudy larger = study;
  FailureCause idle = node_failures(1h);
  idle.name = "idle";
  idle.time_between_failures = fixed(100 * 8'760h);
  larger.fleet.causes.insert(larger.fleet.causes.begin(), idle);
  FleetSimulation before{study, 3}, after{larger, 3};
  check_same(before.run(0), after.run(0));
}

TEST_CASE("a node added to the fleet shifts no other's lives, detections and repairs") {
  const FleetStudy study = busy_study();
  for (const FailureCause& cause : study.fleet.causes) {
    FailureProcess small{cause, 64, 3}, large{cause, 100'000, 3};
    small.begin(2);
    large.begin(2);
    for (std::uint32_t source = 0; source < small.sources(); ++source) {
      for (int life = 0; life < 3; ++life) {
        REQUIRE(small.life(source) == large.life(source));
        REQUIRE(small.detection(source) == large.detection(source));
        REQUIRE(small.restoration(source) == large.restoration(source));
        small.renew(source);
        large.renew(source);
      }
    }
    CHECK(large.life(large.sources() - 1) != large.life(large.sources() - 2));
  }
}

TEST_CASE("how the fleet fails does not depend on the job") {
  FleetStudy study = busy_study();
  FleetSimulation before{study, 3};
  const FleetTally first = before.run(0);
  FleetStudy other = study;
  other.run.checkpointing.interval = Duration{3h};
  other.run.minimum_nodes = 60;
  other.run.restart = fixed(20min);
  FleetSimulation after{other, 3};
  const FleetTally& second = after.run(0);
  CHECK(second.failures == first.failures);
  CHECK(second.nodes_up == first.nodes_up);
  CHECK(second.useful != first.useful);
}
