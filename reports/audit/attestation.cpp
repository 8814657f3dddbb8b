#include "reports/audit/attestation.hpp"

#include <nlohmann/json.hpp>

namespace firedrill {

std::string attestation_json(const Report& report,
                             const std::vector<std::pair<std::string, std::string>>& subjects) {
  using Json = nlohmann::ordered_json;
  Json subject = Json::array();
  for (const auto& [name, digest] : subjects) {
    subject.push_back({{"name", name}, {"digest", {{"sha256", digest}}}});
  }
  Json configuration = Json::array();
  Json passed = Json::array(), warned = Json::array(), failed = Json::array();
  for (const ReportDrill& drill : report.drills) {
    configuration.push_back(
        {{"name", "scenario " + drill.run.scenario.name},
         {"uri", "runs/" + drill.id + "/scenario.json"},
         {"digest", {{"sha256", drill.run.scenario.digest}}},
         {"annotations",
          {{"label", label_of(drill.run.target_kind)}, {"held", heading_of(drill)}}}});
    const bool is_tested = drill.counts && is_measured(drill.run.target_kind);
    for (const RunObjective& one : drill.run.objectives) {
      const std::string name = drill.id + "/" + one.name;
      (!is_tested || one.verdict == Verdict::inconclusive ? warned
       : one.verdict == Verdict::met                      ? passed
                                                          : failed)
          .push_back(name);
    }
  }
  // A stand-in has tested nothing, so nothing passed or failed.
  const char* const result = !report.origin.is_measured()        ? "WARNED"
                             : report.verdict == Verdict::met    ? "PASSED"
                             : report.verdict == Verdict::missed ? "FAILED"
                                                                 : "WARNED";
  const Json statement{{"_type", "https://in-toto.io/Statement/v1"},
                       {"subject", std::move(subject)},
                       {"predicateType", "https://in-toto.io/attestation/test-result/v0.1"},
                       {"predicate",
                        {{"result", result},
                         {"configuration", std::move(configuration)},
                         {"passedTests", std::move(passed)},
                         {"warnedTests", std::move(warned)},
                         {"failedTests", std::move(failed)}}}};
  return statement.dump() + "\n";
}

}  // namespace firedrill
