// Corrective actions: what a drill or an incident showed to be wrong, who mends it by when, and
// which drill must show that it is mended. A file beside the plan; the calendar schedules the
// re-tests, reports show whether the actions worked.
// Example: {"id": "CA-2026-03", "owner": "...", "due": "2027-01-31", "retest": {...}}
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/calendar/civil.hpp"

namespace firedrill {

enum class ActionState { open, done, accepted };  // accepted: the risk is borne instead

struct CorrectiveAction {
  std::string id, title;
  std::string finding;  // what was seen, and where
  std::string cause;    // the root cause; "" if it is not known yet
  std::string owner;
  Day opened, due;
  ActionState state = ActionState::open;
  // Which scenario must pass once the action is done, and until when; none: nothing to drill.
  struct Retest {
    std::string scenario;  // name
    Day by;
  };
  std::optional<Retest> retest;
  std::string accepted_by;            // of an accepted risk
  std::optional<Day> accepted_until;  // likewise
};

}  // namespace firedrill
