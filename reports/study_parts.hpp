// What the pages and the JSON of studies (of a training run, of a year) have in common: what they
// rest on, and means with their intervals.
// Example: page += assumptions_part(study.assumptions, options);
#pragma once

#include <string>
#include <vector>

#include "models/chance/estimate.hpp"
#include "reports/json_text.hpp"
#include "reports/page.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// "1,234" or "0.052": a mean number of things.
[[nodiscard]] std::string count_text(double value);

// A heading and every parameter that a study has read; empty if it has read none.
[[nodiscard]] std::string assumptions_part(const std::vector<Assumption>& assumptions,
                                           const PageOptions& options);

[[nodiscard]] nlohmann::ordered_json assumptions_json(const std::vector<Assumption>& assumptions);

// {"mean": ..., "ci95": [..., ...]}
[[nodiscard]] nlohmann::ordered_json mean_json(const MeanEstimate& estimate);

}  // namespace firedrill
