// What of a plan streams from one region to another, and at which rates it is written: the plan's
// side of LinkHistory. A kind of data streams where its replica takes it at a rate that is known (a
// lag of its own law has none).
// Example: if (const auto replica = streams_to(plan, kind)) { ... }
#pragma once

#include <optional>

#include "models/plan/plan.hpp"

namespace firedrill {

// How a replica's log is written; nullptr if the replica is no database, or has a law of its own.
[[nodiscard]] const BacklogLag* backlog_of(const Component& replica);

// Where the kind goes, if it streams there at a rate that is known.
[[nodiscard]] std::optional<ComponentId> streams_to(const Plan& plan, const DataKind& kind);

// How the writing of a kind that streams changes over the day.
[[nodiscard]] const DailyProfile& daily_of(const Plan& plan, const DataKind& kind);

// Whether anything in the plan is written more at one time of the day than at another.
[[nodiscard]] bool has_daily_profile(const Plan& plan);

}  // namespace firedrill
