#include "reports/training_json.hpp"

#include "reports/json_text.hpp"
#include "reports/study_parts.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

Json seconds_json(const std::optional<Duration>& span) {
  return span ? json_number(to_seconds(*span)) : Json(nullptr);
}

Json limit_json(const std::optional<LimitPrediction>& within) {
  if (!within) {
    return nullptr;
  }
  const bool has_any = within->trials > 0;
  const double fraction =
      has_any ? static_cast<double>(within->count) / static_cast<double>(within->trials) : 0.0;
  return {{"limit_s", to_seconds(within->limit)},
          {"trials", within->trials},
          {"fraction", has_any ? Json(fraction) : Json(nullptr)},
          {"fraction_ci95",
           has_any ? Json::array({within->interval.low, within->interval.high}) : Json(nullptr)}};
}

Json advice_json(const CheckpointAdvice& advice) {
  Json simulated = Json::array();
  for (const CheckpointAdvice::Point& point : advice.simulated) {
    simulated.push_back({{"interval_s", to_seconds(point.interval)},
                         {"goodput", mean_json(point.goodput)},
                         {"behind_best", mean_json(point.behind_best)}});
  }
  return {{"interval_s", to_seconds(advice.chosen)},
          {"write_s", to_seconds(advice.write)},
          {"mtbf_s", json_number(to_seconds(advice.mtbf))},
          {"young_s", seconds_json(advice.young)},
          {"daly_s", seconds_json(advice.daly)},
          {"simulated", simulated},
          {"optimum_s", advice.optimum ? mean_json(*advice.optimum) : Json(nullptr)}};
}

}  // namespace

std::string training_json(const TrainingPrediction& prediction,
                          const std::vector<Assumption>& assumptions) {
  Json times = Json::object();
  for (std::size_t use = 0; use < time_uses.size(); ++use) {
    times[std::string{time_uses[use]}] = mean_json(prediction.times[use]);
  }
  const Json spread{{"p5", prediction.effective_spread[0]},
                    {"p50", prediction.effective_spread[1]},
                    {"p95", prediction.effective_spread[2]}};
  Json causes = Json::array();
  for (const CausePrediction& cause : prediction.causes) {
    causes.push_back({{"name", cause.name},
                      {"sources", cause.sources},
                      {"failures", mean_json(cause.failures)}});
  }
  return json_text({{"format", "firedrill/training/1"},
                    {"label", "SIMULATED"},
                    {"study", {{"name", prediction.name}, {"digest", prediction.digest}}},
                    {"seed", prediction.seed},
                    {"replications", prediction.replications},
                    {"horizon_s", to_seconds(prediction.horizon)},
                    {"nodes", prediction.nodes},
                    {"accelerators", prediction.accelerators},
                    {"effective_training_ratio", mean_json(prediction.effective_ratio)},
                    {"effective_training_ratio_quantiles", spread},
                    {"goodput", mean_json(prediction.goodput)},
                    {"nodes_up", mean_json(prediction.nodes_up)},
                    {"interruptions", mean_json(prediction.interruptions)},
                    {"mean_time_between_interruptions_s",
                     prediction.mean_between ? mean_json(*prediction.mean_between) : Json(nullptr)},
                    {"time_shares", times},
                    {"causes", causes},
                    {"detected_within", limit_json(prediction.detection)},
                    {"recovered_within", limit_json(prediction.recovery)},
                    {"checkpoints", advice_json(prediction.advice)},
                    {"assumptions", assumptions_json(assumptions)}});
}

}  // namespace firedrill
