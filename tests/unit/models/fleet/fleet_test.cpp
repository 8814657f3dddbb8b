// Sources, rates and throughput of a fleet, by hand.
#include "models/fleet/fleet.hpp"

#include <catch2/catch.hpp>

#include "models/fleet/tally.hpp"
#include "models/fleet/training_run.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

FailureCause cause(int nodes, double mean_life) {
  FailureCause made;
  made.nodes = nodes;
  made.time_between_failures = Distribution{Exponential{mean_life}};
  made.restoration = Repair{};
  return made;
}

}  // namespace

TEST_CASE("a cause has a source for each group of nodes, the last one perhaps smaller") {
  CHECK(source_count(cause(1, 1.0), 40) == 40);
  CHECK(source_count(cause(16, 1.0), 40) == 3);
  CHECK(source_count(cause(16, 1.0), 48) == 3);
  CHECK(source_count(cause(0, 1.0), 40) == 1);
}

TEST_CASE("a job meets the failures of every source it stands on") {
  Fleet fleet;
  fleet.nodes = 100;
  fleet.causes = {cause(1, 1'000.0), cause(16, 600.0), cause(0, 50.0)};
  CHECK(failure_rate(fleet, 40) == Approx(40.0 / 1'000.0 + 3.0 / 600.0 + 1.0 / 50.0));
  fleet.causes[0].lemons = {0.1, 5.0};
  CHECK(failure_rate(fleet, 40) == Approx(40.0 * 1.4 / 1'000.0 + 3.0 / 600.0 + 1.0 / 50.0));
  fleet.causes[0].restoration = NodeStart{};
  CHECK(failure_rate(fleet, 40) == Approx(40.0 / 920.0 + 3.0 / 600.0 + 1.0 / 50.0));
}

TEST_CASE("a checkpoint takes as long as its volume, or as it is said to") {
  Checkpointing checkpointing;
  checkpointing.write = CheckpointVolume{Bytes{2'300'000'000'000}, Rate{57.5e9}};  // BLOOM-176B
  CHECK(write_time(checkpointing) == 40s);
  checkpointing.blocking_share = 0.25;
  CHECK(blocking_time(checkpointing) == 10s);
  checkpointing.write = Duration{8s};
  CHECK(blocking_time(checkpointing) == 2s);
}

TEST_CASE("a smaller job is slower in proportion and by its scaling efficiency") {
  TrainingRun run;
  run.nodes = 8;
  run.scaling_efficiency = 0.9;
  CHECK(relative_throughput(run, 8) == 1.0);
  CHECK(relative_throughput(run, 4) == Approx(0.45));
}

TEST_CASE("a node start is abandoned after a thousand refusals") {
  NodeStart start;
  start.refusal_wait = Distribution{Constant{1.0}};
  start.refusal_probability = 1.0;
  Draws draws{StreamKey{1, "start"}, 0};
  CHECK(sample_node_start(start, draws).ready == never);
  start.refusal_probability = 0.0;
  start.launch = Distribution{Constant{180.0}};
  CHECK(sample_node_start(start, draws).ready == 180s);
}

TEST_CASE("a tally's shares are of its six times together") {
  FleetTally tally;
  tally.useful = 50h;
  tally.lost = 10h;
  tally.checkpointing = 6h;
  tally.detecting = 1h;
  tally.waiting = 31h;
  tally.restarting = 2h;
  tally.work = to_seconds(40h);
  tally.interruptions = 4;
  CHECK(total_time(tally) == 100h);
  CHECK(effective_training_ratio(tally) == Approx(0.5));
  CHECK(goodput(tally) == Approx(0.4));
  CHECK(mean_time_between_interruptions(tally) == 17h);
}

TEST_CASE("a defect costs a test and another start, or shows later where nobody tests") {
  NodeStart start;
  start.launch = Distribution{Constant{180.0}};
  start.defect_probability = 0.5;
  start.test_length = Distribution{Constant{60.0}};
  start.defect_shows = Distribution{Constant{7200.0}};
  constexpr int draws_made = 2'000;
  double tested = 0.0;
  int broken = 0;
  for (std::uint64_t replication = 0; replication < draws_made; ++replication) {
    Draws draws{StreamKey{1, "start"}, replication};
    start.skips_tests = false;
    const StartedNode safe = sample_node_start(start, draws);
    CHECK(safe.breaks_after == never);
    CHECK(safe.ready % Duration{240s} == Duration::zero());
    tested += to_seconds(safe.ready);
    start.skips_tests = true;
    Draws again{StreamKey{1, "start"}, replication};
    const StartedNode quick = sample_node_start(start, again);
    CHECK(quick.ready == Duration{180s});
    // The same luck: broken are those whose test would have failed at first.
    CHECK((quick.breaks_after == Duration{2h}) == (safe.ready > Duration{240s}));
    broken += quick.breaks_after == never ? 0 : 1;
  }
  // Geometric: 2 starts in the mean, with a variance of 2; five standard errors.
  CHECK(tested / draws_made == Approx(480.0).margin(5.0 * 240.0 * std::sqrt(2.0 / draws_made)));
  CHECK(broken == Approx(1000).margin(5.0 * std::sqrt(500.0)));
}
