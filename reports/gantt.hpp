// One recovery as a Gantt chart for the terminal: a row for the detection, each step of the runbook
// and each promised service, against the time since the outage began. Glyphs say who does a step.
// What takes far longer than the services is cut off, and says in the last column when it ended.
// Example:
//   update_dns_records    ███×░░░▓▓▓×┈┈▓▓▓        2 h 05 min
#pragma once

#include <string>

#include "models/recovery/timeline.hpp"
#include "reports/page.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

[[nodiscard]] std::string gantt(const Timeline& timeline, const Scenario& scenario,
                                const PageOptions& options);

// The lines that say what the glyphs mean.
[[nodiscard]] std::string gantt_legend(const PageOptions& options);

}  // namespace firedrill
