// A prediction as the page a planner reads in a minute: which promises hold, what recovery is made
// of, what to improve first, what the answer rests on, the median and the worst recovery, how to go
// on. Says first that every figure is SIMULATED. Example: print(prediction_page(prediction,
// scenario, {.width = 100, .colour = true}));
#pragma once

#include <string>

#include "models/recovery/prediction.hpp"
#include "reports/page.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

[[nodiscard]] std::string prediction_page(const Prediction& prediction, const Scenario& scenario,
                                          const PageOptions& options);

}  // namespace firedrill
