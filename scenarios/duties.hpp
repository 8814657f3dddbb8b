// From the plan's pages to one incident's list of duties: detection and the phases of the plan's
// response to it, its severity's row of the notification matrix for every audience, updates,
// confirmation, review and, with personal data, what regulations ask for. Without a `communication`
// in the plan only the runbook's notify steps tell anybody.
// Example: duties_of(plan, runbook, {.severity = SeverityId{0}}) -> initial notification to the CTO
#pragma once

#include <optional>
#include <vector>

#include "models/plan/plan.hpp"
#include "models/recovery/duty.hpp"
#include "models/recovery/runbook.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

[[nodiscard]] std::vector<Duty> duties_of(const Plan& plan, const Runbook& runbook,
                                          const IncidentKind& incident);

// How often the plan's templates promise updates.
[[nodiscard]] std::optional<Duration> update_period(const Plan& plan);

}  // namespace firedrill
