// Replays of incidents as pages for the terminal: predicted intervals beside what happened, misses
// included, and how the intervals did; or what each incident would have done to another plan.
// Example: print(replay_page(replay, page_options()));
#pragma once

#include <string>

#include "models/recovery/replay.hpp"
#include "reports/page.hpp"

namespace firedrill {

[[nodiscard]] std::string replay_page(const Replay& replay, const PageOptions& options);
[[nodiscard]] std::string survival_page(const Survival& survival, const PageOptions& options);

}  // namespace firedrill
