// The fleets that the benchmarks simulate, and the SimPy and SimGrid programs beside them: nodes
// that fail 6.5 times in 1,000 node-days (Kokolis et al. 2024), noticed after 30 s, repaired in a
// day on average; a job on all but a tenth of the nodes that restarts in 200 s and takes 30 s for a
// checkpoint every 10 min; a year. Example: const FleetStudy study = benchmark_fleet(100'000);
#pragma once

#include <chrono>

#include "models/fleet/training_run.hpp"

namespace firedrill {

inline FleetStudy benchmark_fleet(int nodes) {
  using namespace std::chrono_literals;
  FailureCause cause;
  cause.name = "node";
  cause.time_between_failures = Distribution{Exponential{86'400.0 / 6.5e-3}};
  cause.detection.delay = Distribution{Constant{30.0}};
  cause.restoration = Repair{Distribution{Exponential{86'400.0}}, std::nullopt};
  FleetStudy study;
  study.fleet.nodes = nodes;
  study.fleet.accelerators_per_node = 8;
  study.fleet.causes = {cause};
  study.run.nodes = nodes - nodes / 10;
  study.run.minimum_nodes = study.run.nodes;
  study.run.restart = Distribution{Constant{200.0}};
  study.run.checkpointing = {
      .interval = Duration{10min}, .write = Duration{30s}, .blocking_share = 1.0};
  study.horizon = 8'760h;
  return study;
}

}  // namespace firedrill
