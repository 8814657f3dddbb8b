// How much waited to cross between regions before an outage, as a picture (SVG): a chart of each
// stream of which anything waited, bytes over time until the fault, and below it a bar while the
// oldest had waited for longer than the strictest promise about it allows.
// Example: backlog_picture(prediction.backlog, scenario)  // "<svg ...", or empty: nothing waited
#pragma once

#include <string>
#include <vector>

#include "models/recovery/backlog.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

[[nodiscard]] std::string backlog_picture(const std::vector<BacklogCurve>& curves,
                                          const Scenario& scenario);

}  // namespace firedrill
