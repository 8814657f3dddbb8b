// Recorded drills as values, made up by hand, so that every figure of a report made from them is
// known beforehand. One promise on recovery, one on data loss, two steps, one of them by hand.
// Example: inputs.drills = {drill_of({.id = "a", .recovery = 30min})}; make_report(inputs)
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/text/document.hpp"
#include "reports/audit/make_report.hpp"

namespace firedrill {

struct MadeDrill {
  std::string id = "drill-1", day = "2026-10-15", plan = "plan-a", scenario = "loss";
  TargetKind kind = TargetKind::inventory;
  std::string target = "staging";
  Duration recovery = std::chrono::minutes{30};  // promised: within 1 h
  Duration loss = std::chrono::minutes{5};       // promised: within 15 min
  RunState state = RunState::completed;
};

inline RunObjective promise_of(ObjectiveKind kind, Duration value, Duration target) {
  RunObjective one;
  one.kind = kind;
  one.name = kind == ObjectiveKind::rto ? "service-back" : "data-kept";
  one.title = kind == ObjectiveKind::rto ? "Service back" : "Data kept";
  one.subject = "service";
  one.target = target;
  one.is_measured = true;
  one.value = one.low = one.high = value;
  one.verdict = value <= target ? Verdict::met : Verdict::missed;
  return one;
}

inline RecordedDrill drill_of(const MadeDrill& made) {
  using namespace std::chrono_literals;
  RecordedDrill drill;
  drill.folder = "runs/" + made.id;
  drill.digest = sha256_hex(made.id);
  Run& run = drill.run;
  run.id = made.id;
  run.version = "0.1.0";
  run.state = made.state;
  run.reason = made.state == RunState::completed ? "" : "a clock was late";
  run.started_at = made.day + "T14:00:00.000000Z";
  run.ended_at = made.day + "T15:30:00.000000Z";
  run.scenario = {made.scenario, sha256_hex("scenario of " + made.plan + made.scenario)};
  run.plan = {made.plan, sha256_hex(made.plan)};
  run.target = {made.target, sha256_hex(made.target)};
  run.target_kind = made.kind;
  run.objectives = {promise_of(ObjectiveKind::rto, made.recovery, 1h),
                    promise_of(ObjectiveKind::rpo, made.loss, 15min)};
  run.phases = {{"detected", 1min}, {"routed", made.recovery}};
  RunStep automatic{"promote", 1min, 2min, {}, {}, false, true};
  RunStep by_hand{"tell", 3min, 9min, {}, {}, false, true};
  run.steps = {automatic, by_hand};
  run.steps[1].automatic_failed = true;
  run.chain = sha256_hex("chain of " + made.id);
  run.faults = {{"outage",
                 "region_outage",
                 {"host-" + made.id},
                 "power taken",
                 Outcome::succeeded,
                 Duration::zero(),
                 std::nullopt}};
  run.ledgers.push_back({});
  run.ledgers.back().name = run.ledgers.back().data = "orders";
  run.ledgers.back().acknowledged = 100;
  run.ledgers.back().survived = 98;
  run.ledgers.back().lost = 2;
  drill.prediction.scenario = run.scenario;
  drill.prediction.plan = run.plan;
  drill.prediction.horizon_s = 7'200.0;
  drill.prediction.replications = 100;
  for (const RunObjective& one : run.objectives) {
    PredictedObjective predicted{one.name, one.title, one.kind, to_seconds(one.target), 0.9, {}};
    for (std::size_t percent = 0; percent < predicted.law.values.size(); ++percent) {
      predicted.law.values[percent] = 60.0 * static_cast<double>(percent);
    }
    drill.prediction.objectives.push_back(predicted);
  }
  return drill;
}

// A plan with a criterion or KPI of each kind that a report can count.
inline Plan plan_of(const std::string& name) {
  using namespace std::chrono_literals;
  Plan plan;
  plan.name = name;
  plan.digest = sha256_hex(name);
  plan.governance.criteria = {
      {"rto-kept", "rto", 0.95, std::nullopt, "95 % of recoveries within their time"},
      {"rpo-kept", "rpo", 0.99, std::nullopt, "99 % of losses within their promise"},
      {"copies-whole", "backup_integrity", 1.0, std::nullopt, "every copy is whole"},
      {"automation", "automation", 0.9, std::nullopt, "90 % of steps by themselves"}};
  plan.governance.indicators = {
      {"mttr", "mttr", std::nullopt, 1h, "recovered within an hour on average"},
      {"recovered", "recovery_success", 0.99, std::nullopt, "99 % of drills recover"},
      {"jobs", "backup_success", 0.99, std::nullopt, "99 % of backups succeed"},
      {"drills", "drill_success", 0.5, std::nullopt, "half of the drills keep everything"}};
  return plan;
}

// The inputs of a report on `drills`, with the scenario of each.
inline ReportInputs inputs_of_drills(const std::vector<MadeDrill>& drills) {
  ReportInputs inputs;
  inputs.tool = {"0.1.0", "abcdef"};
  for (const MadeDrill& made : drills) {
    inputs.drills.push_back(drill_of(made));
    Scenario scenario;
    scenario.name = made.scenario;
    scenario.digest = inputs.drills.back().run.scenario.digest;
    scenario.plan = plan_of(made.plan);
    inputs.scenarios.insert_or_assign(scenario.digest, scenario);
  }
  return inputs;
}

inline const CriterionResult& criterion(const Report& report, const std::string& plan,
                                        const std::string& name) {
  for (const CriterionResult& one : report.criteria) {
    if (one.plan == plan && one.name == name) {
      return one;
    }
  }
  throw std::runtime_error{"no criterion " + name + " of " + plan};
}

}  // namespace firedrill
