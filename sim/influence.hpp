// Which assumptions the answer rests on: each parameter is multiplied and divided by 1.25 under the
// same luck, and ranked by the largest change it makes to any objective.
// Example: rank_assumptions(assembled, prediction, {.seed = 1, .replications = 2'000});
#pragma once

#include "models/recovery/prediction.hpp"
#include "models/text/document.hpp"
#include "sim/monte_carlo.hpp"

namespace firedrill {

// Fills in `influence` and `moves` of every assumption in `prediction` and sorts them, most
// influential first. `assembled` is the document the scenario was read from.
void rank_assumptions(const Document& assembled, Prediction& prediction,
                      const SimulationOptions& options);

}  // namespace firedrill
