// One recovery as a page: what became of each promise, the Gantt chart, every event with its time
// since the outage began, and what data was lost. Attempts that failed again and again take one
// line. Example: print(timeline_page(story, scenario, options));
#pragma once

#include <string>

#include "models/recovery/prediction.hpp"
#include "reports/page.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

[[nodiscard]] std::string timeline_page(const Story& story, const Scenario& scenario,
                                        const PageOptions& options);

}  // namespace firedrill
