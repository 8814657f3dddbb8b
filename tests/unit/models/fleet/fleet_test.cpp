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
  CHECK(sample_node_start(start, draws) == never);
  start.refusal_probability = 0.0;
  start.launch = Distribution{Constant{180.0}};
  CHECK(sample_node_start(start, draws) == 180s);
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
