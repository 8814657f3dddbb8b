#include "reports/comparison_json.hpp"

#include <algorithm>

#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

Json interval_json(const Interval& interval) {
  return Json::array({json_number(interval.low), json_number(interval.high)});
}

Json figure_json(const ComparedFigure& figure) {
  return {{"measured_s", json_number(figure.measured)},
          {"measured_interval_s", Json::array({json_number(figure.low), json_number(figure.high)})},
          {"censored", figure.is_censored},
          {"predicted_median_s", json_number(figure.median)},
          {"predicted_interval90_s", interval_json(figure.interval)},
          {"rank", interval_json(figure.rank)},
          {"within", name_of(figure.is_inside)}};
}

Json figure_json(const std::optional<ComparedFigure>& figure) {
  return figure ? figure_json(*figure) : Json(nullptr);
}

Json compared_objective_json(const ComparedObjective& objective) {
  return {{"name", objective.name},
          {"title", objective.title},
          {"kind", objective.kind == ObjectiveKind::rto ? "rto" : "rpo"},
          {"target_s", json_number(objective.target_s)},
          {"predicted_met_fraction", objective.predicted_met_fraction},
          {"verdict", name_of(objective.verdict)},
          {"reason", objective.reason},
          {"figure", figure_json(objective.figure)},
          {"crps_s", objective.figure ? json_number(objective.score_s) : Json(nullptr)}};
}

Json compared_step_json(const ComparedStep& step) {
  const bool was_seen = step.measured_start.has_value();
  return {{"name", step.name},
          {"seen_in", name_of(step.seen_in)},
          {"predicted_reached_fraction", step.reached_fraction},
          {"predicted_failure_fraction", step.failure_fraction},
          {"failed", was_seen ? Json(step.has_failed) : Json(nullptr)},
          {"succeeded", was_seen ? Json(step.has_succeeded) : Json(nullptr)},
          {"measured_start_s", json_number(step.measured_start)},
          {"measured_length_s", json_number(step.measured_length)},
          {"start", figure_json(step.started)},
          {"length", figure_json(step.length)}};
}

Json one_json(const RunComparison& comparison) {
  Json objectives = Json::array(), phases = Json::array(), steps = Json::array(),
       probes = Json::array();
  for (const ComparedObjective& one : comparison.objectives) {
    objectives.push_back(compared_objective_json(one));
  }
  for (const ComparedPhase& one : comparison.phases) {
    phases.push_back({{"name", one.name}, {"length", figure_json(one.figure)}});
  }
  for (const ComparedStep& one : comparison.steps) {
    steps.push_back(compared_step_json(one));
  }
  for (const ComparedProbe& one : comparison.probes) {
    probes.push_back({{"name", one.name},
                      {"vantage", one.vantage},
                      {"objective", one.objective},
                      {"back", figure_json(one.figure)}});
  }
  return {{"run", comparison.id},
          {"started_at", comparison.started_at},
          {"state", name_of(comparison.state)},
          {"scenario",
           {{"name", comparison.scenario.name},
            {"title", comparison.scenario_title},
            {"digest", comparison.scenario.digest}}},
          {"target", comparison.target.name},
          {"seed", comparison.seed},
          {"replications", comparison.replications},
          {"fitted_on", comparison.fitted_on},
          {"objectives", objectives},
          {"phases", phases},
          {"steps", steps},
          {"probes", probes}};
}

Json figures_json(const FigureRecord& record) {
  return {{"name", record.name},
          {"count", record.coverage.count},
          {"held", record.coverage.held},
          {"coverage_ci95", interval_json(record.coverage.interval)},
          {"mean_width_s", json_number(record.coverage.mean_width)},
          {"ranks", record.ranks},
          {"bias_factor", record.bias ? Json(record.bias->factor) : Json(nullptr)},
          {"bias_factor_ci95", record.bias ? interval_json(record.bias->interval) : Json(nullptr)}};
}

Json list_json(const std::vector<FigureRecord>& records) {
  Json list = Json::array();
  for (const FigureRecord& record : records) {
    list.push_back(figures_json(record));
  }
  return list;
}

Json skill_json(const std::optional<Skill>& skill) {
  return skill ? Json{{"better_by", skill->value},
                      {"ci95", interval_json(skill->interval)},
                      {"drills", skill->count}}
               : Json(nullptr);
}

Json scenario_json(const ScenarioRecord& record) {
  return {{"scenario", record.scenario},
          {"title", record.title},
          {"recovery", figures_json(record.recovery)},
          {"mean_crps_s", json_number(record.mean_score_s)},
          {"median_relative_error", json_number(record.median_error)},
          {"against_own_history", skill_json(record.against_earlier)},
          {"against_other_history", skill_json(record.against_pooled)}};
}

Json drift_json(const DriftReport& drift) {
  Json findings = Json::array();
  for (const DriftFinding& one : drift.findings) {
    findings.push_back({{"kind", name_of(one.kind)},
                        {"name", one.name},
                        {"cause", one.is_cause},
                        {"odds", one.fortune},
                        {"false_alarm_at_most", one.false_alarm},
                        {"since", one.since},
                        {"since_between", Json::array({one.earliest, one.latest})},
                        {"drills_since", one.drills},
                        {"share_above_median", one.share_above}});
  }
  return {{"series", drift.series}, {"level", drift.level}, {"findings", findings}};
}

Json record_json(const ModelRecord& record) {
  Json scenarios = Json::array();
  for (const ScenarioRecord& one : record.scenarios) {
    scenarios.push_back(scenario_json(one));
  }
  return {{"drills", record.drills},
          {"verdict", name_of(record.verdict)},
          {"reason", record.reason},
          {"recovery", figures_json(record.recovery)},
          {"median_relative_error", json_number(record.median_error)},
          {"scenarios", scenarios},
          {"objectives", list_json(record.objectives)},
          {"phases", list_json(record.phases)},
          {"steps", list_json(record.steps)},
          {"drift", drift_json(record.drift)}};
}

}  // namespace

std::string comparison_json(std::span<const RunComparison> comparisons, const ModelRecord& record) {
  Json list = Json::array();
  for (const RunComparison& comparison : comparisons) {
    list.push_back(one_json(comparison));
  }
  const bool is_real =
      list.empty() || std::any_of(comparisons.begin(), comparisons.end(),
                                  [](const auto& one) { return is_measured(one.target_kind); });
  return json_text(
      {{"format", "firedrill/comparison/1"},
       {"labels", {{"measured", is_real ? "MEASURED" : "SIMULATED"}, {"predicted", "SIMULATED"}}},
       {"comparisons", list},
       {"model", record_json(record)}});
}

}  // namespace firedrill
