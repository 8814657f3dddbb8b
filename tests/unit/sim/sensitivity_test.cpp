// A study of a scenario: what it finds, that threads change nothing, and intervals as narrow as was
// asked for.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "scenarios/scenario_reader.hpp"
#include "sim/sensitivity.hpp"

using namespace firedrill;

namespace {

UncertainScenario regional_outage() {
  const auto assembled = assemble_scenario("scenarios/library/regional-outage.json");
  REQUIRE(assembled);
  auto uncertain = UncertainScenario::read(*assembled);
  REQUIRE(uncertain);
  return std::move(uncertain).value();
}

const ParameterSensitivity& named(const SensitivityStudy& study, const std::string& name) {
  const auto found = std::find_if(study.parameters.begin(), study.parameters.end(),
                                  [&](const auto& one) { return one.name == name; });
  REQUIRE(found != study.parameters.end());
  return *found;
}

}  // namespace

TEST_CASE("a study is the same on any number of threads", "[threads][long]") {
  const UncertainScenario uncertain = regional_outage();
  SensitivityOptions options;
  options.parameters = 3;
  options.rows = 20;
  options.threads = 1;
  const SensitivityStudy study = study_sensitivity(uncertain, options);
  options.threads = 3;
  const SensitivityStudy again = study_sensitivity(uncertain, options);
  REQUIRE(study.parameters.size() == 4);
  for (std::size_t index = 0; index < study.parameters.size(); ++index) {
    CHECK(again.parameters[index].name == study.parameters[index].name);
    CHECK(again.parameters[index].indices[0].total.value ==
          study.parameters[index].indices[0].total.value);
  }
}

TEST_CASE("what decides the regional outage is found", "[long]") {
  SensitivityOptions options;
  options.parameters = 6;
  options.rows = 200;
  const SensitivityStudy study = study_sensitivity(regional_outage(), options);
  REQUIRE(study.parameters.size() == 7);  // and the others, together
  CHECK(study.rows == 200);
  // To decide more slowly keeps the promise less often; a setting is not in doubt.
  const ParameterSensitivity& decide = named(study, "people.decide");
  CHECK(decide.ends[0].met_fraction > study.met_fraction + 0.02);
  CHECK(decide.ends[1].met_fraction < study.met_fraction - 0.02);
  CHECK(decide.ends[1].factor == Approx(2.0));
  CHECK(decide.indices[0].total.value > 0.05);
  CHECK(std::none_of(study.parameters.begin(), study.parameters.end(),
                     [](const auto& one) { return one.name == "dns.ttl"; }));
  // Most is luck; and no parameter alone brings a promise that is missed by far.
  CHECK(study.outputs[0].share_of_parameters.value < 0.5);
  CHECK(decide.worth < 0.001);
  CHECK(decide.narrows >= 0.0);
}

TEST_CASE("a parameter is worth measuring where the verdict hangs on it", "[long]") {
  const auto assembled = assemble_scenario("scenarios/library/regional-outage.json");
  REQUIRE(assembled);
  // As often kept as is needed: which side it falls on is then what nobody knows.
  const auto needs_half = with_value(*assembled, "/plan/objectives/0/required_fraction", "0.45");
  REQUIRE(needs_half);
  const auto uncertain = UncertainScenario::read(*needs_half);
  REQUIRE(uncertain);
  SensitivityOptions options;
  options.parameters = 4;
  options.rows = 400;
  const SensitivityStudy study = study_sensitivity(*uncertain, options);
  CHECK(named(study, "people.decide").worth > 0.005);
}

TEST_CASE("intervals are about as narrow as was asked for", "[long]") {
  SensitivityOptions options;
  options.parameters = 3;
  options.precision = 0.1;
  const SensitivityStudy study = study_sensitivity(regional_outage(), options);
  for (const ParameterSensitivity& one : study.parameters) {
    for (const std::size_t output : {std::size_t{0}, std::size_t{1}}) {
      CHECK(one.indices[output].total.interval.high - one.indices[output].total.interval.low <
            0.11);
    }
  }
}

TEST_CASE("a scenario without parameters has no study") {
  const auto assembled = assemble_scenario("scenarios/library/reference-outage.json");
  REQUIRE(assembled);
  const auto uncertain = UncertainScenario::read(*assembled);
  REQUIRE(uncertain);
  CHECK(study_sensitivity(*uncertain, {}).parameters.empty());
}
