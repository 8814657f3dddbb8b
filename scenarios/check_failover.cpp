// Contradictions between a plan and the runbook that is to carry it out: a failover without fencing
// or promotion, steps that need the region that was lost, a standby too small.
#include <fmt/core.h>

#include <algorithm>

#include "scenarios/check_rules.hpp"

namespace firedrill {
namespace {

// The first step whose automatic action is a `Wanted`.
template <class Wanted>
const Step* find_step(const Scenario& scenario) {
  const auto& steps = scenario.runbook.steps;
  const auto found = std::find_if(steps.begin(), steps.end(), [](const Step& step) {
    return std::holds_alternative<Wanted>(step.attempt.action);
  });
  return found == steps.end() ? nullptr : &*found;
}

std::string place_of_step(const Step& step, const Findings& findings) {
  return findings.item("/runbook/steps", step.name) + "/action";
}

std::string place_of_component(ComponentId component) {
  return at("/plan/components", component.index);
}

// A replica that could take over from `primary` if `region` is lost.
const Component* spare_of(const Plan& plan, ComponentId primary, RegionId region) {
  const auto found =
      std::find_if(plan.components.begin(), plan.components.end(), [&](const Component& one) {
        const auto* database = std::get_if<Database>(&one.model);
        return database != nullptr && database->replica_of == primary && one.region != region;
      });
  return found == plan.components.end() ? nullptr : &*found;
}

// The service at `index` writes to a database that the runbook leaves a replica.
void check_promotion(const Scenario& scenario, std::size_t index, RegionId lost,
                     Findings& findings) {
  const Plan& plan = scenario.plan;
  const Step* traffic = find_step<UpdateDns>(scenario);
  for (const Requirement& requirement : plan.services[index].requirements) {
    const auto* needed = std::get_if<NeedsDatabase>(&requirement);
    if (needed == nullptr || plan.components[needed->primary.index].region != lost) {
      continue;
    }
    const Component* spare = spare_of(plan, needed->primary, lost);
    if (spare != nullptr && traffic != nullptr && find_step<Promote>(scenario) == nullptr) {
      findings.add("FD4007", place_of_step(*traffic, findings),
                   {at("/plan/services", index) + "/requirements",
                    findings.item("/plan/components", spare->name)},
                   fmt::format("the failover sends {} to another region, but no step promotes {}: "
                               "it still takes no writes",
                               plan.services[index].name, spare->name),
                   "add a step that promotes it before the traffic moves");
    }
  }
}

void check_fencing(const Scenario& scenario, Findings& findings) {
  if (find_step<Fence>(scenario) != nullptr) {
    return;
  }
  for (const Step& step : scenario.runbook.steps) {
    const auto* planned = std::get_if<Promote>(&step.attempt.action);
    const auto* by_hand =
        step.escalation ? std::get_if<Promote>(&step.escalation->manual.action) : nullptr;
    const Promote* promotion = planned != nullptr ? planned : by_hand;
    if (promotion != nullptr) {
      findings.add("FD4006", place_of_step(step, findings),
                   {place_of_component(promotion->database)},
                   fmt::format("{} is promoted, but nothing makes sure that its old primary takes "
                               "no more writes: when that comes back, both do",
                               scenario.plan.components[promotion->database.index].name),
                   "fence the old primary first (a write lease that expires, or revoked access)");
      return;
    }
  }
}

void check_capacity(const Scenario& scenario, RegionId lost, Findings& findings) {
  const Plan& plan = scenario.plan;
  for (std::size_t index = 0; index < plan.services.size(); ++index) {
    for (const Requirement& requirement : plan.services[index].requirements) {
      const auto* needed = std::get_if<NeedsNodes>(&requirement);
      if (needed == nullptr) {
        continue;
      }
      int most = 0;
      for (const Component& component : plan.components) {
        const auto* cluster = std::get_if<Cluster>(&component.model);
        if (cluster != nullptr && component.region != lost) {
          most = std::max(most, cluster->nodes_maximum);
        }
      }
      if (most < needed->nodes) {
        findings.add("FD4010", at("/plan/services", index) + "/requirements", {"/plan/components"},
                     fmt::format("{} needs {} nodes; without {} no region can have more than {}",
                                 plan.services[index].name, needed->nodes,
                                 plan.regions[lost.index].name, most),
                     "raise nodes_maximum of a standby, or accept fewer nodes");
      }
    }
  }
}

void check_step_region(const Scenario& scenario, const Step& step, RegionId lost,
                       const std::string& fault, Findings& findings) {
  const Plan& plan = scenario.plan;
  const std::string& region = plan.regions[lost.index].name;
  if (const auto* stop = std::get_if<StopTraffic>(&step.attempt.action);
      stop != nullptr && stop->region == lost) {
    findings.add(
        "FD4008", place_of_step(step, findings), {fault},
        fmt::format("{} needs the control plane of {}, the region that is lost", step.name, region),
        "do it from outside: withdraw the route, or let a lease expire");
  }
  const auto* update = std::get_if<UpdateDns>(&step.attempt.action);
  if (update == nullptr || update->by == DnsSwitch::routing_control) {
    return;
  }
  const auto& zone = std::get<DnsZone>(plan.components[update->zone.index].model);
  if (zone.control_plane == lost) {
    findings.add("FD4008", place_of_step(step, findings),
                 {fault, place_of_component(update->zone) + "/dns/control_plane"},
                 fmt::format("{} edits DNS records through a control plane in {}, the region that "
                             "is lost",
                             step.name, region),
                 "switch on the data plane: health checks or routing controls set up beforehand");
  }
}

}  // namespace

void check_failover(const Scenario& scenario, Findings& findings) {
  check_fencing(scenario, findings);
  for (const Fault& fault : scenario.faults) {
    const RegionId lost = std::get<RegionOutage>(fault.model).region;
    check_capacity(scenario, lost, findings);
    for (std::size_t service = 0; service < scenario.plan.services.size(); ++service) {
      check_promotion(scenario, service, lost, findings);
    }
  }
}

void check_lost_region(const Scenario& scenario, Findings& findings) {
  const auto& procedures = scenario.plan.governance.procedures;
  for (std::size_t number = 0; number < scenario.faults.size(); ++number) {
    const RegionId lost = std::get<RegionOutage>(scenario.faults[number].model).region;
    const std::string fault = at("/faults", number) + "/region_outage/region";
    for (const Step& step : scenario.runbook.steps) {
      check_step_region(scenario, step, lost, fault, findings);
    }
    for (std::size_t index = 0; index < procedures.size(); ++index) {
      const auto& steps = procedures[index].steps;
      const auto found = std::find_if(steps.begin(), steps.end(), [&](const ProcedureStep& step) {
        return step.needs == lost;
      });
      if (found != steps.end()) {
        const auto step = static_cast<std::size_t>(found - steps.begin());
        const std::string place = at("/plan/governance/procedures", index) + "/steps";
        findings.add("FD4008", at(place, step) + "/needs", {fault},
                     fmt::format("\"{}\" of {} needs {}, the region that is lost", found->name,
                                 procedures[index].name, scenario.plan.regions[lost.index].name),
                     "write the procedure for the region that is left");
      }
    }
  }
}

}  // namespace firedrill
