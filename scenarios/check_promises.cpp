// Contradictions between what a plan promises and what it says will happen: responses that end too
// late, alerts slower than the detection promised, notifications due before anybody knows, success
// rates that the drills of a year cannot prove.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "scenarios/check_rules.hpp"

namespace firedrill {
namespace {

constexpr std::string_view response_list = "/plan/governance/responses";

// Whole words by which a response phase says, in the plan's own prose, which requirement it serves;
// in the order of Requirement.
constexpr std::array<std::array<std::string_view, 4>, 4> requirement_words{{
    {"dns", "traffic", "redirect", "reroute"},
    {"database", "promote", "failover", "failovers"},
    {"nodes", "capacity", "scale", "scaling"},
    {"rebuild", "recreate", "rebuilt", "recreated"},
}};
static_assert(requirement_words.size() == std::variant_size_v<Requirement>);

// Whether the phase does something that the service, or one it includes, needs.
bool serves(const ResponsePhase& phase, const Plan& plan, ServiceId id) {
  const std::vector<std::string> said = words_of(phase.action);
  const auto is_served = [&](const Requirement& requirement) {
    const auto& words = requirement_words[requirement.index()];
    return std::find_first_of(said.begin(), said.end(), words.begin(), words.end()) != said.end();
  };
  const std::vector<ServiceId> services = with_included(plan, id);
  return std::any_of(services.begin(), services.end(), [&](ServiceId one) {
    const auto& needs = plan.services[one.index].requirements;
    return std::any_of(needs.begin(), needs.end(), is_served);
  });
}

// The phase of `response` that serves the service and ends last.
std::optional<std::size_t> last_phase(const Response& response, const Plan& plan,
                                      ServiceId service) {
  std::optional<std::size_t> last;
  for (std::size_t index = 0; index < response.phases.size(); ++index) {
    const ResponsePhase& phase = response.phases[index];
    if (phase.until && serves(phase, plan, service) &&
        (!last || *phase.until > *response.phases[*last].until)) {
      last = index;
    }
  }
  return last;
}

void compare_phases(const Plan& plan, std::size_t number, std::size_t promise, Findings& findings) {
  const Response& response = plan.governance.responses[number];
  const Objective& objective = plan.objectives[promise];
  const auto last = last_phase(response, plan, *objective.service);
  if (!last) {
    return;
  }
  const ResponsePhase& phase = response.phases[*last];
  const Duration detection = response.detection_within.value_or(Duration::zero());
  const Duration end = add(detection, *phase.until);
  if (end > objective.target) {
    const std::string place = at(response_list, number);
    findings.add("FD4003", at(place + "/phases", *last) + "/until",
                 {at(objective_list, promise) + "/target", place + "/detection_within"},
                 fmt::format("\"{}\" may end {} after a detection that may take {}, {} in all, but "
                             "{} is due after {}",
                             phase.action, in_words(*phase.until), in_words(detection),
                             in_words(end), objective.name, in_words(objective.target)),
                 fmt::format("let the phase end {} after detection",
                             in_words(std::max(objective.target - detection, Duration::zero()))));
  }
}

// Whether the text by which a response says how it is detected names the monitor by its title.
bool names(const Response& response, const Component& monitor) {
  const std::vector<std::string> said = words_of(response.detection);
  const std::vector<std::string> title = words_of(monitor.title);
  return !title.empty() &&
         std::search(said.begin(), said.end(), title.begin(), title.end()) != said.end();
}

bool is_monitor(const Component& component) {
  return std::holds_alternative<Prometheus>(component.model) ||
         std::holds_alternative<Prober>(component.model);
}

// The responses with a promised detection that may count on the monitor: all but those whose text
// names another.
std::vector<std::size_t> responses_to(const Plan& plan, const Component& monitor) {
  std::vector<std::size_t> indices;
  for (std::size_t index = 0; index < plan.governance.responses.size(); ++index) {
    const Response& response = plan.governance.responses[index];
    const bool names_another =
        !names(response, monitor) &&
        std::any_of(plan.components.begin(), plan.components.end(), [&](const Component& other) {
          return is_monitor(other) && names(response, other);
        });
    if (response.detection_within && !names_another) {
      indices.push_back(index);
    }
  }
  return indices;
}

std::string wait_of(const Plan& plan, std::size_t monitor) {
  const bool is_prober = std::holds_alternative<Prober>(plan.components[monitor].model);
  return at("/plan/components", monitor) + (is_prober ? "/prober/interval" : "/prometheus/hold");
}

void compare_success(const Target& target, const std::string& place, double drills_a_year,
                     Findings& findings) {
  constexpr double confidence = 0.95;
  constexpr std::array<std::string_view, 4> proven_by_drills{"rto", "rpo", "recovery_success",
                                                             "drill_success"};
  const bool is_rate = target.at_least && *target.at_least > 0.0 && *target.at_least < 1.0;
  if (!is_rate || std::find(proven_by_drills.begin(), proven_by_drills.end(), target.measures) ==
                      proven_by_drills.end()) {
    return;
  }
  const double needed = std::ceil(std::log(1.0 - confidence) / std::log(*target.at_least));
  if (drills_a_year < needed) {
    findings.add("FD4014", place + "/at_least", {"/plan/governance/drills"},
                 fmt::format("{} takes {:.0f} drills in a row without a failure to prove (at {} "
                             "confidence), and the plan holds {:.0f} a year: {:.1f} years of them",
                             in_percent(*target.at_least), needed, in_percent(confidence),
                             drills_a_year, needed / drills_a_year),
                 "drill more often, or call the figure a goal and count simulations beside drills");
  }
}

}  // namespace

std::vector<ServiceId> with_included(const Plan& plan, ServiceId service) {
  std::vector<ServiceId> all{service};
  for (std::size_t index = 0; index < all.size(); ++index) {
    for (const ServiceId included : plan.services[all[index].index].includes) {
      if (std::find(all.begin(), all.end(), included) == all.end()) {
        all.push_back(included);
      }
    }
  }
  return all;
}

Duration fastest_alert(const Component& component) {
  if (const auto* rule = std::get_if<Prometheus>(&component.model)) {
    const double evaluation = to_seconds(rule->evaluation_interval);
    return from_seconds(std::ceil(to_seconds(rule->hold) / evaluation) * evaluation +
                        to_seconds(rule->group_wait) + minimum(rule->delivery));
  }
  if (const auto* prober = std::get_if<Prober>(&component.model)) {
    return from_seconds((prober->threshold - 1) * to_seconds(prober->interval) +
                        to_seconds(prober->timeout) + minimum(prober->delivery));
  }
  const auto* report = std::get_if<ExternalReport>(&component.model);
  return report != nullptr ? from_seconds(minimum(report->delay)) : never;
}

void find_late_phases(const Plan& plan, Findings& findings) {
  for (std::size_t number = 0; number < plan.governance.responses.size(); ++number) {
    for (std::size_t promise = 0; promise < plan.objectives.size(); ++promise) {
      if (plan.objectives[promise].kind == ObjectiveKind::rto) {
        compare_phases(plan, number, promise, findings);
      }
    }
  }
}

void find_late_detection(const Plan& plan, Findings& findings) {
  for (std::size_t number = 0; number < plan.governance.responses.size(); ++number) {
    const Response& response = plan.governance.responses[number];
    for (std::size_t promise = 0; promise < plan.objectives.size(); ++promise) {
      const Objective& objective = plan.objectives[promise];
      if (objective.kind == ObjectiveKind::rto && response.detection_within &&
          *response.detection_within >= objective.target) {
        findings.add("FD4012", at(objective_list, promise) + "/target",
                     {at(response_list, number) + "/detection_within"},
                     fmt::format("{} is due after {}, when {} may not even be detected: that may "
                                 "take {}",
                                 objective.name, in_words(objective.target), response.name,
                                 in_words(*response.detection_within)),
                     "detect it sooner, or promise less");
      }
    }
  }
}

void find_slow_alerts(const Plan& plan, Findings& findings) {
  for (std::size_t index = 0; index < plan.components.size(); ++index) {
    const Component& monitor = plan.components[index];
    std::vector<std::string> related;
    Duration longest{};
    for (const std::size_t number :
         is_monitor(monitor) ? responses_to(plan, monitor) : std::vector<std::size_t>{}) {
      longest = std::max(longest, *plan.governance.responses[number].detection_within);
      related.push_back(at(response_list, number) + "/detection_within");
    }
    const Duration alert = fastest_alert(monitor);
    if (!related.empty() && alert > longest) {
      findings.add("FD4017", wait_of(plan, index), related,
                   fmt::format("{} alerts after {} at the soonest, but no detection that may count "
                               "on it is allowed more than {}",
                               monitor.name, in_words(alert), in_words(longest)),
                   "shorten the wait of the alerts that start a recovery");
    }
  }
}

void find_early_deadlines(const Plan& plan, Findings& findings) {
  const auto& responses = plan.governance.responses;
  std::optional<std::size_t> soonest;
  for (std::size_t index = 0; index < responses.size(); ++index) {
    const auto& within = responses[index].detection_within;
    if (within && (!soonest || *within < *responses[*soonest].detection_within)) {
      soonest = index;
    }
  }
  const auto& rules = plan.governance.notifications;
  for (std::size_t index = 0; soonest && index < rules.size(); ++index) {
    const Duration detection = *responses[*soonest].detection_within;
    if (rules[index].within < detection) {
      findings.add("FD4013", at("/plan/governance/notifications", index) + "/within",
                   {at(response_list, *soonest) + "/detection_within"},
                   fmt::format("news of severity {} is due after {}, but even the promptest "
                               "detection, that of {}, may take {}",
                               rules[index].severity, in_words(rules[index].within),
                               responses[*soonest].name, in_words(detection)),
                   "count the deadline from detection, or detect sooner");
    }
  }
}

void find_unprovable_rates(const Plan& plan, Findings& findings) {
  constexpr double year_s = 365.0 * 86400.0;
  double drills_a_year = 0.0;
  for (const DrillCadence& drill : plan.governance.drills) {
    drills_a_year += drill.every > Duration::zero() ? year_s / to_seconds(drill.every) : 0.0;
  }
  if (drills_a_year == 0.0) {
    return;
  }
  const Governance& pages = plan.governance;
  for (std::size_t index = 0; index < pages.criteria.size(); ++index) {
    compare_success(pages.criteria[index], at("/plan/governance/criteria", index), drills_a_year,
                    findings);
  }
  for (std::size_t index = 0; index < pages.indicators.size(); ++index) {
    compare_success(pages.indicators[index], at("/plan/governance/indicators", index),
                    drills_a_year, findings);
  }
}

}  // namespace firedrill
