// Names in a report come from files and hosts: whatever they hold, no form takes it for markup.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "reports/audit/attestation.hpp"
#include "reports/audit/machine_forms.hpp"
#include "reports/audit/oscal.hpp"
#include "reports/audit/report_html.hpp"
#include "reports/audit/report_json.hpp"
#include "reports/audit/report_markdown.hpp"
#include "reports/audit/view.hpp"
#include "tests/unit/reports/audit/report_fixture.hpp"

using namespace firedrill;

namespace {

const std::string hostile =
    "</td><script>alert(1)</script><img src=x onerror=alert(2)> \"quotes\" 'single' & &amp; ]]> "
    "--> \\ `code` #eval(\"1\") $x$ [link](http://a.example) |bar| **bold** {{template}} \n"
    "firedrill_forged{a=\"b\"} 1\r\n\ttab 漢字 \x01";

// A report in which every name and every word that people state is hostile.
Report hostile_report() {
  ReportInputs inputs = inputs_of_drills({{.id = "a"}, {.id = "b", .day = "2026-10-16"}});
  for (RecordedDrill& drill : inputs.drills) {
    Run& run = drill.run;
    for (std::string* const text :
         {&run.id, &run.reason, &run.scenario_title, &run.target.name, &run.faults[0].name,
          &run.faults[0].how, &run.objectives[0].title, &run.objectives[1].title,
          &run.objectives[1].reason, &run.steps[0].name, &run.phases[0].name, &run.ledgers[0].data,
          &run.ledgers[0].commit_mode}) {
      *text += hostile;
    }
    run.faults[0].targets = {hostile};
    run.undo.residue = {hostile};
    run.objectives[1].verdict = Verdict::missed;
  }
  for (auto& [digest, scenario] : inputs.scenarios) {
    for (Target& target : scenario.plan.governance.criteria) {
      target.name += hostile;
      target.statement += hostile;
    }
  }
  Dossier& said = inputs.dossier;
  said.id = said.title = said.scope = said.time_zone = said.supersedes = hostile;
  said.exclusions = said.limitations = {hostile};
  said.assessor = Assessor{hostile, hostile, hostile};
  said.access = {{"plan", hostile, hostile, hostile, {}}};
  said.training = {{hostile, hostile, hostile, {}}};
  said.sign_offs = {{"approved", hostile, hostile, {}}};
  said.plan_changes = {{hostile, hostile, {}}};
  DrillDossier drill;
  drill.run = inputs.drills[0].run.id;
  drill.selection = drill.root_cause = hostile;
  drill.locations = drill.assumptions = drill.deviations = {hostile};
  drill.participants = {{hostile, hostile, true, false}};
  drill.findings = {{hostile, "high", hostile}};
  said.drills = {drill};
  CorrectiveAction action;
  action.id = action.title = action.finding = action.owner = action.cause = hostile;
  inputs.actions = {action};
  PlannedYear::Drill planned{*day_of("2026-10-02"),
                             *day_of("2026-10-01"),
                             *day_of("2026-10-03"),
                             hostile,
                             hostile,
                             hostile,
                             hostile};
  inputs.calendars = {{hostile, hostile, "plan-a", 2026, {planned}}};
  said.from = day_of("2026-10-01");
  said.until = day_of("2026-10-31");
  return make_report(inputs);
}

// The tags of a page in order; a text that a browser would take for one, too.
std::vector<std::string> tags_of(const std::string& page) {
  std::vector<std::string> tags;
  for (std::size_t at = 0; (at = page.find('<', at)) != std::string::npos; ++at) {
    const std::size_t end = page.find_first_of(" >\n", at);
    tags.push_back(page.substr(at + 1, end - at - 1));
  }
  return tags;
}

// Why `text` is no well-formed XML; "" if it is. Knows elements, attributes and entities alone.
std::string xml_problem(const std::string& text) {
  static const std::regex tag{
      R"(^<(/?)([a-z]+)((?: [a-z]+="(?:[^<"&]|&(?:amp|lt|gt|quot|apos|#[0-9]+);)*")*)\s*(/?)>)"};
  static const std::regex words{R"(^(?:[^<&]|&(?:amp|lt|gt|quot|apos|#[0-9]+);)+)"};
  std::vector<std::string> open;
  std::string rest = text.substr(text.find("?>") + 2);
  std::smatch match;
  while (!rest.empty()) {
    if (std::regex_search(rest, match, tag)) {
      if (match[1] == "/" && (open.empty() || open.back() != match[2])) {
        return "closes " + match[2].str();
      }
      if (match[1] == "/") {
        open.pop_back();
      } else if (match[4] != "/") {
        open.push_back(match[2]);
      }
    } else if (!std::regex_search(rest, match, words)) {
      return "at " + rest.substr(0, 60);
    }
    rest = match.suffix();
  }
  return open.empty() ? "" : "leaves open " + open.back();
}

}  // namespace

TEST_CASE("HTML takes no name for markup") {
  const std::string page = report_html(report_view(hostile_report()));
  const std::set<std::string> known{
      "!DOCTYPE", "!doctype", "html",  "head",  "meta",  "title",  "style",  "body", "main",
      "header",   "nav",      "ol",    "ul",    "li",    "a",      "p",      "h1",   "h2",
      "h3",       "section",  "table", "thead", "tbody", "tr",     "th",     "td",   "caption",
      "dl",       "dt",       "dd",    "div",   "pre",   "code",   "span",   "svg",  "rect",
      "line",     "circle",   "text",  "path",  "g",     "figure", "strong", "br",   "polygon"};
  for (std::string tag : tags_of(page)) {
    tag = tag.starts_with("/") ? tag.substr(1) : tag;
    tag = tag.ends_with("/") ? tag.substr(0, tag.size() - 1) : tag;
    CAPTURE(tag);
    CHECK(known.contains(tag));
  }
  CHECK(page.find("&lt;script&gt;alert(1)") != std::string::npos);
  CHECK(page.find('\x01') == std::string::npos);
}

TEST_CASE("JUnit is well-formed whatever the names hold") {
  const std::string xml = report_junit(hostile_report());
  CHECK(xml_problem(xml).empty());
  CHECK(xml_problem("<?xml?><a b=\"<\"></a>") != "");  // the check itself can fail
  CHECK(xml_problem("<?xml?><a><b></a></b>") != "");
  CHECK(xml.find("alert(1)") != std::string::npos);
}

TEST_CASE("Markdown escapes what it would take for markup, on one line") {
  const std::string page = report_markdown(report_view(hostile_report()));
  const std::regex bare{R"((^|[^\\])<(script|img|/td))"};
  CHECK_FALSE(std::regex_search(page, bare));
  CHECK(page.find("\\[link\\](http") != std::string::npos);
  CHECK(page.find("\\*\\*bold") != std::string::npos);
  CHECK(page.find("\nfiredrill_forged") == std::string::npos);
  CHECK(page.find("\\|bar\\|") != std::string::npos);
}

TEST_CASE("Typst keeps every name in a string") {
  const std::string page = report_typst(report_view(hostile_report()));
  // Outside of strings nothing of a name is left: strings are removed as Typst reads them.
  std::string outside;
  bool is_inside = false;
  for (std::size_t at = 0; at < page.size(); ++at) {
    if (is_inside && page[at] == '\\') {
      ++at;
    } else if (page[at] == '"') {
      is_inside = !is_inside;
    } else if (!is_inside) {
      outside += page[at];
    }
  }
  CHECK_FALSE(is_inside);
  for (const char* const part : {"alert", "eval(", "bold", "forged", "onerror"}) {
    CHECK(outside.find(part) == std::string::npos);
  }
}

TEST_CASE("metrics have one sample a line and no forged one") {
  const std::string text = report_metrics(hostile_report());
  const std::regex sample{
      R"re(firedrill_[a-z_]+\{([a-z]+="([^"\\\n]|\\["\\n])*",?)*\} [-+0-9.e]+)re"};
  std::istringstream lines{text};
  std::size_t samples = 0;
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    if (!line.starts_with("# ")) {
      ++samples;
      CHECK(std::regex_match(line, sample));
    }
    CHECK_FALSE(line.starts_with("firedrill_forged"));
  }
  CHECK(samples > 20);
}

TEST_CASE("every JSON form can be read, and OSCAL's strings are lines") {
  const Report report = hostile_report();
  for (const std::string& form :
       {report_json(report), report_dashboard(report), oscal_plan(report), oscal_results(report),
        oscal_poam(report), attestation_json(report, {{hostile, "00"}})}) {
    CHECK_NOTHROW(nlohmann::json::parse(form));
  }
  const auto check = [](const auto& self, const nlohmann::json& value) -> void {
    if (value.is_string()) {
      const std::string text = value;
      CAPTURE(text);
      CHECK_FALSE(text.empty());
      CHECK(text.front() != ' ');
      CHECK(text.back() != ' ');
      CHECK(std::none_of(text.begin(), text.end(),
                         [](unsigned char letter) { return letter < 0x20; }));
    } else if (value.is_structured()) {
      for (const auto& part : value) {
        self(self, part);
      }
    }
  };
  for (const std::string& form : {oscal_plan(report), oscal_results(report), oscal_poam(report)}) {
    check(check, nlohmann::json::parse(form));
  }
  CHECK(nlohmann::json::parse(report_json(report))["title"] == hostile);
}
