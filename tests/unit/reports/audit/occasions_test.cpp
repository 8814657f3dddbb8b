// Drills that a calendar had laid out, and what became of them.
#include <catch2/catch.hpp>

#include "tests/unit/reports/audit/report_fixture.hpp"

using namespace firedrill;

namespace {

PlannedYear::Drill planned(const char* day, const char* from, const char* until,
                           const char* scenario = "loss") {
  return {
      *day_of(day), *day_of(from), *day_of(until), "monthly", "Monthly restoration", scenario, ""};
}

ReportCalendar followed(ReportInputs inputs, std::vector<PlannedYear::Drill> drills,
                        const char* from = "2026-10-01", const char* until = "2026-12-31") {
  inputs.dossier.from = day_of(from);
  inputs.dossier.until = day_of(until);
  PlannedYear year{"programme", sha256_hex("programme"), "plan-a", 2026, std::move(drills)};
  inputs.calendars = {year};
  const Report report = make_report(inputs);
  REQUIRE(report.calendars.size() == 1);
  return report.calendars[0];
}

}  // namespace

TEST_CASE("a drill settles one occasion of its plan, scenario and period") {
  const ReportInputs inputs =
      inputs_of_drills({{.id = "october", .day = "2026-10-15"},
                        {.id = "other", .day = "2026-11-10", .scenario = "breach"},
                        {.id = "of-b", .day = "2026-11-11", .plan = "plan-b"},
                        {.id = "december", .day = "2026-12-02"},
                        {.id = "december-too", .day = "2026-12-03"}});
  const ReportCalendar calendar =
      followed(inputs, {planned("2026-10-20", "2026-10-01", "2026-10-31"),
                        planned("2026-11-17", "2026-11-01", "2026-11-30"),
                        planned("2026-12-15", "2026-12-01", "2026-12-31"),
                        planned("2026-12-20", "2026-12-01", "2026-12-31", "")});
  REQUIRE(calendar.occasions.size() == 4);
  CHECK(calendar.occasions[0].state == OccasionState::held);
  CHECK(calendar.occasions[0].drill == "october");
  CHECK(calendar.occasions[1].state == OccasionState::left_out);
  CHECK(calendar.occasions[2].drill == "december");
  CHECK(calendar.occasions[3].state == OccasionState::not_played);
  CHECK(calendar.unplanned == std::vector<std::string>{"other", "december-too"});
  CHECK(calendar.held.count.kept == 2);
  CHECK(calendar.held.count.trials == 3);
}

TEST_CASE("what is not due by the newest day of the report is not left out") {
  const ReportInputs inputs = inputs_of_drills({{.id = "october", .day = "2026-10-15"}});
  const std::vector<PlannedYear::Drill> drills{planned("2026-11-17", "2026-11-01", "2026-11-30")};
  CHECK(followed(inputs, drills).occasions[0].state == OccasionState::not_due);
  ReportInputs signed_later = inputs;
  SignOff sign;
  sign.as = "prepared";
  sign.on = *day_of("2026-11-30");
  signed_later.dossier.sign_offs = {sign};
  CHECK(followed(signed_later, drills).occasions[0].state == OccasionState::not_due);
  signed_later.dossier.sign_offs[0].on = *day_of("2026-12-01");
  CHECK(followed(signed_later, drills).occasions[0].state == OccasionState::left_out);
}

TEST_CASE("of two occasions the one that ends first is settled") {
  const ReportInputs inputs = inputs_of_drills({{.id = "october", .day = "2026-10-15"}});
  const ReportCalendar calendar =
      followed(inputs, {planned("2026-10-10", "2026-10-01", "2026-12-31"),
                        planned("2026-10-20", "2026-10-01", "2026-10-31")});
  CHECK(calendar.occasions[0].state == OccasionState::not_due);
  CHECK(calendar.occasions[1].drill == "october");
}

TEST_CASE("occasions outside the period, and drills that do not count, settle nothing") {
  ReportInputs inputs =
      inputs_of_drills({{.id = "void", .day = "2026-10-15", .state = RunState::voided},
                        {.id = "last", .day = "2026-12-30", .scenario = "breach"}});
  const ReportCalendar calendar =
      followed(inputs, {planned("2026-09-20", "2026-09-01", "2026-10-31"),
                        planned("2026-10-20", "2026-10-01", "2026-10-31")});
  REQUIRE(calendar.occasions.size() == 1);
  CHECK(calendar.occasions[0].state == OccasionState::left_out);
}

TEST_CASE("a drill that was left out is a finding, a calendar that was not given a limitation") {
  ReportInputs inputs = inputs_of_drills({{.id = "a"}, {.id = "b", .day = "2026-12-30"}});
  inputs.dossier.from = day_of("2026-10-01");
  inputs.dossier.until = day_of("2026-12-31");
  const auto without = make_report(inputs);
  const auto speaks = [](const Report& report, const std::string& words) {
    return std::any_of(
        report.limitations.begin(), report.limitations.end(),
        [&](const Limitation& one) { return one.text.find(words) != std::string::npos; });
  };
  CHECK(speaks(without, "No calendar was given"));
  inputs.calendars = {{"programme",
                       "",
                       "plan-a",
                       2026,
                       {planned("2026-11-17", "2026-11-01", "2026-11-30", "breach")}}};
  const auto with = make_report(inputs);
  CHECK_FALSE(speaks(with, "No calendar was given"));
  CHECK(with.findings.size() == without.findings.size() + 1);
  CHECK(with.findings.back().text ==
        "a drill of the calendar was not held: Monthly restoration (breach), laid on 2026-11-17 "
        "and due by 2026-11-30");
}
