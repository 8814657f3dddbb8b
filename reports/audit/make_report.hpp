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
  std::optional<Plan> plan;  // whose criteria count; none: that of the first drill's scenario
  Dossier dossier;
  std::vector<CorrectiveAction> actions;
  ReportTool tool;
};

[[nodiscard]] Report make_report(const ReportInputs& inputs);

// The parts, each from those before it.
[[nodiscard]] ReportDrill report_drill(const RecordedDrill& drill, const Scenario* scenario,
                                       const Dossier& dossier);
[[nodiscard]] std::vector<CriterionResult> judge_criteria(const Report& report,
                                                          const Governance& governance);
[[nodiscard]] std::vector<LedgerLine> message_ledger(const std::vector<ReportDrill>& drills);
[[nodiscard]] std::vector<ReportFinding> find_findings(const Report& report);
[[nodiscard]] std::vector<ReportAction> follow_actions(const std::vector<CorrectiveAction>& actions,
                                                       const Report& report);
[[nodiscard]] std::vector<MissingField> missing_fields(const Report& report);
[[nodiscard]] std::vector<Limitation> find_limitations(const Report& report);
[[nodiscard]] std::vector<MappedDemand> map_demands(const Report& report);

// The day of an instant in UTC, "2026-11-28T22:17:02.123456Z"; 1970-01-01 if it is none.
[[nodiscard]] Day day_of_instant(const std::string& instant);

}  // namespace firedrill
