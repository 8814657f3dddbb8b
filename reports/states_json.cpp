#include "reports/states_json.hpp"

#include "reports/json_text.hpp"
#include "reports/study_parts.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

Json figure_json(const StateFigure& figure) {
  Json value = mean_json(figure.simulated);
  value["exact"] = json_number(figure.exact);
  return value;
}

Json watched_json(const WatchedPrediction& watched, std::uint64_t replications) {
  return {{"state", watched.state},
          {"entered", watched.entered},
          {"fraction", static_cast<double>(watched.entered) / static_cast<double>(replications)},
          {"fraction_ci95", Json::array({watched.interval.low, watched.interval.high})},
          {"exact_fraction", json_number(watched.exact_fraction)},
          {"mean_time_s", watched.mean_time ? mean_json(*watched.mean_time) : Json(nullptr)},
          {"runs", watched.runs},
          {"exact_time_s", json_number(watched.exact_time)}};
}

}  // namespace

std::string states_json(const StatesPrediction& prediction,
                        const std::vector<Assumption>& assumptions) {
  Json states = Json::array();
  for (const StatesPrediction::State& state : prediction.states) {
    states.push_back({{"name", state.name},
                      {"up", state.is_up},
                      {"share", figure_json(state.share)},
                      {"long_run_share", json_number(state.long_run_share)}});
  }
  Json watched = Json::array();
  for (const WatchedPrediction& one : prediction.watched) {
    watched.push_back(watched_json(one, prediction.replications));
  }
  return json_text({{"format", "firedrill/states/1"},
                    {"label", "SIMULATED"},
                    {"study", {{"name", prediction.name}, {"digest", prediction.digest}}},
                    {"seed", prediction.seed},
                    {"replications", prediction.replications},
                    {"horizon_s", to_seconds(prediction.horizon)},
                    {"availability", figure_json(prediction.availability)},
                    {"downtime_s", figure_json(prediction.downtime)},
                    {"long_run_availability", json_number(prediction.long_run_availability)},
                    {"states", states},
                    {"watched", watched},
                    {"assumptions", assumptions_json(assumptions)}});
}

}  // namespace firedrill
