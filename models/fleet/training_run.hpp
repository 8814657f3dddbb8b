// A training run on a fleet for months or years: how many nodes it wants and can do with, how it
// saves its state, how it restarts. Training is synchronous: one node lost stops the whole job,
// which goes back to its last finished checkpoint.
// Example: TrainingRun{.nodes = 8, .minimum_nodes = 6, .restart = Distribution{Constant{300.0}},
//   .checkpointing = {.interval = CheckpointRule::daly, .write = Duration{40s}}}
#pragma once

#include <variant>

#include "models/base/units.hpp"
#include "models/chance/distribution.hpp"
#include "models/fleet/fleet.hpp"

namespace firedrill {

// The interval that loses least by the formula of Young (1974) or Daly (2006), see
// models/theory/checkpoint.hpp, from the blocking part of a write and the fleet's failure_rate.
enum class CheckpointRule { young, daly };

// What one checkpoint writes and how fast.
struct CheckpointVolume {
  Bytes size;
  Rate bandwidth;
};

struct Checkpointing {
  std::variant<Duration, CheckpointRule> interval;  // of work between two checkpoints
  std::variant<Duration, CheckpointVolume> write;   // from its beginning until it can be used
  double blocking_share = 1.0;  // of the write, its first part, while the job stands still
};

struct TrainingRun {
  int nodes = 0;          // it wants
  int minimum_nodes = 0;  // it can run with; redistributed over them
  // Throughput of one node of n < nodes beside that of one node of the full job.
  double scaling_efficiency = 1.0;
  // A job on fewer nodes than it wants stops at its next finished checkpoint once nodes are back,
  // and restarts with them. Otherwise they join when the next failure stops it.
  bool regrows = true;
  Distribution restart;  // [s] from enough nodes to the first new step
  Checkpointing checkpointing;
};

// Promises on single failures, to be counted.
struct RecoveryLimits {
  Duration detection = never;
  Duration recovery = never;  // from the failure until the job trains again
};

// A training run on a fleet over `horizon`.
struct FleetStudy {
  Fleet fleet;
  TrainingRun run;
  Duration horizon{};
  RecoveryLimits limits;
};

// How long one checkpoint takes to write.
[[nodiscard]] Duration write_time(const Checkpointing& checkpointing);

// The part of it during which the job stands still.
[[nodiscard]] Duration blocking_time(const Checkpointing& checkpointing);

// Throughput with `nodes` nodes beside that of the full job, in [0, 1].
[[nodiscard]] double relative_throughput(const TrainingRun& run, int nodes);

// Accelerator-hours that `time` of the whole job is worth.
[[nodiscard]] double accelerator_hours(const FleetStudy& study, Duration time);

}  // namespace firedrill
