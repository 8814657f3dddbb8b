// From the plan's pages to one incident's list of duties: its severity's row of the notification
// matrix for every audience, updates, confirmation, review and, with personal data, what
// regulations ask for. Without a `communication` in the plan only the runbook's notify steps tell
// anybody. Example: duties_of(plan, SeverityId{0}, false) -> initial notification to the CTO
#pragma once

#include <optional>
#include <vector>

#include "models/plan/plan.hpp"
#include "models/recovery/duty.hpp"

namespace firedrill {

[[nodiscard]] std::vector<Duty> duties_of(const Plan& plan, std::optional<SeverityId> severity,
                                          bool has_personal_data);

// How often the plan's templates promise updates.
[[nodiscard]] std::optional<Duration> update_period(const Plan& plan);

}  // namespace firedrill
