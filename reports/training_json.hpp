// The prediction of a training study as JSON, "firedrill/training/1"; see docs/FORMATS.md.
// Means are objects of `mean` and `ci95`; times are shares of the horizon, spans seconds.
// Example: print(training_json(prediction, study.assumptions));
#pragma once

#include <string>

#include "models/fleet/prediction.hpp"
#include "scenarios/training_study.hpp"

namespace firedrill {

[[nodiscard]] std::string training_json(const TrainingPrediction& prediction,
                                        const std::vector<Assumption>& assumptions);

}  // namespace firedrill
