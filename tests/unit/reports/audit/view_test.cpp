// What holds for the words and tables of every report, whatever it is made from.
#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "reports/audit/pictures.hpp"
#include "reports/audit/redact.hpp"
#include "reports/audit/report_html.hpp"
#include "reports/audit/report_json.hpp"
#include "reports/audit/report_markdown.hpp"
#include "reports/audit/view.hpp"
#include "reports/format.hpp"
#include "tests/unit/reports/audit/report_fixture.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

Report year_of(std::size_t count) {
  std::vector<MadeDrill> drills;
  for (std::size_t number = 0; number < count; ++number) {
    drills.push_back({.id = "drill-" + std::to_string(100 + number),
                      .day = "2026-0" + std::to_string(number % 9 + 1) + "-10",
                      .plan = number % 3 == 0 ? "plan-b" : "plan-a",
                      .recovery = number % 4 == 0 ? never : 30min,
                      .state = number % 7 == 5 ? RunState::aborted : RunState::completed});
  }
  ReportInputs inputs = inputs_of_drills(drills);
  inputs.dossier.from = day_of("2026-01-01");
  inputs.dossier.until = day_of("2026-12-31");
  return make_report(inputs);
}

void expect_whole(const Report& report) {
  std::set<std::string> ids;
  for (const ViewSection& section : report_view(report).sections) {
    CAPTURE(section.id);
    CHECK(ids.insert(section.id).second);
    CHECK_FALSE(section.title.empty());
    CHECK_FALSE(section.blocks.empty());
    for (const ViewBlock& block : section.blocks) {
      if (const auto* const table = std::get_if<ViewTable>(&block)) {
        CAPTURE(table->caption);
        for (const auto& row : table->rows) {
          CHECK(row.size() == table->columns.size());
          CHECK(std::none_of(row.begin(), row.end(),
                             [](const ViewCell& cell) { return cell.text.empty(); }));
        }
      }
    }
  }
}

const ViewTable& table_of(const ReportView& view, const std::string& section,
                          const std::string& caption) {
  for (const ViewSection& one : view.sections) {
    for (const ViewBlock& block : one.blocks) {
      const auto* const table = std::get_if<ViewTable>(&block);
      if (one.id == section && table != nullptr && table->caption.starts_with(caption)) {
        return *table;
      }
    }
  }
  throw std::runtime_error{"no table " + caption};
}

std::vector<std::string> texts_of(const std::vector<ViewCell>& row) {
  std::vector<std::string> texts;
  std::transform(row.begin(), row.end(), std::back_inserter(texts),
                 [](const ViewCell& cell) { return cell.text; });
  return texts;
}

}  // namespace

TEST_CASE("every table is whole and every section says something") {
  expect_whole(make_report({}));
  expect_whole(make_report(inputs_of_drills({{.id = "one"}})));
  expect_whole(year_of(3));
  expect_whole(year_of(40));
}

TEST_CASE("promises over all drills stay with their plan") {
  ReportInputs inputs =
      inputs_of_drills({{.id = "a-1"},
                        {.id = "a-2", .day = "2026-10-16", .recovery = 90min},
                        {.id = "b-1", .day = "2026-10-17", .plan = "plan-b", .recovery = 10min}});
  const ReportView view = report_view(make_report(inputs));
  const ViewTable& table = table_of(view, "objectives", "Promises over all");
  REQUIRE(table.rows.size() == 4);
  CHECK(texts_of(table.rows[0]) == std::vector<std::string>{"plan-a: Service back", "1 h", "1", "1",
                                                            "0", "30 min", "1 h 30 min", "a-2",
                                                            "2 of 2"});
  CHECK(texts_of(table.rows[2]) == std::vector<std::string>{"plan-b: Service back", "1 h", "1", "0",
                                                            "0", "10 min", "10 min", "b-1",
                                                            "1 of 1"});
  const ViewTable& summary = table_of(view, "executive", "Criteria and KPIs of each plan");
  CHECK(summary.rows.size() == 16);
  CHECK(texts_of(summary.rows[0])[0] == "plan-a");
  CHECK(texts_of(summary.rows[8])[0] == "plan-b");
  for (const char* const plan : {"plan-a", "plan-b"}) {
    const ViewTable& criteria =
        table_of(view, "criteria", std::string{"Success criteria of "} + plan);
    CHECK(criteria.rows.size() == 4);
  }
}

TEST_CASE("the order of the arguments changes nothing") {
  const std::vector<MadeDrill> drills{{.id = "a"},
                                      {.id = "b", .day = "2026-10-16", .recovery = 90min},
                                      {.id = "c", .day = "2026-10-16", .plan = "plan-b"}};
  std::vector<MadeDrill> reversed{drills.rbegin(), drills.rend()};
  const Report one = make_report(inputs_of_drills(drills));
  const Report other = make_report(inputs_of_drills(reversed));
  CHECK(report_json(one) == report_json(other));
  CHECK(report_html(report_view(one)) == report_html(report_view(other)));
}

TEST_CASE("the line of a target stands in no words") {
  for (const auto recovery : {40min, 55min, 58min, 62min, 80min}) {
    INFO(recovery.count());
    ReportInputs inputs = inputs_of_drills({{.id = "a", .recovery = recovery}});
    inputs.drills[0].run.steps[1].ended = 3h;
    const std::string svg = recovery_picture(make_report(inputs).drills[0]).svg;
    std::smatch found;
    REQUIRE(std::regex_search(svg, found, std::regex{"<line x1=\"([0-9.]+)\"[^>]*class=\"p\""}));
    const double target = std::stod(found[1]);
    const std::string words = human_duration(to_seconds(recovery));
    REQUIRE(std::regex_search(svg, found, std::regex{"<text x=\"([0-9.]+)\"[^>]*>" + words}));
    const double begin = std::stod(found[1]);
    CHECK((target < begin || target > begin + 6.0 * static_cast<double>(words.size())));
  }
}

TEST_CASE("for paper every picture has its colours within itself") {
  const std::string page = report_html(report_view(year_of(12)));
  const std::string paper = with_paper_style(page);
  std::size_t pictures = 0;
  for (std::size_t at = 0; (at = paper.find("<svg", at)) != std::string::npos; ++at) {
    ++pictures;
    CHECK(paper.substr(paper.find('>', at) + 1, 7) == "<style>");
  }
  CHECK(pictures > 9);
  CHECK(paper.size() == page.size() + pictures * (paper_style().size() + 15));
}

TEST_CASE("a redacted report holds no name of a person, host or target") {
  ReportInputs inputs = inputs_of_drills({{.id = "a", .target = "vault-9"}});
  Dossier& said = inputs.dossier;
  said.assessor = Assessor{"Ines Okafor", "audit", "independent"};
  said.access = {{"plan", "Maria Lindqvist", "CTO", "Jonas Weber", {}}};
  said.training = {{"Priya Raman", "engineering", "failover", {}}};
  said.sign_offs = {{"approved", "Maria Lindqvist", "CTO", {}}};
  DrillDossier drill;
  drill.run = "a";
  drill.participants = {{"Jonas Weber", "devops", true, true}};
  drill.root_cause = "Jonas Weber had no key to vault-9, and host-a did not answer.";
  drill.approval = Approval{"Maria Lindqvist", "CTO", {}};
  said.drills = {drill};
  inputs.drills[0].run.undo.residue = {"a rule on host-a"};
  const std::string named = report_markdown(report_view(make_report(inputs)));
  redact(inputs);
  const Report report = make_report(inputs);
  const std::string all =
      report_markdown(report_view(report)) + report_html(report_view(report)) + report_json(report);
  for (const char* const name : {"Okafor", "Lindqvist", "Weber", "Raman", "vault-9", "host-a"}) {
    CAPTURE(name);
    CHECK(named.find(name) != std::string::npos);
    CHECK(all.find(name) == std::string::npos);
  }
  CHECK(all.find("30 min") != std::string::npos);
}
