// Fleets whose course can be reckoned by hand, to the nanosecond, and what must never change.
#include "sim/fleet_simulation.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/sim/fleet_fixture.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// Work 20 min, stand still 4 min for a checkpoint; 7 min to restart.
FleetStudy timed(int nodes, Duration horizon) {
  FleetStudy study = undisturbed(nodes);
  study.run.restart = fixed(7min);
  study.run.checkpointing = {.interval = Duration{20min}, .write = Duration{4min}};
  study.horizon = horizon;
  return study;
}

// Noticed after 5 min, mended in 30.
FailureCause switch_failures(int nodes, Distribution life) {
  FailureCause cause;
  cause.name = "switch";
  cause.nodes = nodes;
  cause.time_between_failures = std::move(life);
  cause.detection.delay = fixed(5min);
  cause.restoration = Repair{fixed(30min), std::nullopt};
  return cause;
}

// Either the one or the other, equally likely.
Distribution either(Duration one, Duration other) {
  return Distribution{Empirical{{to_seconds(one), to_seconds(other)}}};
}

// Five nodes behind two switches, 0 to 2 and 3 to 4, of which the first alone fails, after 100 min.
struct HalfLost {
  FleetStudy study = timed(5, 190min);

  HalfLost() {
    study.run.minimum_nodes = 2;
    study.run.scaling_efficiency = 0.9;
    study.fleet.causes = {switch_failures(3, either(100min, 200min))};
  }
  // The first replication in which, of each cause, the first source has the shorter life and the
  // second the longer one.
  std::uint64_t replication() const {
    for (std::uint64_t number = 0;; ++number) {
      const auto fits = [&](const FailureCause& cause) {
        FailureProcess process{cause, 5, 1};
        process.begin(number);
        return process.life(0) < process.life(1);
      };
      if (std::all_of(study.fleet.causes.begin(), study.fleet.causes.end(), fits)) {
        return number;
      }
    }
  }
  FleetTally tally() const { return FleetSimulation{study, 1}.run(replication()); }
};

}  // namespace

TEST_CASE("what stops the job alone costs detection, restart and the work since the checkpoint") {
  FleetStudy study = timed(4, 220min);
  study.fleet.causes = {switch_failures(0, fixed(100min))};
  // 100 min: four checkpoints and 4 min of work; again from 112 to 215: four and 7 min.
  study.fleet.causes[0].restoration = Repair{fixed(10min), std::nullopt};
  FleetSimulation simulation{study, 1};
  const FleetTally& tally = simulation.run(0);
  CHECK(tally.useful == 160min);
  CHECK(tally.lost == 11min);
  CHECK(tally.checkpointing == 32min);
  CHECK(tally.detecting == 10min);
  CHECK(tally.waiting == 0min);
  CHECK(tally.restarting == 7min);
  CHECK(tally.interruptions == 2);
  CHECK(tally.recoveries == 1);
  CHECK(tally.failures == std::vector<std::uint64_t>{2});
  CHECK(tally.nodes_up == 4.0);
  CHECK(mean_time_between_interruptions(tally) == 105min);
}

TEST_CASE("a job that can do with fewer nodes goes on with them and takes the others back") {
  HalfLost half;
  SECTION("at its next finished checkpoint") {
    // 100 min: 80 saved. 112: again, on two of five nodes. 135: nodes back; 136: a checkpoint ends.
    // 143 to 190: one checkpoint and 20 min of work, and 3 min into the next one.
    const FleetTally tally = half.tally();
    CHECK(tally.useful == 140min);
    CHECK(tally.lost == 4min);
    CHECK(tally.checkpointing == 27min);
    CHECK(tally.detecting == 5min);
    CHECK(tally.restarting == 14min);
    CHECK(tally.regrowths == 1);
    CHECK(tally.interruptions == 1);
    CHECK(tally.work / 60.0 == Approx(80.0 + 40.0 + 0.9 * 2.0 / 5.0 * 20.0).epsilon(1e-12));
    CHECK(tally.nodes_up == Approx(5.0 - 3.0 * 35.0 / 190.0).epsilon(1e-12));
  }
  SECTION("unless they have failed again by then") {
    // From 135.5 to 170.5; the next checkpoint ends at 184.
    FailureCause cable = switch_failures(3, either(135min + 30s, 500min));
    cable.name = "cable";
    half.study.fleet.causes.push_back(cable);
    const FleetTally tally = half.tally();
    CHECK(tally.regrowths == 1);
    CHECK(tally.useful == 140min);
    CHECK(tally.restarting == 7min + 6min);
    CHECK(tally.interruptions == 1);
  }
  SECTION("or only when it is stopped again") {
    half.study.run.regrows = false;
    const FleetTally tally = half.tally();
    CHECK(tally.useful == 146min);
    CHECK(tally.restarting == 7min);
    CHECK(tally.regrowths == 0);
    CHECK(tally.work / 60.0 == Approx(80.0 + 0.9 * 2.0 / 5.0 * 66.0).epsilon(1e-12));
  }
  SECTION("or waits, if they are too few") {
    half.study.run.minimum_nodes = 3;
    const FleetTally tally = half.tally();
    CHECK(tally.detecting == 5min);
    CHECK(tally.waiting == 30min);
    CHECK(tally.restarting == 7min);
    CHECK(tally.useful == 80min + 40min);
  }
  SECTION("or has spare nodes, and neither waits nor slows down") {
    half.study.run.nodes = 2;
    const FleetTally tally = half.tally();
    CHECK(tally.waiting == 0min);
    CHECK(tally.restarting == 7min);
    CHECK(tally.work == to_seconds(tally.useful));
    CHECK(tally.regrowths == 0);
  }
}

TEST_CASE("a failure that no monitor notices is found by people, or by the next restart") {
  FleetStudy study = timed(4, 200min);
  FailureCause silent = switch_failures(0, fixed(100min));
  silent.detection.unnoticed_share = 1.0;
  silent.detection.unnoticed_delay = fixed(60min);
  study.fleet.causes = {silent};
  study.limits.detection = 59min;
  study.limits.recovery = 67min;
  FleetSimulation alone{study, 1};
  FleetTally tally = alone.run(0);
  CHECK(tally.detecting == 60min);
  CHECK(tally.detected_within_limit == 0);
  CHECK(tally.recovered_within_limit == 1);

  // Meanwhile the hung job's switch fails, too, which monitoring notices 5 min later.
  FailureCause loud = switch_failures(0, fixed(110min));
  loud.name = "loud";
  study.fleet.causes.push_back(loud);
  study.limits = {.detection = 5min, .recovery = 21min};
  FleetSimulation both{study, 1};
  tally = both.run(0);
  CHECK(tally.detecting == 15min);
  CHECK(tally.interruptions == 1);
  CHECK(tally.failures == std::vector<std::uint64_t>{1, 1});
  CHECK(tally.detected_within_limit == 1);
  CHECK(tally.recoveries == 1);
  CHECK(tally.recovered_within_limit == 0);  // after 22 min

  // Stopped again at 130, it hangs until that is noticed at 190: what is noticed at 160 is the
  // silent failure, whose node has been found long since.
  FailureCause late = silent;
  late.name = "late";
  late.time_between_failures = fixed(130min);
  study.fleet.causes.push_back(late);
  FleetSimulation all{study, 1};
  CHECK(all.run(0).detecting == 15min + 60min);
}

TEST_CASE("a failure during the restart stops it, and the recovery counts from the first") {
  FleetStudy study = timed(4, 150min);
  FailureCause first = switch_failures(0, fixed(100min));
  FailureCause second = switch_failures(0, fixed(108min));
  second.name = "second";
  study.fleet.causes = {first, second};
  const Duration limit = GENERATE(19min, 20min);  // it takes 20 min
  study.limits.recovery = limit;
  FleetSimulation simulation{study, 1};
  const FleetTally& tally = simulation.run(0);
  CHECK(tally.interruptions == 2);
  CHECK(tally.recoveries == 1);
  CHECK(tally.detecting == 10min);
  CHECK(tally.restarting == 3min + 7min);
  CHECK(tally.recovered_within_limit == (limit == 20min ? 1 : 0));
}

TEST_CASE("a node that two causes hold down is up when neither does any more") {
  FleetStudy study = timed(2, 200min);
  FailureCause power = switch_failures(2, fixed(120min));
  power.name = "power";
  study.fleet.causes = {switch_failures(1, fixed(100min)), power};
  FleetSimulation simulation{study, 1};
  const FleetTally& tally = simulation.run(0);
  // Both nodes 100 to 135 and, by the power, 120 to 155; then up to the end.
  CHECK(tally.nodes_up == Approx(2.0 * 145.0 / 200.0).epsilon(1e-12));
  CHECK(tally.detecting == 5min);
  CHECK(tally.waiting == 50min);
  CHECK(tally.failures == std::vector<std::uint64_t>{2, 1});
}

TEST_CASE("one repairer mends one node after the other, in the order of detection") {
  FleetStudy study = timed(3, 200min);
  study.fleet.causes = {switch_failures(1, fixed(100min))};
  study.fleet.causes[0].restoration = Repair{fixed(30min), 1};
  FleetSimulation simulation{study, 1};
  const FleetTally& tally = simulation.run(0);
  // All three at 100, noticed at 105, back at 135, 165 and 195.
  CHECK(tally.waiting == 90min);
  CHECK(tally.nodes_up == Approx(3.0 - (35.0 + 65.0 + 95.0) / 200.0).epsilon(1e-12));
  CHECK(simulation.time_with_down()[2] == 30min);
}

TEST_CASE("a fleet in service fails by its age, not by the job's") {
  FleetStudy study = timed(2, 200min);
  study.fleet.causes = {switch_failures(2, fixed(100min))};
  study.fleet.in_service = 110min;
  // Down 100 to 135: the job begins without nodes at 110, trains from 142, is hit at 235.
  FleetSimulation simulation{study, 1};
  const FleetTally& tally = simulation.run(0);
  CHECK(tally.failures == std::vector<std::uint64_t>{1});
  CHECK(tally.waiting == 25min + 30min);
  CHECK(tally.restarting == 7min + 7min);
  CHECK(tally.interruptions == 1);
  CHECK(tally.useful + tally.lost + tally.checkpointing == 93min + 33min);
  CHECK(simulation.time_with_down()[2] == 25min + 35min);
  CHECK(tally.nodes_up == Approx(2.0 - 2.0 * 60.0 / 200.0).epsilon(1e-12));
}

TEST_CASE("nothing disturbed is nothing lost") {
  const FleetStudy study = undisturbed(8);
  FleetSimulation simulation{study, 1};
  const FleetTally& tally = simulation.run(0);
  CHECK(tally.useful == study.horizon);
  CHECK(goodput(tally) == 1.0);
  CHECK(mean_time_between_interruptions(tally) == never);
  CHECK(accelerator_hours(study, tally.useful) == Approx(64.0 * 8'760.0));
}
