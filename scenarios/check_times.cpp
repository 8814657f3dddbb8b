// Contradictions between the runbook's times and what is promised: a recovery that is too late even
// if everything goes as fast as it can, news that the steps before it may hold up.
#include <fmt/format.h>

#include <algorithm>
#include <concepts>
#include <optional>

#include "scenarios/check_rules.hpp"

namespace firedrill {
namespace {

template <class Model>
const Model& model_of(const Plan& plan, ComponentId id) {
  return std::get<Model>(plan.components[id.index].model);
}

// The least time that creating all of it takes.
Duration fastest_creation(const InfrastructureCode& code, const Plan& plan) {
  std::vector<CreationSchedule::Attempt> attempts;
  for (const InfrastructureResource& resource : code.resources) {
    double least = minimum(creation_law(code, resource));
    const Cluster* const cluster = created_cluster(plan.components, resource);
    least += cluster != nullptr && cluster->nodes > 0 ? minimum(cluster->start.launch) : 0.0;
    attempts.push_back({.length = from_seconds(least), .fails = false});
  }
  CreationSchedule schedule{code};
  schedule.run(attempts, std::vector<char>(attempts.size(), 0));
  return schedule.end();
}

// The least time that `action` takes when it succeeds.
Duration fastest(const Action& action, const Plan& plan) {
  if (const auto* promote = std::get_if<Promote>(&action)) {
    return from_seconds(minimum(model_of<Database>(plan, promote->database).promotion));
  }
  if (const auto* rebuild = std::get_if<Rebuild>(&action)) {
    return from_seconds(minimum(model_of<Rebuildable>(plan, rebuild->component).rebuild));
  }
  if (const auto* recreate = std::get_if<Recreate>(&action)) {
    const auto& code = model_of<InfrastructureCode>(plan, recreate->infrastructure);
    return fastest_creation(code, plan);
  }
  if (const auto* update = std::get_if<UpdateDns>(&action)) {
    const auto& zone = model_of<DnsZone>(plan, update->zone);
    return update->by == DnsSwitch::record_edit ? from_seconds(minimum(zone.edit))
                                                : Duration::zero();
  }
  if (const auto* scale = std::get_if<ScaleOut>(&action)) {
    const auto& cluster = model_of<Cluster>(plan, scale->cluster);
    return scale->nodes > cluster.nodes ? from_seconds(minimum(cluster.start.launch))
                                        : Duration::zero();
  }
  return std::visit(
      [](const auto& one) {
        if constexpr (requires {
                        { one.length } -> std::convertible_to<Distribution>;
                      }) {
          return from_seconds(minimum(one.length));
        } else {
          return Duration::zero();
        }
      },
      action);
}

// The least time between paging somebody and their decision.
Duration fastest_person(const std::optional<RoleId>& role, const Plan& plan) {
  if (!role) {
    return Duration::zero();
  }
  const Role& person = plan.roles[role->index];
  return from_seconds(minimum(person.acknowledge) + minimum(person.decide));
}

// When each step can have ended, counted from the start of the runbook, if all goes well.
std::vector<Duration> fastest_ends(const Scenario& scenario) {
  std::vector<Duration> ends;
  for (const Step& step : scenario.runbook.steps) {
    Duration begin{};
    for (const StepId before : step.after) {
      begin = std::max(begin, ends[before.index]);
    }
    ends.push_back(add(add(begin, fastest_person(step.performer, scenario.plan)),
                       fastest(step.attempt.action, scenario.plan)));
  }
  return ends;
}

// Whether the step does what the requirement waits for.
bool fulfils(const Step& step, const Requirement& requirement, const Plan& plan) {
  const Action& action = step.attempt.action;
  if (const auto* route = std::get_if<NeedsRoute>(&requirement)) {
    const auto* update = std::get_if<UpdateDns>(&action);
    return update != nullptr && update->zone == route->zone;
  }
  if (const auto* need = std::get_if<NeedsDatabase>(&requirement)) {
    const auto* promote = std::get_if<Promote>(&action);
    return promote != nullptr &&
           std::get<Database>(plan.components[promote->database.index].model).replica_of ==
               need->primary;
  }
  if (const auto* need = std::get_if<NeedsNodes>(&requirement)) {
    const auto* scale = std::get_if<ScaleOut>(&action);
    return scale != nullptr && scale->nodes >= need->nodes;
  }
  const auto* rebuild = std::get_if<Rebuild>(&action);
  return rebuild != nullptr && rebuild->component == std::get<NeedsRebuilt>(requirement).component;
}

struct Latest {
  std::size_t step = 0;
  Duration end{};
};

// The step that fulfils the requirement first, if any does.
std::optional<Latest> quickest_for(const Scenario& scenario, const Requirement& requirement,
                                   const std::vector<Duration>& ends) {
  std::optional<Latest> quickest;
  for (std::size_t step = 0; step < ends.size(); ++step) {
    if (fulfils(scenario.runbook.steps[step], requirement, scenario.plan) &&
        (!quickest || ends[step] < quickest->end)) {
      quickest = Latest{step, ends[step]};
    }
  }
  return quickest;
}

// The last of the steps that the service and those it includes need.
std::optional<Latest> latest_for(const Scenario& scenario, ServiceId id,
                                 const std::vector<Duration>& ends) {
  std::optional<Latest> latest;
  for (const ServiceId service : with_included(scenario.plan, id)) {
    for (const Requirement& requirement : scenario.plan.services[service.index].requirements) {
      const auto quickest = quickest_for(scenario, requirement, ends);
      if (quickest && (!latest || quickest->end > latest->end)) {
        latest = quickest;
      }
    }
  }
  return latest;
}

// The first alert of any monitor that the first fault leaves standing; zero if nobody watches.
Duration fastest_detection(const Scenario& scenario) {
  Duration first = never;
  const auto* outage =
      scenario.faults.empty() ? nullptr : std::get_if<RegionOutage>(&scenario.faults.front().model);
  for (const Component& component : scenario.plan.components) {
    const bool is_blind = outage != nullptr && is_blind_without(component, outage->region);
    first = is_blind ? first : std::min(first, fastest_alert(component));
  }
  return first == never ? Duration::zero() : first;
}

// The time that the step may take before the runbook gives its automatic attempts up.
Duration allowance(const Step& step) {
  const int attempts = step.attempt.retries + 1;
  const double waits =
      step.attempt.retries > 0 ? step.attempt.retries * mean(step.attempt.retry_wait) : 0.0;
  return from_seconds(attempts * to_seconds(step.attempt.patience) + waits);
}

// How long the steps before each may take together, on the longest path, and the step before it on
// that path.
struct Queue {
  Duration length{};
  std::optional<std::size_t> previous;
};

std::vector<Queue> longest_waits(const Runbook& runbook) {
  std::vector<Queue> waits;
  for (const Step& step : runbook.steps) {
    Queue longest;
    for (const StepId before : step.after) {
      const Duration length =
          add(waits[before.index].length, allowance(runbook.steps[before.index]));
      if (length > longest.length) {
        longest = {length, before.index};
      }
    }
    waits.push_back(longest);
  }
  return waits;
}

void report_late_notification(const Scenario& scenario, const std::vector<Queue>& waits,
                              std::size_t step, SeverityId severity, Findings& findings) {
  const auto& steps = scenario.runbook.steps;
  const NotificationRule& rule = scenario.plan.governance.notifications[severity.index];
  std::vector<std::string> related;
  std::vector<std::string> allowances;
  for (auto before = waits[step].previous; before; before = waits[*before].previous) {
    related.insert(related.begin(), findings.item(step_list, steps[*before].name) + "/patience");
    allowances.insert(allowances.begin(), in_words(allowance(steps[*before])));
  }
  related.insert(related.begin(), at("/plan/governance/notifications", severity.index) + "/within");
  findings.add("FD4013", findings.item(step_list, steps[step].name) + "/after", related,
               fmt::format("news of severity {} is due after {}, but the steps before {} may take "
                           "{} = {}",
                           rule.severity, in_words(rule.within), steps[step].name,
                           fmt::join(allowances, " + "), in_words(waits[step].length)),
               "tell people first, beside the other steps");
}

}  // namespace

void find_late_notifications(const Scenario& scenario, Findings& findings) {
  const std::vector<Queue> waits = longest_waits(scenario.runbook);
  for (std::size_t step = 0; step < waits.size(); ++step) {
    const auto* notify = std::get_if<Notify>(&scenario.runbook.steps[step].attempt.action);
    if (notify != nullptr &&
        waits[step].length > scenario.plan.governance.notifications[notify->rule.index].within) {
      report_late_notification(scenario, waits, step, notify->rule, findings);
    }
  }
}

void find_slow_runbooks(const Scenario& scenario, Findings& findings) {
  const std::vector<Duration> ends = fastest_ends(scenario);
  const Duration start =
      add(fastest_detection(scenario), fastest_person(scenario.runbook.declared_by, scenario.plan));
  for (const Objective& objective : scenario.objectives) {
    const auto latest =
        objective.service ? latest_for(scenario, *objective.service, ends) : std::nullopt;
    if (!latest || add(start, latest->end) <= objective.target) {
      continue;
    }
    const Step& last = scenario.runbook.steps[latest->step];
    findings.add(
        "FD4019", findings.item("/plan/objectives", objective.name) + "/target",
        {findings.item(step_list, last.name) + "/action"},
        fmt::format("{} is due after {}, but even if every step goes as fast as it can, "
                    "{} ends {} after the fault: {} to the start of the runbook, {} of "
                    "steps",
                    objective.name, in_words(objective.target), last.name,
                    in_words(add(start, latest->end)), in_words(start), in_words(latest->end)),
        "run steps side by side, prepare some of them beforehand, or promise less");
  }
}

}  // namespace firedrill
