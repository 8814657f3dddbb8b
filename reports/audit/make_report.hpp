// Computes a report from what was recorded, predicted, planned and declared, and from nothing else:
// no clock, no file, no order of arguments. The same inputs give the same report, byte for byte.
// Example: make_report({.drills = drills, .scenarios = scenarios, .dossier = dossier}).verdict
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/recovery/predicted_run.hpp"
#include "reports/audit/report.hpp"
#include "scenarios/run_folder.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

struct ReportInputs {
  std::vector<RecordedDrill> drills;                       // in any order
  std::map<std::string, Scenario, std::less<>> scenarios;  // by digest, those of the drills
  std::vector<PredictedRun> predictions;                   // beside the drills' own
  std::vector<PlannedYear> calendars;  // what was to be drilled, by plan and year
  Dossier dossier;
  std::vector<CorrectiveAction> actions;
  ReportTool tool;
};

[[nodiscard]] Report make_report(const ReportInputs& inputs);

// The parts, each from those before it.
[[nodiscard]] ReportDrill report_drill(const RecordedDrill& drill, const Scenario* scenario,
                                       const Dossier& dossier);
[[nodiscard]] std::vector<CriterionResult> judge_criteria(const Report& report, const Plan& plan);
// What became of the drills that a calendar had laid out between `report.from` and `.until`.
[[nodiscard]] std::vector<ReportCalendar> follow_calendars(const std::vector<PlannedYear>& planned,
                                                           const Report& report);
[[nodiscard]] std::vector<LedgerLine> message_ledger(const std::vector<ReportDrill>& drills);
[[nodiscard]] std::vector<ReportFinding> find_findings(const Report& report);
[[nodiscard]] std::vector<ReportAction> follow_actions(const std::vector<CorrectiveAction>& actions,
                                                       const Report& report);
[[nodiscard]] std::vector<MissingField> missing_fields(const Report& report);
[[nodiscard]] std::vector<Limitation> find_limitations(const Report& report);
[[nodiscard]] std::vector<MappedDemand> map_demands(const Report& report);

[[nodiscard]] ReportOrigin origin_of(const std::vector<ReportDrill>& drills);
// Beside a drill that was held on something real, what a stand-in made counts for nothing.
void set_stand_ins_apart(Report& report);
// Every computed figure of a report of stand-ins alone; what people state stays DECLARED.
void label_as_simulated(Report& report);

// The day of an instant in UTC, "2026-11-28T22:17:02.123456Z"; 1970-01-01 if it is none.
[[nodiscard]] Day day_of_instant(const std::string& instant);

}  // namespace firedrill
