// How much waited to cross between regions before an outage, as a picture in `simulate`:
// bytes over time, and below them when the oldest waited for longer than a promise allows, which is
// when an outage would have missed it, however little waited.
// Example: backlog_part(prediction.backlog, scenario, options) begins "BACKLOG"
#pragma once

#include <optional>
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

// The strictest promise about what crosses to the replica [s]; none if there is none.
[[nodiscard]] std::optional<double> promised_age(const Scenario& scenario,
                                                 const std::string& replica);

// The most that waited of the curve and the oldest that did, each on its own.
[[nodiscard]] BacklogPoint most_of(const BacklogCurve& curve);

// What waited at the fault and before it, as a sentence. The curve has points.
[[nodiscard]] std::string waited_words(const BacklogCurve& curve);

// The least of the usual steps of time, from 10 s to a week, that is not below `least` [s].
[[nodiscard]] double round_step(double least);

}  // namespace firedrill
