// Recoveries that need the region whose loss they are for: its control plane, procedures written
// for it, monitors that see nothing without it.
#include <fmt/core.h>

#include <algorithm>

#include "scenarios/check_rules.hpp"

namespace firedrill {
namespace {

// A region that a fault of the scenario takes away.
struct Loss {
  RegionId region{};
  bool takes_control_planes = false;
  std::string place;
};

std::vector<Loss> losses_of(const Scenario& scenario) {
  std::vector<Loss> losses;
  for (std::size_t index = 0; index < scenario.faults.size(); ++index) {
    if (const auto* outage = std::get_if<RegionOutage>(&scenario.faults[index].model)) {
      losses.push_back({outage->region, outage->control_plane_loss > 0.0,
                        at("/faults", index) + "/region_outage/region"});
    }
  }
  return losses;
}

void check_step(const Scenario& scenario, const Step& step, const Loss& loss, Findings& findings) {
  const Plan& plan = scenario.plan;
  const std::string& lost = plan.regions[loss.region.index].name;
  const std::string place = findings.item("/runbook/steps", step.name) + "/action";
  const auto* stop = std::get_if<StopTraffic>(&step.attempt.action);
  if (stop != nullptr && stop->region == loss.region) {
    findings.add("FD4008", place + "/stop_traffic/region", {loss.place},
                 fmt::format("{} asks {} to stop its own traffic, and the loss of that region may "
                             "take the control plane that would",
                             step.name, lost),
                 "act from outside: withdraw the route, or let a lease expire");
  }
  const auto* update = std::get_if<UpdateDns>(&step.attempt.action);
  if (update == nullptr || update->by == DnsSwitch::routing_control) {
    return;
  }
  const auto& zone = std::get<DnsZone>(plan.components[update->zone.index].model);
  if (zone.control_plane == loss.region) {
    findings.add("FD4008", place + "/update_dns/by",
                 {at("/plan/components", update->zone.index) + "/dns/control_plane", loss.place},
                 fmt::format("{} edits records of {}, and edits are served from {}, the region "
                             "that is lost",
                             step.name, plan.components[update->zone.index].name, lost),
                 "switch by \"routing_control\", which has no region to lose");
  }
}

void check_procedures(const Plan& plan, const Loss& loss, Findings& findings) {
  const auto& procedures = plan.governance.procedures;
  for (std::size_t index = 0; index < procedures.size(); ++index) {
    const auto& steps = procedures[index].steps;
    const auto needing = std::count_if(steps.begin(), steps.end(),
                                       [&](const auto& step) { return step.needs == loss.region; });
    if (needing == 0) {
      continue;
    }
    const auto first = std::find_if(steps.begin(), steps.end(),
                                    [&](const auto& step) { return step.needs == loss.region; });
    const std::string place = at("/plan/governance/procedures", index) + "/steps";
    findings.add(
        "FD4008", at(place, static_cast<std::size_t>(first - steps.begin())) + "/needs",
        {loss.place},
        fmt::format("{} of the {} steps of {} need {}, the region that is lost", needing,
                    steps.size(), procedures[index].name, plan.regions[loss.region.index].name),
        "write the procedure for a region that is left");
  }
}

}  // namespace

bool is_blind_without(const Component& component, RegionId lost) {
  if (std::holds_alternative<Prometheus>(component.model)) {
    return component.region == lost;
  }
  const auto* prober = std::get_if<Prober>(&component.model);
  if (prober == nullptr) {
    return false;
  }
  const auto& points = prober->vantage_points;
  const auto left =
      std::count_if(points.begin(), points.end(), [&](RegionId point) { return point != lost; });
  return left == 0 ||
         static_cast<double>(left) < prober->quorum * static_cast<double>(points.size());
}

void find_steps_in_lost_region(const Scenario& scenario, Findings& findings) {
  for (const Loss& loss : losses_of(scenario)) {
    for (const Step& step : scenario.runbook.steps) {
      if (loss.takes_control_planes) {
        check_step(scenario, step, loss, findings);
      }
    }
    check_procedures(scenario.plan, loss, findings);
  }
}

void find_blind_monitors(const Scenario& scenario, Findings& findings) {
  const auto& components = scenario.plan.components;
  for (const Loss& loss : losses_of(scenario)) {
    std::vector<std::string> blind;
    bool is_seen = false;
    for (std::size_t index = 0; index < components.size(); ++index) {
      if (is_blind_without(components[index], loss.region)) {
        blind.push_back(at("/plan/components", index));
      } else {
        is_seen = is_seen || (fastest_alert(components[index]) != never &&
                              !std::holds_alternative<ExternalReport>(components[index].model));
      }
    }
    if (!blind.empty() && !is_seen) {
      std::vector<std::string> related(blind.begin() + 1, blind.end());
      related.push_back(loss.place);
      findings.add("FD4008", blind.front(), related,
                   fmt::format("no monitor sees the loss of {}: all {} go blind with it",
                               scenario.plan.regions[loss.region.index].name, blind.size()),
                   "watch every region from another one");
    }
  }
}

}  // namespace firedrill
