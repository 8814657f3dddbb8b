// A report as JUnit XML.

#include <fmt/format.h>

#include "reports/audit/machine_forms.hpp"
#include "reports/audit/view_parts.hpp"
#include "reports/format.hpp"
#include "reports/markup.hpp"

namespace firedrill {
namespace {

struct Counts {
  std::size_t tests = 0, failures = 0, skipped = 0;
};

void count_case(Counts& counts, bool is_failed, bool is_open) {
  ++counts.tests;
  counts.failures += is_failed ? 1 : 0;
  counts.skipped += is_open ? 1 : 0;
}

Counts counts_of(const ReportDrill& drill) {
  Counts counts;
  for (const RunObjective& one : drill.run.objectives) {
    count_case(counts, drill.counts && one.verdict == Verdict::missed,
               !drill.counts || one.verdict == Verdict::inconclusive);
  }
  return counts;
}

Counts counts_of_criteria(const Report& report) {
  Counts counts;
  for (const CriterionResult& one : report.criteria) {
    count_case(counts, one.proof == Proof::refuted, one.proof == Proof::too_few);
  }
  return counts;
}

void write_case(Markup& xml, const std::string& suite, const std::string& name,
                const std::string& time, const std::string& failure, const std::string& skipped) {
  xml.open("testcase", {{"name", name}, {"classname", suite}, {"time", time}});
  if (!failure.empty()) {
    xml.element("failure", {{"message", failure}, {"type", "missed"}}, failure);
  } else if (!skipped.empty()) {
    xml.element("skipped", {{"message", skipped}});
  }
  xml.close();
}

// What a stand-in made is not to be taken for a test of anything real.
std::string suite_of(const ReportDrill& drill) {
  return is_measured(drill.run.target_kind) ? drill.id : drill.id + " (SIMULATED by a stand-in)";
}

void write_drill(Markup& xml, const ReportDrill& drill) {
  const Counts counts = counts_of(drill);
  xml.open("testsuite", {{"name", suite_of(drill)},
                         {"tests", std::to_string(counts.tests)},
                         {"failures", std::to_string(counts.failures)},
                         {"errors", "0"},
                         {"skipped", std::to_string(counts.skipped)},
                         {"timestamp", drill.run.started_at.substr(0, 19)}});
  xml.open("properties");
  for (const auto& [name, value] :
       {std::pair<std::string, std::string>{"scenario", drill.run.scenario.name},
        {"scenario.sha256", drill.run.scenario.digest},
        {"run.sha256", drill.run_digest},
        {"state", std::string{name_of(drill.run.state)}},
        {"label", std::string{label_of(drill.run.target_kind)}},
        {"held", heading_of(drill)}}) {
    xml.element("property", {{"name", name}, {"value", value}});
  }
  xml.close();
  for (const RunObjective& one : drill.run.objectives) {
    const bool is_failed = drill.counts && one.verdict == Verdict::missed;
    const bool is_open = !drill.counts || one.verdict == Verdict::inconclusive;
    const bool has_time = one.is_measured && one.value != never;
    write_case(xml, suite_of(drill), title_text(one),
               has_time ? fmt::format("{:.3f}", to_seconds(one.value)) : "0",
               is_failed ? fmt::format("{} where {} was promised", span_text(one.value),
                                       span_text(one.target))
                         : "",
               is_open ? (one.reason.empty() ? drill.reason : one.reason) : "");
  }
  xml.close();
}

}  // namespace

std::string report_junit(const Report& report) {
  Counts all = counts_of_criteria(report);
  const Counts criteria = all;
  for (const ReportDrill& drill : report.drills) {
    const Counts counts = counts_of(drill);
    all.tests += counts.tests;
    all.failures += counts.failures;
    all.skipped += counts.skipped;
  }
  Markup xml;
  xml.open("testsuites", {{"name", heading_of(report) + ": " + report.title},
                          {"tests", std::to_string(all.tests)},
                          {"failures", std::to_string(all.failures)},
                          {"errors", "0"},
                          {"skipped", std::to_string(all.skipped)}});
  for (const ReportDrill& drill : report.drills) {
    write_drill(xml, drill);
  }
  if (!report.criteria.empty()) {
    xml.open("testsuite", {{"name", "criteria and KPIs, " + label_word(report)},
                           {"tests", std::to_string(criteria.tests)},
                           {"failures", std::to_string(criteria.failures)},
                           {"errors", "0"},
                           {"skipped", std::to_string(criteria.skipped)},
                           {"timestamp", report.as_of.substr(0, 19)}});
    for (const CriterionResult& one : report.criteria) {
      const std::string verdict =
          fmt::format("{}: {} with n = {}", one.statement, name_of(one.proof),
                      one.at_most_s ? one.mean.count : one.share.count.trials);
      write_case(xml, report.plans.size() > 1 ? "criteria of " + one.plan : "criteria", one.name,
                 "0", one.proof == Proof::refuted ? verdict : "",
                 one.proof == Proof::too_few ? verdict : "");
    }
    xml.close();
  }
  xml.close();
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + std::move(xml).finish();
}

}  // namespace firedrill
