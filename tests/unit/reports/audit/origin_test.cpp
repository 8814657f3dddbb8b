// What a report is headed with: nothing that a stand-in made is a measurement.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "reports/audit/attestation.hpp"
#include "reports/audit/machine_forms.hpp"
#include "reports/audit/oscal.hpp"
#include "reports/audit/report_html.hpp"
#include "reports/audit/report_json.hpp"
#include "reports/audit/report_markdown.hpp"
#include "reports/audit/report_text.hpp"
#include "reports/audit/view.hpp"
#include "tests/unit/reports/audit/report_fixture.hpp"

using namespace firedrill;

namespace {

const MadeDrill in_lab{.id = "lab", .kind = TargetKind::lab, .target = "lab-two"};
const MadeDrill on_staging{.id = "staged", .day = "2026-10-16"};
const MadeDrill of_stand_in{
    .id = "played", .day = "2026-10-17", .kind = TargetKind::stand_in, .target = "SIMULATED"};

Report report_on(const std::vector<MadeDrill>& drills) {
  return make_report(inputs_of_drills(drills));
}

// Every form in which people or programs meet the report.
std::vector<std::string> forms_of(const Report& report) {
  const ReportView view = report_view(report);
  return {report_html(view),       report_markdown(view),       report_typst(view),
          report_page(report, {}), report_json(report),         report_junit(report),
          report_metrics(report),  oscal_plan(report),          oscal_results(report),
          oscal_poam(report),      attestation_json(report, {})};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a report is headed by what its drills were held on") {
  CHECK(heading_of(report_on({in_lab})) == "MEASURED in a lab");
  CHECK(heading_of(report_on({on_staging})) == "MEASURED on staging");
  CHECK(heading_of(report_on({of_stand_in})) == "SIMULATED by a stand-in");
  CHECK(heading_of(make_report({})) == "SIMULATED");
  CHECK(heading_of(report_on({in_lab, on_staging, of_stand_in})) ==
        "MEASURED in a lab (1 drill); MEASURED on staging (1 drill); SIMULATED by a stand-in "
        "(1 drill)");
}

TEST_CASE("no form of a stand-in's report calls anything measured") {
  const Report report = report_on({of_stand_in});
  CHECK(report.label() == Label::simulated);
  CHECK_FALSE(report.may_be_signed());
  for (const std::string& form : forms_of(report)) {
    CAPTURE(form.substr(0, 300));
    // The one sentence that explains the three labels is no heading.
    std::string others = form;
    const std::string explained = "SIMULATED, MEASURED or DECLARED";
    for (std::size_t at = 0; (at = others.find(explained)) != std::string::npos;) {
      others.erase(at, explained.size());
    }
    CHECK_FALSE(has(others, "MEASURED"));
    CHECK(has(form, "SIMULATED"));
  }
}

TEST_CASE("a stand-in alone is computed and supports nothing") {
  const Report report = report_on({of_stand_in});
  CHECK(criterion(report, "plan-a", "rto-kept").share.count.trials == 1);
  CHECK(criterion(report, "plan-a", "rto-kept").label == Label::simulated);
  CHECK(criterion(report, "plan-a", "copies-whole").label == Label::declared);
  for (const MappedDemand& demand : report.demands) {
    CHECK_FALSE(demand.is_supported);
  }
  const auto statement = nlohmann::json::parse(attestation_json(report, {}));
  CHECK(statement["predicate"]["result"] == "WARNED");
  CHECK(statement["predicate"]["passedTests"].empty());
  CHECK(statement["predicate"]["failedTests"].empty());
  CHECK(statement["predicate"]["warnedTests"].size() == 2);
  const auto oscal = nlohmann::json::parse(oscal_results(report));
  const auto& result = oscal["assessment-results"]["results"][0];
  for (const auto& finding : result["findings"]) {
    CHECK(finding["target"]["status"]["state"] == "not-satisfied");
  }
  CHECK(result["observations"][0]["methods"] == nlohmann::json::array({"EXAMINE"}));
}

TEST_CASE("beside a real drill a stand-in counts for nothing") {
  MadeDrill slow = of_stand_in;
  slow.recovery = std::chrono::hours{3};
  const Report real = report_on({on_staging});
  const Report mixed = report_on({on_staging, slow});
  CHECK(mixed.verdict == Verdict::met);
  CHECK(mixed.label() == Label::measured);
  CHECK(mixed.findings.size() == real.findings.size());
  CHECK(criterion(mixed, "plan-a", "rto-kept").share.count.trials == 1);
  CHECK(criterion(mixed, "plan-a", "mttr").mean.mean == Approx(1'800.0));
  CHECK(mixed.model.drills == real.model.drills);
  REQUIRE(mixed.drills.size() == 2);
  CHECK(mixed.drills[0].counts);
  CHECK_FALSE(mixed.drills[1].counts);
  CHECK(has(report_junit(mixed), "played (SIMULATED by a stand-in)"));
}

TEST_CASE("a measured drill is headed so in every form") {
  for (const std::string& form : forms_of(report_on({on_staging}))) {
    CAPTURE(form.substr(0, 300));
    CHECK(has(form, "MEASURED"));
    CHECK_FALSE(has(form, "stand-in"));
  }
}
