#include "reports/whatif_json.hpp"

#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

Json difference_json(const Difference& one) {
  // Without two pairs that both recovered there is no mean change to speak of.
  const auto of_pairs = [&](double value) {
    return one.pairs < 2 ? Json(nullptr) : json_number(value);
  };
  return {
      {"objective", one.objective},
      {"kind", one.kind == ObjectiveKind::rto ? "rto" : "rpo"},
      {"target_s", one.target_s},
      {"met_fraction", {{"a", one.met_a}, {"b", one.met_b}}},
      {"met_change", one.met_change},
      {"met_change_ci95", Json::array({one.met_low, one.met_high})},
      {"median_s", {{"a", json_number(one.median_a_s)}, {"b", json_number(one.median_b_s)}}},
      {"pairs", one.pairs},
      {"mean_change_s", of_pairs(one.mean_change_s)},
      {"mean_change_ci95_s", Json::array({of_pairs(one.mean_low_s), of_pairs(one.mean_high_s)})},
      {"variance_ratio", json_number(one.variance_ratio)}};
}

}  // namespace

std::string whatif_json(const Comparison& comparison) {
  Json differences = Json::array();
  for (const Difference& one : comparison.differences) {
    differences.push_back(difference_json(one));
  }
  return json_text({{"format", "firedrill/whatif/1"},
                    {"label", "SIMULATED"},
                    {"a", comparison.a},
                    {"b", comparison.b},
                    {"seed", comparison.seed},
                    {"replications", comparison.replications},
                    {"differences", differences}});
}

}  // namespace firedrill
