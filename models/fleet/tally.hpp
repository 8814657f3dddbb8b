// What a training run on a fleet came to in one replication: where its time went, how often it was
// stopped and by what. The six times add up to the horizon exactly, to the nanosecond.
// Example: to_seconds(tally.useful) / to_seconds(study.horizon)  // effective training time ratio
#pragma once

#include <cstdint>
#include <vector>

#include "models/base/units.hpp"

namespace firedrill {

struct FleetTally {
  // Where the job's time went.
  Duration useful{};         // training whose result was kept
  Duration lost{};           // training done after the last checkpoint that could be used
  Duration checkpointing{};  // standing still for a checkpoint
  Duration detecting{};      // hung, until the failure is detected
  Duration waiting{};        // for enough nodes
  Duration restarting{};     // loading, connecting, compiling; also when another failure ends it

  double work = 0.0;  // useful time, weighted by relative throughput [s at full strength]

  std::uint64_t interruptions = 0;      // failures that stopped the running or restarting job
  std::uint64_t recoveries = 0;         // returns to training after one or several interruptions
  std::uint64_t regrowths = 0;          // stops at a checkpoint to take nodes back
  std::vector<std::uint64_t> failures;  // of each cause, whether or not they hit the job

  std::uint64_t detected_within_limit = 0;   // of all failures
  std::uint64_t recovered_within_limit = 0;  // of all recoveries

  double nodes_up = 0.0;  // mean over the horizon
};

// The effective training time ratio (ETTR): the share of the horizon that is useful training.
// Source: Kokolis et al., "Revisiting reliability in large-scale machine learning research
// clusters" (2024).
[[nodiscard]] double effective_training_ratio(const FleetTally& tally);

// The share of the throughput that the full job would have without any failure or checkpoint.
[[nodiscard]] double goodput(const FleetTally& tally);

// Mean time between interruptions while the job is on its nodes (training, checkpointing,
// restarting); `never` without any.
[[nodiscard]] Duration mean_time_between_interruptions(const FleetTally& tally);

// The sum of the six times.
[[nodiscard]] Duration total_time(const FleetTally& tally);

}  // namespace firedrill
