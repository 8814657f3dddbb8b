#include "reports/prediction_json.hpp"

#include <array>
#include <cmath>

#include "reports/json_text.hpp"
#include "reports/links_json.hpp"
#include "reports/timeline_json.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char*, reported_quantiles.size()> quantile_names{"p50", "p90", "p95",
                                                                            "p99"};

Json quantiles_json(const std::array<QuantileEstimate, reported_quantiles.size()>& estimates) {
  Json quantiles;
  for (std::size_t index = 0; index < quantile_names.size(); ++index) {
    quantiles[quantile_names[index]] = json_number(estimates[index].value);
  }
  return quantiles;
}

// To a tenth of a millisecond, which no probe resolves.
Json percentiles_json(const Percentiles& percentiles) {
  Json list = Json::array();
  for (const double value : percentiles.values) {
    list.push_back(json_number(std::round(value * 1e4) / 1e4));
  }
  return list;
}

Json predicted_objective_json(const ObjectivePrediction& objective) {
  Json intervals;
  for (std::size_t index = 0; index < quantile_names.size(); ++index) {
    const QuantileEstimate& quantile = objective.quantiles[index];
    intervals[quantile_names[index]] =
        Json::array({json_number(quantile.low), json_number(quantile.high)});
  }
  return {{"name", objective.name},
          {"title", objective.title},
          {"kind", objective.kind == ObjectiveKind::rto ? "rto" : "rpo"},
          {"subject", objective.subject},
          {"target_s", objective.target_s},
          {"required_fraction", objective.required_fraction},
          {"met_fraction", objective.met_fraction},
          {"met_fraction_ci95", Json::array({objective.met_low, objective.met_high})},
          {"quantiles_s", quantiles_json(objective.quantiles)},
          {"quantiles_ci95_s", intervals},
          {"percentiles_s", percentiles_json(objective.percentiles)},
          {"verdict", name_of(objective.verdict)}};
}

// A message, or something the plan's response does.
Json duty_json(const DutyPrediction& one) {
  Json quantiles;
  for (std::size_t index = 0; index < quantile_names.size(); ++index) {
    const bool is_owed = one.owed_fraction > 0.0;
    quantiles[quantile_names[index]] =
        is_owed ? json_number(one.quantiles[index].value) : Json(nullptr);
  }
  const bool is_judged = one.verdict.has_value();
  const bool is_told = is_message(one.kind);
  return {{is_told ? "message" : "phase", one.subject},
          {is_told ? "audience" : "action", one.detail},
          {"clock", name_of(one.clock)},
          {"due_s", json_number(one.due_s)},
          {"owed_fraction", one.owed_fraction},
          {"required_fraction", one.required_fraction},
          {"on_time_fraction", is_judged ? Json(one.on_time_fraction) : Json(nullptr)},
          {"on_time_fraction_ci95",
           is_judged ? Json::array({one.on_time_low, one.on_time_high}) : Json(nullptr)},
          {is_told ? "sent_quantiles_s" : "done_quantiles_s", quantiles},
          {"verdict", is_judged ? Json(name_of(*one.verdict)) : Json(nullptr)}};
}

Json lost_work_json(const std::optional<LostWorkPrediction>& lost) {
  return lost ? Json{{"subject", lost->subject},
                     {"p5_s", json_number(lost->p5)},
                     {"p50_s", json_number(lost->p50)},
                     {"p95_s", json_number(lost->p95)}}
              : Json(nullptr);
}

Json restoration_json(const RestorationPrediction& one) {
  return {{"data", one.data},
          {"wrong_fraction", one.wrong_fraction},
          {"wrong_fraction_ci95", Json::array({one.wrong_low, one.wrong_high})},
          {"first_copy_fraction", one.first_copy_fraction},
          {"copies", {{"p50", one.copies[0]}, {"p95", one.copies[1]}, {"p99", one.copies[2]}}},
          {"discarded_quantiles_s", quantiles_json(one.discarded)}};
}

Json hours_part_json(const HoursPrediction::Part& part) {
  if (part.fraction == 0.0) {
    return nullptr;
  }
  return {{"fraction", part.fraction},
          {"met_fraction", part.met_fraction},
          {"met_fraction_ci95", Json::array({part.met_low, part.met_high})},
          {"median_s", json_number(part.median_s)}};
}

Json hours_json(const std::optional<HoursPrediction>& hours) {
  return hours ? Json{{"role", hours->role},
                      {"objective", hours->objective},
                      {"inside", hours_part_json(hours->inside)},
                      {"outside", hours_part_json(hours->outside)}}
               : Json(nullptr);
}

Json throughput_json(const ThroughputPrediction& throughput) {
  return {{"phase", throughput.phase}, {"subject", throughput.subject}, {"unit", throughput.unit},
          {"p5", throughput.p5},       {"p50", throughput.p50},         {"p95", throughput.p95}};
}

Json phase_json(const PhasePrediction& phase) {
  return {{"name", phase.name},
          {"mean_s", json_number(phase.mean_s)},
          {"p95_s", json_number(phase.p95_s)},
          {"percentiles_s", percentiles_json(phase.percentiles)}};
}

Json predicted_step_json(const StepPrediction& step) {
  return {{"name", step.name},
          {"mean_s", json_number(step.mean_s)},
          {"waited_mean_s", json_number(step.waited_mean_s)},
          {"failure_fraction", step.failure_fraction},
          {"critical_share", step.critical_share},
          {"reached_fraction", step.reached_fraction},
          {"started_percentiles_s",
           step.percentiles ? percentiles_json(step.percentiles->started) : Json(nullptr)},
          {"ended_percentiles_s",
           step.percentiles ? percentiles_json(step.percentiles->ended) : Json(nullptr)},
          {"length_percentiles_s",
           step.percentiles ? percentiles_json(step.percentiles->length) : Json(nullptr)}};
}

Json assumption_json(const AssumptionPrediction& assumption) {
  const auto value = Json::parse(assumption.value, nullptr, false);
  return {{"pointer", assumption.pointer},
          {"name", assumption.name},
          {"value", value.is_discarded() ? Json(assumption.value) : value},
          {"source", assumption.source},
          {"assumed", assumption.is_assumed},
          {"fitted_on", assumption.fitted_on},
          {"influence", json_number(assumption.influence)},
          {"moves", assumption.moves.empty() ? Json(nullptr) : Json(assumption.moves)}};
}

// `list` with `entry` made of each of `items`.
template <class Item>
Json list_json(const std::vector<Item>& items, Json (*entry)(const Item&)) {
  Json list = Json::array();
  for (const Item& item : items) {
    list.push_back(entry(item));
  }
  return list;
}

Json duties_json(const Prediction& prediction, bool messages) {
  Json list = Json::array();
  for (const DutyPrediction& one : prediction.duties) {
    if (is_message(one.kind) == messages) {
      list.push_back(duty_json(one));
    }
  }
  return list;
}

}  // namespace

std::string prediction_json(const Prediction& prediction, const Scenario& scenario) {
  Json stories = Json::array();
  for (const Story& story : prediction.stories) {
    stories.push_back({{"label", story.label},
                       {"replication", story.replication},
                       {"timeline", events_json(story.timeline, scenario)}});
  }
  return json_text({{"format", "firedrill/prediction/1"},
                    {"label", "SIMULATED"},
                    {"scenario",
                     {{"name", prediction.scenario_name},
                      {"title", prediction.scenario_title},
                      {"digest", prediction.scenario_digest}}},
                    {"plan", {{"name", prediction.plan_name}, {"digest", prediction.plan_digest}}},
                    {"seed", prediction.seed},
                    {"replications", prediction.replications},
                    {"first_replication", prediction.first_replication},
                    {"timeline_digest", prediction.timeline_digest},
                    {"horizon_s", json_number(prediction.horizon_s)},
                    {"fitted_on", prediction.fitted_on},
                    {"objectives", list_json(prediction.objectives, predicted_objective_json)},
                    {"response", duties_json(prediction, false)},
                    {"notifications", duties_json(prediction, true)},
                    {"throughput", list_json(prediction.throughput, throughput_json)},
                    {"lost_work", lost_work_json(prediction.lost_work)},
                    {"restorations", list_json(prediction.restorations, restoration_json)},
                    {"hours", hours_json(prediction.hours)},
                    {"phases", list_json(prediction.phases, phase_json)},
                    {"steps", list_json(prediction.steps, predicted_step_json)},
                    {"assumptions", list_json(prediction.assumptions, assumption_json)},
                    {"diverged_fraction", prediction.diverged_fraction},
                    {"backlog", backlog_json(prediction.backlog)},
                    {"stories", stories}});
}

}  // namespace firedrill
