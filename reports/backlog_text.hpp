// How much waited to cross between regions before an outage, as a picture in `simulate`:
// bytes over time, and below them when the oldest waited for longer than a promise allows, which is
// when an outage would have missed it, however little waited.
// Example: backlog_part(prediction.backlog, scenario, options) begins "BACKLOG"
#pragma once

#include <string>
#include <vector>

#include "models/recovery/backlog.hpp"
#include "reports/page.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// A chart of each stream of which anything waited; empty if nothing did. The promise is the
// strictest of the scenario's about data that cross to the curve's replica.
[[nodiscard]] std::string backlog_part(const std::vector<BacklogCurve>& curves,
                                       const Scenario& scenario, const PageOptions& options);

}  // namespace firedrill
