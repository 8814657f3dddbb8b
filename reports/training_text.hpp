// The prediction of a training study as a page for the terminal: how much of the time trains, where
// the rest goes, what interrupts it, and how often to save.
// Example: print(training_page(prediction, study.assumptions, page_options()));
#pragma once

#include <string>

#include "models/fleet/prediction.hpp"
#include "reports/page.hpp"
#include "scenarios/training_study.hpp"

namespace firedrill {

[[nodiscard]] std::string training_page(const TrainingPrediction& prediction,
                                        const std::vector<Assumption>& assumptions,
                                        const PageOptions& options);

}  // namespace firedrill
