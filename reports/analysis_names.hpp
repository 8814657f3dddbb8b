// How the parts of a plan's analysis are called, on pages, in JSON and on the map: one wording for
// the same thing wherever a reader meets it.
// Example: describe(plan, task) == "promote database-replica"
#pragma once

#include <string>
#include <vector>

#include "models/analysis/plan_analysis.hpp"

namespace firedrill {

// "promote database-replica", "start 4 nodes of standby-cluster", ...
[[nodiscard]] std::string describe(const Plan& plan, const RecoveryTask& task);

// "dns", "a + b".
[[nodiscard]] std::string joined_names(const Plan& plan, const std::vector<Element>& elements,
                                       const std::string& separator);

// The components and regions that are a cut set alone, for any service; components first.
[[nodiscard]] std::vector<Element> single_points_of_failure(const PlanAnalysis& analysis);

}  // namespace firedrill
