// "firedrill/analysis/1": the answer of `firedrill analyze` for programs (docs/FORMATS.md).
// Names stand where the model has indices; quantities are plain numbers whose unit ends the name.
// Example: print(analysis_json(plan, analyse(plan, {})));
#pragma once

#include <string>

#include "models/analysis/plan_analysis.hpp"

namespace firedrill {

[[nodiscard]] std::string analysis_json(const Plan& plan, const PlanAnalysis& analysis);

}  // namespace firedrill
