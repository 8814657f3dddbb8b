// The page, the JSON and the tornado of a study say what it found.
#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "reports/sensitivity_json.hpp"
#include "reports/sensitivity_text.hpp"
#include "reports/tornado.hpp"

using namespace firedrill;

namespace {

SensitivityStudy study_of_two() {
  SensitivityStudy study;
  study.scenario = "outage";
  study.title = "An outage";
  study.objective = "critical";
  study.target_s = 3'600.0;
  study.required_fraction = 0.95;
  study.met_fraction = 0.5;
  study.p95_s = 7'200.0;
  study.rows = 1'000;
  study.lucks = 4;
  study.outputs[0] = {0.45, 0.5, 0.1, {0.04, {0.03, 0.05}}};
  for (const char* name : {"people.decide", "dns <edit>"}) {
    ParameterSensitivity one;
    one.name = name;
    one.source = "assumed: because";
    one.is_assumed = true;
    one.known_within = 2.0;
    one.ends = {{{0.5, 0.6, 5'000.0}, {2.0, 0.4, std::numeric_limits<double>::infinity()}}};
    one.indices[0].first = {0.0123, {0.01, 0.02}};
    one.indices[0].total = {0.2, {0.19, 0.21}};
    one.narrows = 0.02;
    study.parameters.push_back(one);
  }
  study.parameters[1].ends = {{{0.5, 0.51, 5'000.0}, {2.0, 0.49, 5'100.0}}};
  return study;
}

}  // namespace

TEST_CASE("the page names what decides, what is luck, and what to measure") {
  const std::string page = sensitivity_page(study_of_two(), {});
  for (const char* text :
       {"96 % is luck and 4 %", "people.decide", "0.012", "[0.190, 0.210]", "×/÷ 2", "TORNADO",
        "60.0 %", "never", "WHAT TO MEASURE NEXT", "it does not hold often enough"}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
  SensitivityStudy worth = study_of_two();
  worth.parameters[0].worth = 0.012;
  CHECK(sensitivity_page(worth, {}).find("1.20") != std::string::npos);
  CHECK(sensitivity_page(SensitivityStudy{}, {}).find("in doubt") != std::string::npos);
}

TEST_CASE("the JSON holds the figures, and null where nothing can be said") {
  SensitivityStudy study = study_of_two();
  study.parameters[0].indices[0].first_of_parameters.value =
      std::numeric_limits<double>::quiet_NaN();
  const auto parsed = nlohmann::json::parse(sensitivity_json(study));
  CHECK(parsed["format"] == "firedrill/sensitivity/1");
  CHECK(parsed["parameters"][0]["indices"]["promise"]["total"]["value"] == 0.2);
  CHECK(parsed["parameters"][0]["indices"]["promise"]["first_of_parameters"]["value"].is_null());
  CHECK(parsed["parameters"][0]["ends"][1]["p95_s"].is_null());
}

TEST_CASE("the tornado draws the longest bar first and escapes names") {
  const std::string picture = tornado_picture(study_of_two());
  CHECK(picture.find("people.decide") < picture.find("dns &lt;edit&gt;"));
  CHECK(picture.find("60.0") != std::string::npos);
  CHECK(picture.ends_with("</svg>\n"));
}
