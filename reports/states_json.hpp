// The prediction of a model of states as JSON, "firedrill/states/1"; see docs/FORMATS.md.
// Simulated means are objects of `mean` and `ci95`; `exact` is null where a law is not exponential.
// Example: print(states_json(prediction, study.assumptions));
#pragma once

#include <string>
#include <vector>

#include "models/states/prediction.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

[[nodiscard]] std::string states_json(const StatesPrediction& prediction,
                                      const std::vector<Assumption>& assumptions);

}  // namespace firedrill
