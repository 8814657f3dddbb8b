// A simulated year as a page for a person: criteria and indicators first, then what the causes of
// incidents cost.
// Example: print(year_page(prediction, study.assumptions, page_options()));
#pragma once

#include <string>
#include <vector>

#include "models/recovery/year_prediction.hpp"
#include "reports/page.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

[[nodiscard]] std::string year_page(const YearPrediction& prediction,
                                    const std::vector<Assumption>& assumptions,
                                    const PageOptions& options);

}  // namespace firedrill
