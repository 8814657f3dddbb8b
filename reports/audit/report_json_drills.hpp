// The drills of a report for programs. What several drills have in common (a promise, a step, a
// duty, a scenario) stands once, in a table of its kind; a drill names rows of it by their place
// under "of", and beside that says column by column what became of each. Times are rounded to the
// millisecond, which no probe is fine enough to see; run.json has them as they were recorded.
// Example: drills_json(drills).drills[0]["steps"] is {"of": [0, 1], "started_s": [4.2, 9.7], ...}
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "reports/audit/report.hpp"

namespace firedrill {

struct DrillsJson {
  nlohmann::ordered_json tables;  // rows by kind: {"promises": [{"name": ...}, ...], ...}
  nlohmann::ordered_json drills;
};

[[nodiscard]] DrillsJson drills_json(const std::vector<ReportDrill>& drills);

}  // namespace firedrill
