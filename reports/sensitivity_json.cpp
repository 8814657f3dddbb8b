#include "reports/sensitivity_json.hpp"

#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

// In the order of SensitivityOf.
constexpr std::array<const char*, sensitivity_outputs> output_names{"promise", "tail", "time"};

Json figure_json(const IndexFigure& figure) {
  return {
      {"value", json_number(figure.value)},
      {"ci95", Json::array({json_number(figure.interval.low), json_number(figure.interval.high)})}};
}

Json indices_json(const ParameterIndices& indices) {
  return {{"first", figure_json(indices.first)},
          {"total", figure_json(indices.total)},
          {"first_of_parameters", figure_json(indices.first_of_parameters)},
          {"total_of_parameters", figure_json(indices.total_of_parameters)}};
}

Json parameter_json(const ParameterSensitivity& one) {
  Json indices;
  for (std::size_t output = 0; output < sensitivity_outputs; ++output) {
    indices[output_names[output]] = indices_json(one.indices[output]);
  }
  Json text{{"name", one.name}, {"rows", one.rows}};
  if (one.known_within > 1.0) {
    Json ends = Json::array();
    for (const auto& end : one.ends) {
      ends.push_back({{"factor", end.factor},
                      {"met_fraction", end.met_fraction},
                      {"p95_s", json_number(end.p95_s)}});
    }
    text.update({{"value", one.value},
                 {"source", one.source},
                 {"assumed", one.is_assumed},
                 {"known_within", one.known_within},
                 {"ends", ends},
                 {"worth", one.worth}});
  }
  text.update({{"narrows_sd_by", one.narrows}, {"indices", indices}});
  return text;
}

}  // namespace

std::string sensitivity_json(const SensitivityStudy& study) {
  Json outputs;
  for (std::size_t output = 0; output < sensitivity_outputs; ++output) {
    const auto& one = study.outputs[output];
    outputs[output_names[output]] = {{"mean", json_number(one.mean)},
                                     {"sd", json_number(one.sd)},
                                     {"sd_of_parameters", json_number(one.sd_of_parameters)},
                                     {"share_of_parameters", figure_json(one.share_of_parameters)}};
  }
  Json parameters = Json::array();
  for (const ParameterSensitivity& one : study.parameters) {
    parameters.push_back(parameter_json(one));
  }
  return json_text({{"format", "firedrill/sensitivity/1"},
                    {"label", "SIMULATED"},
                    {"scenario", study.scenario},
                    {"scenario_digest", study.digest},
                    {"objective", study.objective},
                    {"kind", study.kind == ObjectiveKind::rto ? "rto" : "rpo"},
                    {"target_s", study.target_s},
                    {"required_fraction", study.required_fraction},
                    {"seed", study.seed},
                    {"rows", study.rows},
                    {"lucks", study.lucks},
                    {"evaluations", study.evaluations},
                    {"end_replications", study.end_replications},
                    {"tail_s", json_number(study.tail_s)},
                    {"met_fraction", study.met_fraction},
                    {"p95_s", json_number(study.p95_s)},
                    {"outputs", outputs},
                    {"parameters", parameters},
                    {"left_out", study.left_out}});
}

}  // namespace firedrill
