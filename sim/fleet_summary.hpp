// Sums the replications of a training study up into a prediction, and asks the simulation how often
// to save, beside the formulas.
// Example: TrainingPrediction prediction = summarise(study, samples, options);
//          prediction.advice = advise(study.fleet_study, options, true);
#pragma once

#include "models/fleet/prediction.hpp"
#include "scenarios/training_study.hpp"
#include "sim/fleet_runs.hpp"

namespace firedrill {

// `samples` are those of `study` with `options`; at least two replications. The advice is without
// simulated intervals.
[[nodiscard]] TrainingPrediction summarise(const TrainingStudy& study, const FleetSamples& samples,
                                           const FleetOptions& options);

// Young's and Daly's intervals, and, if `simulates`, the goodput of seven intervals around Daly's.
[[nodiscard]] CheckpointAdvice advise(const FleetStudy& study, const FleetOptions& options,
                                      bool simulates);

}  // namespace firedrill
