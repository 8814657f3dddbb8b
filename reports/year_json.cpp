#include "reports/year_json.hpp"

#include "reports/json_text.hpp"
#include "reports/study_parts.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

Json targets_json(const std::vector<TargetPrediction>& targets) {
  Json list = Json::array();
  for (const TargetPrediction& one : targets) {
    const bool is_known = one.years > 0;
    const std::string unit = one.is_time ? "_s" : "_fraction";
    const auto known = [&](double value) { return is_known ? json_number(value) : Json(nullptr); };
    list.push_back(
        {{"name", one.name},
         {"measures", one.measures},
         {"target" + unit, one.target},
         {"years", one.years},
         {"years_met", one.years_met},
         {"met_fraction_ci95", is_known ? Json::array({one.met.low, one.met.high}) : Json(nullptr)},
         {"quantiles" + unit,
          {{"p5", known(one.p5)}, {"p50", known(one.p50)}, {"p95", known(one.p95)}}},
         {"pooled" + unit, known(one.pooled)},
         {"verdict", name_of(one.verdict)}});
  }
  return list;
}

}  // namespace

std::string year_json(const YearPrediction& prediction,
                      const std::vector<Assumption>& assumptions) {
  Json causes = Json::array();
  for (const IncidentPrediction& cause : prediction.causes) {
    causes.push_back({{"name", cause.name},
                      {"incidents", mean_json(cause.incidents)},
                      {"lost_hours", mean_json(cause.lost_hours)},
                      {"recovered_fraction", cause.recovered},
                      {"data_lost_fraction", cause.losses}});
  }
  return json_text({{"format", "firedrill/year/1"},
                    {"label", "SIMULATED"},
                    {"study", {{"name", prediction.name}, {"digest", prediction.digest}}},
                    {"seed", prediction.seed},
                    {"years", prediction.years},
                    {"timeline_digest", prediction.digest_of_years},
                    {"required_years_fraction", prediction.required_years},
                    {"criteria", targets_json(prediction.criteria)},
                    {"indicators", targets_json(prediction.indicators)},
                    {"availability",
                     {{"service", prediction.service},
                      {"fraction", mean_json(prediction.availability)},
                      {"fraction_p5", prediction.availability_p5},
                      {"fraction_p50", prediction.availability_p50},
                      {"lost_hours", mean_json(prediction.lost_hours)}}},
                    {"causes", causes},
                    {"years_without_incident_fraction", prediction.years_without_incident},
                    {"restorable_fraction", mean_json(prediction.restorable)},
                    {"assumptions", assumptions_json(assumptions)}});
}

}  // namespace firedrill
