// Contradictions in the pages that bind people: response times that cannot fit, procedures that
// restore too old a state, tests that cannot fail, drills too few to prove anything.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "scenarios/check_rules.hpp"

namespace firedrill {
namespace {

const std::string governance = "/plan/governance";

// The strictest promise of a kind, if there is one.
std::optional<std::size_t> strictest(const Plan& plan, ObjectiveKind kind) {
  std::optional<std::size_t> found;
  for (std::size_t index = 0; index < plan.objectives.size(); ++index) {
    const Objective& objective = plan.objectives[index];
    if (objective.kind == kind && (!found || objective.target < plan.objectives[*found].target)) {
      found = index;
    }
  }
  return found;
}

// A response that begins within the strictest RTO but whose phase ends beyond it.
void check_phases(const Plan& plan, std::size_t index, Findings& findings) {
  const Response& response = plan.governance.responses[index];
  const auto promise = strictest(plan, ObjectiveKind::rto);
  if (!promise || !response.detection_within) {
    return;
  }
  const Objective& objective = plan.objectives[*promise];
  for (std::size_t phase = 0; phase < response.phases.size(); ++phase) {
    const auto& [name, from, until, action] = response.phases[phase];
    if (!from || !until || *from >= objective.target) {
      continue;
    }
    const Duration end = add(*response.detection_within, *until);
    if (end > objective.target) {
      const std::string place = at(governance + "/responses", index);
      findings.add("FD4003", at(place + "/phases", phase) + "/until",
                   {at("/plan/objectives", *promise) + "/target", place + "/detection_within"},
                   fmt::format("detection may take {} and \"{}\" may end {} after it, {} in all; "
                               "{} is due within {}",
                               in_words(*response.detection_within), action, in_words(*until),
                               in_words(end), objective.name, in_words(objective.target)),
                   "shorten the phase by what detection takes");
    }
  }
}

void check_alerts(const Plan& plan, std::size_t index, Findings& findings) {
  const Response& response = plan.governance.responses[index];
  if (!response.detection_within) {
    return;
  }
  for (std::size_t part = 0; part < plan.components.size(); ++part) {
    const auto* monitor = std::get_if<Prometheus>(&plan.components[part].model);
    if (monitor != nullptr &&
        add(monitor->hold, monitor->group_wait) > *response.detection_within) {
      findings.add(
          "FD4017", at("/plan/components", part) + "/prometheus/hold",
          {at(governance + "/responses", index) + "/detection_within"},
          fmt::format("an alert of {} waits {} before it fires; {} is to be detected within {}",
                      plan.components[part].name, in_words(monitor->hold), response.name,
                      in_words(*response.detection_within)),
          "a shorter `for` on the alerts that start a recovery");
    }
  }
}

}  // namespace

void check_responses(const Plan& plan, Findings& findings) {
  for (std::size_t index = 0; index < plan.governance.responses.size(); ++index) {
    check_phases(plan, index, findings);
    check_alerts(plan, index, findings);
  }
}

void check_procedures(const Plan& plan, Findings& findings) {
  const auto promise = strictest(plan, ObjectiveKind::rpo);
  const auto& procedures = plan.governance.procedures;
  for (std::size_t index = 0; index < procedures.size(); ++index) {
    const ManualProcedure& procedure = procedures[index];
    const std::string place = at(governance + "/procedures", index);
    for (std::size_t number = 0; number < procedure.steps.size(); ++number) {
      const ProcedureStep& step = procedure.steps[number];
      const std::string step_place = at(place + "/steps", number);
      if (step.source_age && promise && *step.source_age > plan.objectives[*promise].target) {
        findings.add(
            "FD4004", step_place + "/source_age", {at("/plan/objectives", *promise) + "/target"},
            fmt::format("\"{}\" restores a state up to {} old; {} may lose at most {}", step.name,
                        in_words(*step.source_age), plan.objectives[*promise].name,
                        in_words(plan.objectives[*promise].target)),
            "restore to a point in time, or from the replica");
      }
      if (!step.can_fail && procedure.every) {
        findings.add("FD4005", step_place + "/command", {place + "/every"},
                     fmt::format("\"{}\" of {} cannot fail: the status of its command is discarded",
                                 step.name, procedure.name),
                     "let the command's own exit status decide (set -e, set -o pipefail)");
      }
    }
  }
  const auto& recreation = plan.governance.recreation;
  for (std::size_t setting = 0; recreation && setting < recreation->settings.size(); ++setting) {
    const auto& [key, value] = recreation->settings[setting];
    if (key.starts_with("skip_") && value == "true") {
      findings.add("FD4011", governance + "/recreation/settings/" + key, {"/plan/components"},
                   fmt::format("{} puts hardware into service untested; a share of new nodes fails "
                               "its acceptance test",
                               key),
                   "test before training relies on them, or say who accepts the risk");
    }
  }
}

// Drills without a failure prove a success rate only by their number: n with p^n <= 1 - confidence.
void check_proof(const Plan& plan, Findings& findings) {
  constexpr double confidence = 0.95;
  constexpr double year_s = 365.0 * 86400.0;
  double drills_a_year = 0.0;
  for (const DrillCadence& drill : plan.governance.drills) {
    drills_a_year += year_s / to_seconds(drill.every);
  }
  for (std::size_t index = 0; index < plan.governance.criteria.size(); ++index) {
    const Target& target = plan.governance.criteria[index];
    const bool is_of_recoveries = target.measures == "rto" || target.measures == "rpo";
    if (!is_of_recoveries || !target.at_least || *target.at_least >= 1.0 || drills_a_year == 0.0) {
      continue;
    }
    const double needed = std::ceil(std::log(1.0 - confidence) / std::log(*target.at_least));
    if (drills_a_year < needed) {
      findings.add("FD4014", at(governance + "/criteria", index) + "/at_least",
                   {governance + "/drills"},
                   fmt::format("{:.4g} % can be proven only by {:.0f} drills without a failure (at "
                               "95 % confidence); the plan holds {:.0f} a year",
                               100.0 * *target.at_least, needed, drills_a_year),
                   "count simulations as plausibility, drills as proof, and say which is meant");
    }
  }
}

}  // namespace firedrill
