// The prediction of a model of states as a page for the terminal: how much of the time the service
// works, where the rest goes, how likely and how soon the watched states are.
// Example: print(states_page(prediction, study.assumptions, page_options()));
#pragma once

#include <string>
#include <vector>

#include "models/states/prediction.hpp"
#include "reports/page.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

[[nodiscard]] std::string states_page(const StatesPrediction& prediction,
                                      const std::vector<Assumption>& assumptions,
                                      const PageOptions& options);

}  // namespace firedrill
