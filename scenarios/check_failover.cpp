// Contradictions between a plan and the runbook that is to carry it out: a promotion without a
// fence, a failover without a promotion, a standby too small, other or fewer automatic steps than
// promised.
#include <fmt/core.h>

#include <algorithm>

#include "scenarios/check_rules.hpp"
#include "scenarios/measure.hpp"

namespace firedrill {
namespace {

// A promotion that a runbook may ask for, of a step itself or of its escalation.
struct Promotion {
  const Step* step = nullptr;
  std::string place;
  ComponentId replica{};
  bool is_by_hand = false;
};

std::vector<Promotion> promotions_of(const Runbook& runbook, const Findings& findings) {
  std::vector<Promotion> promotions;
  for (const Step& step : runbook.steps) {
    const std::string place = findings.item(step_list, step.name);
    if (const auto* planned = std::get_if<Promote>(&step.attempt.action)) {
      promotions.push_back({&step, place + "/action/promote", planned->database, false});
    } else if (step.escalation) {
      if (const auto* manual = std::get_if<Promote>(&step.escalation->manual.action)) {
        promotions.push_back({&step, place + "/escalation/action/promote", manual->database, true});
      }
    }
  }
  return promotions;
}

const Database& database_of(const Plan& plan, ComponentId id) {
  return std::get<Database>(plan.components[id.index].model);
}

bool goes_on_after_failure(const Step& step) {
  return step.on_failure == OnFailure::go_on || step.on_failure == OnFailure::escalate_and_go_on;
}

// Whether the step takes clients or writes away from `primary`.
bool cuts_off(const Step& step, const Plan& plan, ComponentId primary) {
  const auto* fence = std::get_if<Fence>(&step.attempt.action);
  const auto* stop = std::get_if<StopTraffic>(&step.attempt.action);
  return (fence != nullptr && fence->database == primary) ||
         (stop != nullptr && stop->region == plan.components[primary.index].region);
}

// The steps that `step` waits for, directly or not. Every step stands after those it waits for.
std::vector<const Step*> steps_before(const Runbook& runbook, const Step& step) {
  std::vector<bool> is_before(runbook.steps.size(), false);
  const auto mark = [&](const Step& one) {
    for (const auto* links : {&one.after, &one.if_failed}) {
      for (const StepId id : *links) {
        is_before[id.index] = true;
      }
    }
  };
  mark(step);
  std::vector<const Step*> before;
  for (std::size_t index = runbook.steps.size(); index-- > 0;) {
    if (is_before[index]) {
      mark(runbook.steps[index]);
      before.push_back(&runbook.steps[index]);
    }
  }
  return before;
}

void check_fence(const Scenario& scenario, const Promotion& promotion, Findings& findings) {
  const Plan& plan = scenario.plan;
  const ComponentId primary = *database_of(plan, promotion.replica).replica_of;
  std::vector<std::string> related{at("/plan/components", primary.index) + "/database"};
  std::string attempt;
  for (const Step* before : steps_before(scenario.runbook, *promotion.step)) {
    if (!cuts_off(*before, plan, primary)) {
      continue;
    }
    if (!goes_on_after_failure(*before)) {
      return;
    }
    related.push_back(findings.item(step_list, before->name) + "/on_failure");
    attempt = fmt::format(" ({} may fail, and the runbook goes on)", before->name);
  }
  findings.add("FD4006", promotion.place, related,
               fmt::format("{} is promoted without {} being kept from taking writes{}: if that was "
                           "only cut off, or comes back, both take writes",
                           plan.components[promotion.replica.index].name,
                           plan.components[primary.index].name, attempt),
               "fence the old primary in a step before, and stop if that fails");
}

// Whether the runbook promotes, without a person, a replica of `primary` in `region`, or fills a
// database there that takes its place.
bool promotes(const Scenario& scenario, ComponentId primary, RegionId region) {
  const auto& steps = scenario.runbook.steps;
  return std::any_of(steps.begin(), steps.end(), [&](const Step& step) {
    const auto* promote = std::get_if<Promote>(&step.attempt.action);
    const auto* restore = std::get_if<Restore>(&step.attempt.action);
    return (promote != nullptr &&
            database_of(scenario.plan, promote->database).replica_of == primary &&
            scenario.plan.components[promote->database.index].region == region) ||
           (restore != nullptr && restore->into == region &&
            fills_database(scenario.plan, *restore, primary));
  });
}

// The pointer of the database that a service behind `zone` writes to and that nobody promotes in
// `region`, and its id; "" if there is none.
std::pair<std::string, ComponentId> unpromoted(const Scenario& scenario, const UpdateDns& update) {
  const Plan& plan = scenario.plan;
  for (std::size_t index = 0; index < plan.services.size(); ++index) {
    const auto& needs = plan.services[index].requirements;
    if (std::none_of(needs.begin(), needs.end(), [&](const Requirement& need) {
          const auto* route = std::get_if<NeedsRoute>(&need);
          return route != nullptr && route->zone == update.zone;
        })) {
      continue;
    }
    for (std::size_t number = 0; number < needs.size(); ++number) {
      const auto* need = std::get_if<NeedsDatabase>(&needs[number]);
      if (need != nullptr && plan.components[need->primary.index].region != update.target &&
          !promotes(scenario, need->primary, update.target)) {
        return {at(at("/plan/services", index) + "/requirements", number), need->primary};
      }
    }
  }
  return {};
}

// The nodes that the clusters of `region` can have together, without those that are only code.
int nodes_in(const Plan& plan, RegionId region) {
  const std::vector<char> is_code = created_on_demand(plan.components);
  int nodes = 0;
  for (std::size_t index = 0; index < plan.components.size(); ++index) {
    const auto* cluster = std::get_if<Cluster>(&plan.components[index].model);
    const bool counts = is_code[index] == 0 && plan.components[index].region == region;
    nodes += cluster != nullptr && counts ? cluster->nodes_maximum : 0;
  }
  return nodes;
}

// The most nodes that any region but `lost` can have.
int most_nodes_without(const Plan& plan, RegionId lost) {
  int most = 0;
  for (std::uint32_t index = 0; index < plan.regions.size(); ++index) {
    most = std::max(most, RegionId{index} == lost ? 0 : nodes_in(plan, RegionId{index}));
  }
  return most;
}

}  // namespace

void find_missing_fences(const Scenario& scenario, Findings& findings) {
  for (const Promotion& promotion : promotions_of(scenario.runbook, findings)) {
    check_fence(scenario, promotion, findings);
  }
}

void find_missing_promotions(const Scenario& scenario, Findings& findings) {
  for (const Step& step : scenario.runbook.steps) {
    const auto* update = std::get_if<UpdateDns>(&step.attempt.action);
    const auto [need, primary] =
        update == nullptr ? std::pair<std::string, ComponentId>{} : unpromoted(scenario, *update);
    if (need.empty()) {
      continue;
    }
    const Plan& plan = scenario.plan;
    std::vector<std::string> related{need};
    std::string by_hand;
    for (const Promotion& promotion : promotions_of(scenario.runbook, findings)) {
      if (database_of(plan, promotion.replica).replica_of == primary) {
        related.push_back(promotion.place);
        by_hand = fmt::format(" until somebody called for help does ({})", promotion.step->name);
      }
    }
    findings.add("FD4007", findings.item(step_list, step.name) + "/action/update_dns", related,
                 fmt::format("{} sends clients to {}, where no automatic step promotes a replica "
                             "of {}: nothing there takes writes{}",
                             step.name, plan.regions[update->target.index].name,
                             plan.components[primary.index].name, by_hand),
                 "add a step that promotes the replica before clients are sent there");
  }
}

void find_small_standbys(const Scenario& scenario, Findings& findings) {
  const Plan& plan = scenario.plan;
  for (std::size_t number = 0; number < scenario.faults.size(); ++number) {
    const auto* outage = std::get_if<RegionOutage>(&scenario.faults[number].model);
    if (outage == nullptr) {
      continue;
    }
    const RegionId lost = outage->region;
    const int most = most_nodes_without(plan, lost);
    for (std::size_t index = 0; index < plan.services.size(); ++index) {
      const auto& needs = plan.services[index].requirements;
      for (std::size_t part = 0; part < needs.size(); ++part) {
        const auto* need = std::get_if<NeedsNodes>(&needs[part]);
        if (need != nullptr && most < need->nodes) {
          findings.add("FD4010", at(at("/plan/services", index) + "/requirements", part) + "/nodes",
                       {at("/faults", number) + "/region_outage/region", "/plan/components"},
                       fmt::format("{} needs {} nodes, but with {} lost no region can have more "
                                   "than {}",
                                   plan.services[index].name, need->nodes,
                                   plan.regions[lost.index].name, most),
                       "raise \"nodes_maximum\" of a standby, or make do with fewer nodes");
        }
      }
    }
  }
}

void find_other_processes(const Scenario& scenario, Findings& findings) {
  const auto& process = scenario.plan.governance.failover;
  if (!process || process->runbook != scenario.runbook.name) {
    return;
  }
  std::string last;
  auto begin = scenario.runbook.steps.begin();
  for (std::size_t index = 0; index < process->steps.size(); ++index) {
    const std::string& name = process->steps[index];
    const auto found = std::find_if(begin, scenario.runbook.steps.end(),
                                    [&](const Step& step) { return step.name == name; });
    if (found == scenario.runbook.steps.end()) {
      findings.add("FD4022", at("/plan/governance/failover/steps", index), {step_list},
                   fmt::format("the plan's failover does {}{}, but the runbook {} does not", name,
                               last.empty() ? "" : " after " + last, scenario.runbook.name),
                   "let one of the two follow the other");
      return;
    }
    last = name;
    begin = found + 1;
  }
}

void find_manual_steps(const Scenario& scenario, Findings& findings) {
  const auto& criteria = scenario.plan.governance.criteria;
  const auto& steps = scenario.runbook.steps;
  const auto by_hand = std::count_if(steps.begin(), steps.end(),
                                     [](const Step& step) { return step.performer.has_value(); });
  if (steps.empty()) {
    return;
  }
  const double automatic = 1.0 - static_cast<double>(by_hand) / static_cast<double>(steps.size());
  std::vector<std::string> related;
  for (const Step& step : steps) {
    if (step.performer) {
      related.push_back(findings.item(step_list, step.name) + "/performer");
    }
  }
  for (std::size_t index = 0; index < criteria.size(); ++index) {
    if (criteria[index].measures == "automation" &&
        criteria[index].at_least.value_or(0.0) > automatic) {
      findings.add(
          "FD4023", at("/plan/governance/criteria", index) + "/at_least", related,
          fmt::format("{} of recovery steps are to be automatic, but {} of the {} steps of "
                      "{} are done by hand, which leaves {}",
                      in_percent(*criteria[index].at_least), by_hand, steps.size(),
                      scenario.runbook.name, in_percent(automatic)),
          "automate these steps, or aim lower");
    }
  }
}

}  // namespace firedrill
