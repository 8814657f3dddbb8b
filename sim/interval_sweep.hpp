// How often to save: the simulated goodput of a study at several checkpoint intervals, each under
// the very same failures, so that differences between intervals are more precise than the goodputs
// themselves; and where between them the optimum lies. Young's and Daly's formulas assume
// memoryless failures, nodes that are back at once and a blocking write; this assumes the study.
// Example: const auto sweep = sweep_intervals(study, spread_around(2h, 1.25, 5), options);
//          sweep.optimum->mean  // [s]
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "models/chance/estimate.hpp"
#include "models/fleet/training_run.hpp"
#include "sim/fleet_runs.hpp"

namespace firedrill {

struct IntervalSweep {
  struct Point {
    Duration interval{};
    MeanEstimate goodput;
    MeanEstimate behind_best;  // goodput of the best point less this one's, paired by replication
  };
  std::vector<Point> points;  // in the order they were asked for
  std::size_t best = 0;       // the highest mean goodput

  // Where the curve a/interval + b + c*interval, fitted to the inverse of the goodput by least
  // squares, is least: sqrt(a/c) [s], with its standard error (delta method) and 95 % interval.
  // The curve is the first order of the true one (Young 1974): intervals up to 1.6 times the
  // optimum and down to 1/1.6 of it put sqrt(a/c) wrong by 0.5 % at a write of mtbf/72, those
  // within 1.25 times by 0.1 %. None if sqrt(a/c) is not between the intervals.
  std::optional<MeanEstimate> optimum;
};

// At least three different intervals, two replications.
[[nodiscard]] IntervalSweep sweep_intervals(const FleetStudy& study,
                                            const std::vector<Duration>& intervals,
                                            const FleetOptions& options);

// `count` >= 2 intervals from middle/factor to middle*factor, evenly spaced on a logarithmic scale.
[[nodiscard]] std::vector<Duration> spread_around(Duration middle, double factor, int count);

}  // namespace firedrill
