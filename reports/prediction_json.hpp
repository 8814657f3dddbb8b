// A prediction for programs: "firedrill/prediction/1" (docs/FORMATS.md, scenarios/schema).
// Says of itself that it is SIMULATED; null stands for a quantile beyond the horizon, for a bound
// that the replications are too few for, and for an influence that was not examined. Example:
// print(prediction_json(summarise(scenario, samples), scenario));
#pragma once

#include <string>

#include "models/recovery/prediction.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

[[nodiscard]] std::string prediction_json(const Prediction& prediction, const Scenario& scenario);

}  // namespace firedrill
