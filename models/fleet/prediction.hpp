// What the simulation of a training study came to, summed up over its replications; means carry
// 95 % intervals (normal, over replications). Times of the job are shares of the horizon.
// Example: prediction.effective_ratio.mean  // 0.91 of the time is useful training
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/units.hpp"
#include "models/chance/estimate.hpp"

namespace firedrill {

// Where the time of a training job goes, in the order of FleetTally.
inline constexpr std::array<std::string_view, 6> time_uses{"useful",    "lost",    "checkpointing",
                                                           "detecting", "waiting", "restarting"};

// Of one replication and the next: the quantiles that are reported of a figure.
inline constexpr std::array<double, 3> spread_shares{0.05, 0.50, 0.95};

// One cause of failure over the whole horizon.
struct CausePrediction {
  std::string name{};
  std::uint32_t sources = 0;
  MeanEstimate failures{};  // in one replication
};

// How many of all single failures (or recoveries) kept to a limit of the study.
struct LimitPrediction {
  Duration limit{};
  std::uint64_t count = 0;   // that kept to it
  std::uint64_t trials = 0;  // all of them, over all replications
  Interval interval{};       // 95 % of the fraction, as for objectives of recovery
};

// How often to save.
struct CheckpointAdvice {
  Duration chosen{};                // the interval of the study
  Duration write{};                 // one checkpoint
  Duration mtbf{};                  // of the job, were nodes restored at once
  std::optional<Duration> young{};  // none if nothing ever fails or a checkpoint costs nothing
  std::optional<Duration> daly{};
  struct Point {
    Duration interval{};
    MeanEstimate goodput{};
    MeanEstimate behind_best{};
  };
  std::vector<Point> simulated{};         // under the very same failures; empty if not asked for
  std::optional<MeanEstimate> optimum{};  // [s], of the simulated curve
};

struct TrainingPrediction {
  std::string name{};
  std::string title{};
  std::string digest{};
  std::uint64_t seed = 0;
  std::uint64_t replications = 0;
  Duration horizon{};
  int nodes = 0;  // of the job
  int accelerators = 0;
  MeanEstimate effective_ratio{};  // ETTR: useful training over the horizon
  std::array<double, spread_shares.size()> effective_spread{};  // its quantiles over replications
  MeanEstimate goodput{};  // beside the full job without failures or checkpoints
  MeanEstimate nodes_up{};
  MeanEstimate interruptions{};                // in one replication
  std::optional<MeanEstimate> mean_between{};  // interruptions [s]; none if a replication had none
  std::array<MeanEstimate, time_uses.size()> times{};
  std::vector<CausePrediction> causes{};
  std::optional<LimitPrediction> detection{};
  std::optional<LimitPrediction> recovery{};
  CheckpointAdvice advice{};
};

}  // namespace firedrill
