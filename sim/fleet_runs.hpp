// Many replications of a fleet study, over threads. Replication k draws the same luck whatever the
// number of threads, and results are kept by replication, so nothing depends on who ran what.
// Example: const FleetSamples samples = simulate_fleet(study, {.seed = 7, .replications = 100});
//          estimate_of(samples, effective_training_ratio).mean
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "models/chance/estimate.hpp"
#include "models/fleet/tally.hpp"
#include "models/fleet/training_run.hpp"
#include "sim/duration_sum.hpp"

namespace firedrill {

struct FleetOptions {
  std::uint64_t seed = 1;
  std::uint64_t replications = 100;
  unsigned threads = 0;  // 0: as many as there are processors
  // Called with the share done by the thread that called simulate_fleet; may throw to end it.
  std::function<void(double)> progress{};
};

struct FleetSamples {
  std::vector<FleetTally> tallies;          // one a replication
  std::vector<DurationSum> time_with_down;  // entry k: k nodes down; over all replications

  // The share of all time during which exactly `nodes` nodes were down.
  [[nodiscard]] double share_with_down(std::size_t nodes) const;
};

[[nodiscard]] FleetSamples simulate_fleet(const FleetStudy& study, const FleetOptions& options);

// A figure of each tally, averaged over at least two replications, with its 95 % interval.
using TallyFigure = double (*)(const FleetTally& tally);
[[nodiscard]] MeanEstimate estimate_of(const FleetSamples& samples, TallyFigure figure);

}  // namespace firedrill
