// A plan as a drawing (SVG 1.1): regions side by side, components inside, arrows for what depends
// on what and what is copied where; single points of failure stand out, in black and white too.
// Example: write_files(".", {{"plan.svg", plan_map(plan, analyse(plan, {}))}});
#pragma once

#include <string>

#include "models/analysis/plan_analysis.hpp"

namespace firedrill {

// An SVG document of its own: no style sheet, no script, no font but the viewer's monospaced one.
[[nodiscard]] std::string plan_map(const Plan& plan, const PlanAnalysis& analysis);

}  // namespace firedrill
