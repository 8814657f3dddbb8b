// Small building blocks of fleet studies for tests: laws in hours or minutes, a job that restarts
// at once, one cause that is noticed and mended at once unless the test says otherwise.
// Example: FleetStudy study = undisturbed(8); study.fleet.causes = {node_failures(24h)};
#pragma once

#include <catch2/catch.hpp>
#include <chrono>

#include "models/fleet/training_run.hpp"
#include "sim/fleet_runs.hpp"

namespace firedrill {

inline Distribution fixed(Duration time) { return Distribution{Constant{to_seconds(time)}}; }
inline Distribution memoryless(Duration mean_time) {
  return Distribution{Exponential{to_seconds(mean_time)}};
}

// Every node by itself, without memory, detected and repaired in no time.
inline FailureCause node_failures(Duration mean_life) {
  FailureCause cause;
  cause.name = "node";
  cause.time_between_failures = memoryless(mean_life);
  cause.restoration = Repair{};
  return cause;
}

inline double interruptions(const FleetTally& tally) {
  return static_cast<double>(tally.interruptions);
}
inline double hours_between_interruptions(const FleetTally& tally) {
  return to_seconds(mean_time_between_interruptions(tally)) / 3600.0;
}

// A job on all `nodes` nodes that nothing stops, and that saves every hour in no time.
inline FleetStudy undisturbed(int nodes) {
  using namespace std::chrono_literals;
  FleetStudy study;
  study.fleet.nodes = nodes;
  study.fleet.accelerators_per_node = 8;
  study.run.nodes = nodes;
  study.run.minimum_nodes = nodes;
  study.run.checkpointing.interval = Duration{1h};
  study.run.checkpointing.write = Duration::zero();
  study.horizon = 8'760h;
  return study;
}

// Further than this from its expected value, in standard errors, happens to a normal estimate once
// in 150,000 times.
inline constexpr double alarm_threshold = 4.5;

inline void check_estimate(const MeanEstimate& estimate, double expected) {
  INFO("estimated " << estimate.mean << " +- " << estimate.standard_error << ", expected "
                    << expected);
  CHECK(std::abs(estimate.mean - expected) <= alarm_threshold * estimate.standard_error);
}

// The estimate is precise enough to tell `expected` from the value a likely mistake would give.
inline void check_tells_apart(const MeanEstimate& estimate, double expected, double mistaken) {
  INFO("standard error " << estimate.standard_error << ", expected " << expected << ", mistaken "
                         << mistaken);
  CHECK(std::abs(expected - mistaken) > 2.0 * alarm_threshold * estimate.standard_error);
}

}  // namespace firedrill
