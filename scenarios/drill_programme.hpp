// Reads what a year's drills are laid out from (firedrill/drill-programme/1) with all that it
// names: the plan, the scenarios that can be drilled, the study that says how often incidents
// happen, and the corrective actions (firedrill/actions/1) whose re-tests are due.
// Example: const auto file = load_drill_programme("scenarios/drills/gaudi3-scale.json");
#pragma once

#include <string>
#include <vector>

#include "models/base/result.hpp"
#include "models/calendar/actions.hpp"
#include "models/calendar/programme.hpp"
#include "models/text/document.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

struct DrillProgrammeFile {
  Plan plan;
  DrillProgramme programme;
  std::vector<std::vector<Scenario>> scenarios;  // [exercise][candidate]
  std::vector<CorrectiveAction> actions;
};

// All errors at once. FD3060: no day of the calendar; FD3061: a period that ends before it begins;
// FD3062: a drill that the plan does not hold, is missing or stands twice; FD3020: a scenario of
// another plan.
[[nodiscard]] Result<DrillProgrammeFile> load_drill_programme(const std::string& path);

[[nodiscard]] Result<std::vector<CorrectiveAction>> load_actions(const std::string& path);
[[nodiscard]] Result<std::vector<CorrectiveAction>> read_actions(const Document& document);

}  // namespace firedrill
