// Replays of incidents as JSON: "firedrill/replay/1" (scenarios/schema/replay.schema.json) and
// "firedrill/survival/1" (scenarios/schema/survival.schema.json), each value in seconds.
// Example: firedrill replay --json
#pragma once

#include <string>

#include "models/recovery/replay.hpp"

namespace firedrill {

[[nodiscard]] std::string replay_json(const Replay& replay);
[[nodiscard]] std::string survival_json(const Survival& survival);

}  // namespace firedrill
