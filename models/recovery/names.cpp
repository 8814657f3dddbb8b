// The names under which verbs, outcomes, phases and verdicts stand in every file and on every page.
#include <array>

#include "models/recovery/duty.hpp"
#include "models/recovery/measurement.hpp"
#include "models/recovery/prediction.hpp"
#include "models/recovery/run.hpp"
#include "models/recovery/timeline.hpp"

namespace firedrill {

std::string_view name_of(Verb verb) {
  constexpr std::array<std::string_view, static_cast<std::size_t>(Verb::await_person) + 1> names{
      "wait",           "stop_traffic",      "fence",          "scale_out",
      "promote",        "update_dns",        "verify",         "notify",
      "rebuild",        "perform",           "resync",         "fail_back",
      "redistribute",   "isolate",           "release",        "assess",
      "restore",        "preserve_evidence", "rotate_secrets", "recreate",
      "inject",         "await_alert",       "page",           "decide",
      "hand_over",      "await_failure",     "await_recovery", "read_back",
      "read_copies",    "read_discarded",    "read_clock",     "read_work",
      "read_lost_work", "compose",           "send",           "await_person"};
  return names[static_cast<std::size_t>(verb)];
}

std::string_view name_of(Outcome outcome) {
  constexpr std::array<std::string_view, 3> names{"succeeded", "failed", "unknown"};
  return names[static_cast<std::size_t>(outcome)];
}

std::string_view name_of(TargetKind kind) {
  constexpr std::array<std::string_view, 3> names{"lab", "inventory", "stand_in"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view finding_name(Verb verb) {
  switch (verb) {
    case Verb::await_failure:
      return "first_failure_s";
    case Verb::await_recovery:
      return "first_success_s";
    case Verb::read_back:
      return "age_s";
    case Verb::read_discarded:
      return "discarded_s";
    case Verb::read_clock:
      return "time_of_week_s";
    default:
      return "";
  }
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

std::string_view name_of(RunState state) {
  constexpr std::array<std::string_view, 5> names{"running", "completed", "aborted", "interrupted",
                                                  "void"};
  return names[static_cast<std::size_t>(state)];
}

Verdict judge(double required, double low, double high) {
  if (low >= required) {
    return Verdict::met;
  }
  return high < required ? Verdict::missed : Verdict::inconclusive;
}

Verdict judge_run(const RunObjective& objective) {
  if (!objective.is_measured) {
    return Verdict::inconclusive;
  }
  if (objective.high <= objective.target) {
    return Verdict::met;
  }
  return objective.low > objective.target ? Verdict::missed : Verdict::inconclusive;
}

}  // namespace firedrill
