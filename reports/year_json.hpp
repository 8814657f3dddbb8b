// A simulated year as "firedrill/year/1", for programs: docs/FORMATS.md says what each member
// means.
// Example: std::puts(year_json(prediction, study.assumptions).c_str());
#pragma once

#include <string>
#include <vector>

#include "models/recovery/year_prediction.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

[[nodiscard]] std::string year_json(const YearPrediction& prediction,
                                    const std::vector<Assumption>& assumptions);

}  // namespace firedrill
