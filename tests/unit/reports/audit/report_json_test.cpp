// A report for programs says what drills have in common once, and loses nothing by it.
#include "reports/audit/report_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/unit/reports/audit/report_fixture.hpp"

using namespace firedrill;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

json written(const std::vector<MadeDrill>& drills) {
  return json::parse(report_json(make_report(inputs_of_drills(drills))));
}

// Row `place` of a drill's list, joined with what it shares.
json row(const json& report, const json& drill, const std::string& kind, std::size_t place) {
  json joined = report["tables"][kind][drill[kind]["of"][place].get<std::size_t>()];
  for (const auto& [name, column] : drill[kind].items()) {
    joined[name] = column.at(place);
  }
  return joined;
}

}  // namespace

TEST_CASE("what two drills share stands once") {
  const json report = written({{.id = "a"}, {.id = "b", .day = "2026-10-16", .recovery = 90min}});
  CHECK(report["tables"]["promises"].size() == 2);
  CHECK(report["tables"]["steps"].size() == 2);
  CHECK(report["tables"]["phases"].size() == 2);
  CHECK(report["tables"]["scenarios"].size() == 1);
  CHECK(report["tables"]["targets"].size() == 1);
  CHECK(report["tables"]["faults"].size() == 2);  // each of a host of its own
  CHECK(report["drills"][0]["scenario"] == report["drills"][1]["scenario"]);
}

TEST_CASE("what two drills do not share is kept apart") {
  const json report = written(
      {{.id = "a"}, {.id = "b", .day = "2026-10-16", .plan = "plan-b", .target = "elsewhere"}});
  REQUIRE(report["tables"]["scenarios"].size() == 2);
  CHECK(report["tables"]["scenarios"][1]["plan"]["name"] == "plan-b");
  REQUIRE(report["tables"]["targets"].size() == 2);
  CHECK(report["tables"]["targets"][report["drills"][1]["target"].get<std::size_t>()]["name"] ==
        "elsewhere");
}

TEST_CASE("rows and columns together are the drill's own figures") {
  const json report = written({{.id = "a"}, {.id = "b", .day = "2026-10-16", .recovery = 90min}});
  const json& late = report["drills"][1];
  const json back = row(report, late, "promises", 0);
  CHECK(back["name"] == "service-back");
  CHECK(back["kind"] == "rto");
  CHECK(back["target_s"] == 3'600.0);
  CHECK(back["value_s"] == 5'400.0);
  CHECK(back["verdict"] == "missed");
  CHECK(back["predicted_low_s"] == 60.0 * 6);  // the 5th percentile is the sixth after the least
  CHECK(back["predicted_median_s"] == 60.0 * 51);
  CHECK(back["predicted_high_s"] == 60.0 * 96);
  CHECK(back["predicted_met"] == 0.9);
  CHECK(row(report, late, "steps", 1)["name"] == "tell");
  CHECK(row(report, late, "steps", 1)["length_s"] == 360.0);
  CHECK(row(report, late, "steps", 1)["automatic"] == false);
  CHECK(row(report, late, "phases", 1)["length_s"] == 5'400.0);
  CHECK(row(report, late, "ledgers", 0)["lost"] == 2);
  CHECK(row(report, late, "faults", 0)["targets"] == json::array({"host-b"}));
  CHECK(late["duties"] == json{{"of", json::array()}});
}

TEST_CASE("times of drills are rounded to the millisecond, and what was not measured is null") {
  ReportInputs inputs = inputs_of_drills({{.id = "a"}});
  inputs.drills[0].run.objectives[0].value = 1'234'567'890ns;
  inputs.drills[0].run.objectives[1].is_measured = false;
  inputs.drills[0].run.objectives[1].verdict = Verdict::inconclusive;
  const json report = json::parse(report_json(make_report(inputs)));
  CHECK(row(report, report["drills"][0], "promises", 0)["value_s"] == 1.235);
  CHECK(row(report, report["drills"][0], "promises", 1)["value_s"].is_null());
  CHECK(row(report, report["drills"][0], "promises", 1)["low_s"].is_null());
}
