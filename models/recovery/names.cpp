// The names under which verbs, outcomes, phases and verdicts stand in every file and on every page.
#include <array>

#include "models/recovery/duty.hpp"
#include "models/recovery/measurement.hpp"
#include "models/recovery/prediction.hpp"
#include "models/recovery/timeline.hpp"

namespace firedrill {

std::string_view name_of(Verb verb) {
  constexpr std::array<std::string_view, static_cast<std::size_t>(Verb::await_person) + 1> names{
      "wait",           "stop_traffic",   "fence",
      "scale_out",      "promote",        "update_dns",
      "verify",         "notify",         "rebuild",
      "perform",        "resync",         "fail_back",
      "redistribute",   "isolate",        "release",
      "assess",         "restore",        "preserve_evidence",
      "rotate_secrets", "recreate",       "inject",
      "await_alert",    "page",           "decide",
      "hand_over",
      "await_failure",  "await_recovery", "read_back",
      "read_copies",    "read_discarded", "read_clock",
      "read_work",      "read_lost_work", "compose",
      "send",           "await_person"};
  return names[static_cast<std::size_t>(verb)];
}

std::string_view name_of(Outcome outcome) {
  constexpr std::array<std::string_view, 3> names{"succeeded", "failed", "unknown"};
  return names[static_cast<std::size_t>(outcome)];
}

std::string_view name_of(DutyKind kind) {
  constexpr std::array<std::string_view, 7> names{"detection",    "response", "initial",   "update",
                                                  "confirmation", "review",   "regulatory"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(DutyClock clock) {
  constexpr std::array<std::string_view, 5> names{"fault", "alert", "message", "recovery",
                                                  "awareness"};
  return names[static_cast<std::size_t>(clock)];
}

std::string_view name_of(Phase phase) {
  constexpr std::array<std::string_view, phase_count> names{
      "impact", "detected",      "decided", "fenced",       "promoted",
      "routed", "first_success", "stable",  "full_capacity"};
  return names[static_cast<std::size_t>(phase)];
}

std::string_view name_of(Verdict verdict) {
  constexpr std::array<std::string_view, 3> names{"met", "missed", "inconclusive"};
  return names[static_cast<std::size_t>(verdict)];
}

Verdict judge(double required, double low, double high) {
  if (low >= required) {
    return Verdict::met;
  }
  return high < required ? Verdict::missed : Verdict::inconclusive;
}

}  // namespace firedrill
