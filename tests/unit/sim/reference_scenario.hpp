// The reference model (a regional outage with known quantiles) as C++ values: what the file
// scenarios/library/reference-outage.json says, without the reader.
// Example: const Scenario scenario = reference_scenario();
#pragma once

#include <chrono>

#include "scenarios/scenario.hpp"

namespace firedrill {

inline Distribution lognormal(double median, double log_sd) {
  return Distribution{Lognormal{median, log_sd}};
}
inline Distribution constant(double value) { return Distribution{Constant{value}}; }

// Component ids of the reference scenario.
inline constexpr ComponentId reference_primary{0}, reference_replica{1}, reference_standby{2},
    reference_prober{3}, reference_zone{4};
// A region that tests add to it.
inline constexpr RegionId reference_third{2};

inline Plan reference_plan() {
  using namespace std::chrono_literals;
  Plan plan;
  plan.name = "reference";
  plan.regions = {{.name = "primary", .role = "primary"},
                  {.name = "secondary", .role = "secondary"}};
  const RegionId primary{0}, secondary{1};
  const auto add = [&plan](std::string name, std::optional<RegionId> region, ComponentModel model) {
    plan.components.push_back({.name = std::move(name),
                               .title = {},
                               .region = region,
                               .depends_on = {},
                               .model = std::move(model)});
  };
  add("database", primary, Database{});
  Database replica;
  replica.replica_of = reference_primary;
  replica.lag = OrnsteinUhlenbeckLag{2s, 0.8, 300s, std::nullopt};
  replica.promotion = constant(60.0);
  add("replica", secondary, replica);
  Cluster standby;
  standby.nodes = 4;
  standby.nodes_maximum = 8;
  standby.start.launch = lognormal(180.0, 0.45);
  add("standby", secondary, standby);
  Prober prober;
  prober.vantage_points = {secondary};
  prober.interval = 10s;
  prober.timeout = 10s;
  prober.threshold = 3;
  prober.delivery = lognormal(30.0, 0.5);
  add("prober", secondary, prober);
  DnsZone zone;
  zone.serves = primary;
  zone.ttl = 60s;
  add("dns", std::nullopt, zone);
  plan.services = {{.name = "service",
                    .title = {},
                    .requirements = {NeedsRoute{reference_zone}},
                    .includes = {}}};
  plan.data = {{.name = "database",
                .title = {},
                .tier = 1,
                .written_in = primary,
                .protection = DatabaseReplication{reference_replica}}};
  return plan;
}

inline Scenario reference_scenario() {
  using namespace std::chrono_literals;
  Scenario scenario;
  scenario.name = "reference";
  scenario.plan = reference_plan();
  scenario.horizon = 24h * 7;
  Fault fault;
  fault.name = "outage";
  fault.at = Distribution{Exponential{3600.0}};
  fault.model = RegionOutage{RegionId{0}, constant(3.0e7), 0.0, constant(0.0)};
  scenario.faults = {fault};
  const double medians[] = {60, 30, 120, 90, 45};
  const double spreads[] = {.5, .4, .6, .5, .4};
  for (std::uint32_t index = 0; index < 5; ++index) {
    Step step;
    step.name = "step-" + std::to_string(index + 1);
    step.attempt = {Perform{lognormal(medians[index], spreads[index]), 0.03}, 24h, 0, {}};
    if (index > 0) {
      step.after = {StepId{index - 1}};
    }
    step.on_failure = OnFailure::escalate;
    step.escalation = Escalation{std::nullopt, {Perform{lognormal(1200.0, 0.6), 0.0}, 240h, 0, {}}};
    scenario.runbook.steps.push_back(step);
  }
  Step scale;
  scale.name = "scale-out";
  scale.attempt = {ScaleOut{reference_standby, 8}, 24h, 0, {}};
  scenario.runbook.steps.push_back(scale);
  Step route;
  route.name = "route";
  route.attempt = {UpdateDns{reference_zone, RegionId{1}, DnsSwitch::record_edit}, 24h, 0, {}};
  route.after = {StepId{4}, StepId{5}};
  scenario.runbook.steps.push_back(route);
  Objective recovery;
  recovery.name = "recovery";
  recovery.service = ServiceId{0};
  recovery.target = 1h;
  recovery.required_fraction = 0.95;
  Objective loss;
  loss.name = "loss";
  loss.kind = ObjectiveKind::rpo;
  loss.data = {DataId{0}};
  loss.target = 15min;
  loss.required_fraction = 0.99;
  scenario.objectives = {recovery, loss};
  return scenario;
}

}  // namespace firedrill
