// The whole of an audit report as values: what was drilled, promised, predicted and measured, what
// follows from it and what is missing. Every form (page, PDF, Markdown, JUnit, OSCAL, metrics)
// is a pure function of this and holds no figure that is not in here. Each figure belongs to one of
// three kinds: SIMULATED, MEASURED, DECLARED; a simulation is never evidence that something works.
// Example: const Report report = make_report(inputs); report_html(report_view(report))
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/calendar/actions.hpp"
#include "models/calendar/planned_year.hpp"
#include "models/judgement/proof.hpp"
#include "models/recovery/run_comparison.hpp"
#include "scenarios/dossier.hpp"
#include "scenarios/model_record.hpp"

namespace firedrill {

enum class Label { simulated, measured, declared };
[[nodiscard]] std::string_view name_of(Label label);  // "MEASURED"

// On what the drills of a report were held, and how many each.
struct ReportOrigin {
  std::uint64_t labs = 0, targets = 0, stand_ins = 0;
  std::vector<std::string> target_names;  // of those that are no lab, each once

  [[nodiscard]] bool is_measured() const { return labs + targets > 0; }
};

enum class ReportKind { drill, quarter, year, period, simulation };
[[nodiscard]] std::string_view name_of(ReportKind kind);  // "quarter"

// A message, a phase of the response or detection, as it was owed and done in one drill.
struct ReportDuty {
  std::string subject, detail;             // "initial notification", "CTO"
  bool is_message = true;                  // else something the runbook does
  std::string clock;                       // what `due_s` counts from: "alert"
  std::optional<double> due_s;             // none: no clock
  std::optional<double> done_s;            // infinity: it was not done
  std::optional<double> sent_s;            // of messages, from the injection; infinity: never
  std::optional<bool> is_on_time{};        // none: no clock
  std::optional<double> acknowledged_s{};  // after it was sent; DECLARED
  std::string acknowledged_by;
};

struct ReportStep {
  std::string name;
  bool was_reached = false, is_automatic = false, succeeded = false;
  bool by_hand = false;                                 // a person did it, or mended it
  std::optional<double> started_s, length_s, waited_s;  // from the injection
};

// One drill with all that is said of it.
struct ReportDrill {
  std::string id, folder;
  Run run;
  RunComparison comparison;
  std::vector<ReportDuty> duties;
  std::vector<ReportStep> steps;
  std::uint64_t reached = 0, automatic = 0;   // steps
  double horizon_s = 0.0;                     // a recovery that takes longer counts as none
  std::optional<double> alert_s, declared_s;  // from the injection
  DrillDossier dossier;                       // empty where nobody states anything
  std::string run_digest;                     // SHA-256 of run.json
  Verdict verdict = Verdict::inconclusive;    // met: completed, and every promise was kept
  std::string reason;                         // why it is not met
  bool counts = true;  // a void drill tested nothing; nor did a stand-in beside real drills
};

// A prediction that no drill of this report is held against.
struct SimulatedPart {
  std::string scenario, digest, plan;
  std::uint64_t seed = 0, replications = 0;
  std::vector<PredictedObjective> objectives;
  std::vector<PredictedPhase> phases;
  std::vector<PredictedStep> steps;
};

// A success criterion or KPI of the plan held against the drills.
struct CriterionResult {
  std::string plan;                      // whose criterion it is; only its drills count
  std::string name, statement, counted;  // counted: "drills whose recovery times all kept"
  bool is_indicator = false;
  Label label = Label::measured;
  std::optional<double> at_least;   // fraction
  std::optional<double> at_most_s;  // of a mean
  ShareProof share;                 // of a fraction
  MeanProof mean;                   // of a mean
  Proof proof = Proof::too_few;
  std::uint64_t needed = 0;  // trials without a failure that would prove it; 0: none ever do
};

// What was seen in one or several drills; the words are of the worst of them.
struct ReportFinding {
  std::string id, text, severity, cause;
  std::vector<std::string> drills;  // their ids; empty where it is about none
  std::string worst;                // the one that `text` speaks of
  Label label = Label::measured;
  std::vector<std::string> actions;  // ids of those that answer it
};

struct ReportAction {
  CorrectiveAction action;
  bool is_overdue = false;
  std::string effectiveness;  // "effective", "not effective", "not tested again yet", ...
  std::string retested_by;    // id of the drill that shows it; "" if none
};

// One line of the ledger of messages over all drills.
struct LedgerLine {
  std::string plan, subject, detail, clock;
  std::optional<double> due_s;
  std::uint64_t owed = 0, on_time = 0, unsent = 0, acknowledged = 0;
  double median_s = 0.0, worst_s = 0.0;
  std::string worst_drill;
  std::vector<std::string> acknowledged_by;  // each once
};

// A demand of a standard, in our own words, and what of this report supports it.
struct MappedDemand {
  std::string standard, id, demand;
  std::vector<std::string> supports;  // ids of sections
  std::string exception;              // "" if nothing speaks against it
  bool is_supported = false;
};

// A field that a report must have and this one has not; it blocks sign-off.
struct MissingField {
  std::string field, where, why;
};

struct Limitation {
  std::string text;
  Label label = Label::measured;
};

// A plan that drills of the report followed; `digests`: of each version of it, by when they began.
struct ReportPlan {
  std::string name, title;
  std::vector<std::string> digests;
  std::uint64_t drills = 0;
};

// A drill that the calendar had laid out for the report's period, and what became of it.
enum class OccasionState { held, left_out, not_due, not_played };
[[nodiscard]] std::string_view name_of(OccasionState state);  // "left out"
struct ReportOccasion {
  PlannedYear::Drill planned;
  OccasionState state = OccasionState::not_due;
  std::string drill;  // its id, where it was held
};

// The calendar of one plan and year within the report's period.
struct ReportCalendar {
  std::string programme, digest, plan;
  int year = 0;
  std::vector<ReportOccasion> occasions;
  std::vector<std::string> unplanned;  // drills of that plan that no occasion asked for
  ShareProof held;                     // of those that were due by `as_of`; at least 100 %
};

struct ReportTool {
  std::string version, commit;
};

struct Report {
  ReportKind kind = ReportKind::drill;
  std::string id, title, as_of, from, until;  // as_of: UTC instant of the newest input
  std::string plan, plan_title, plan_digest;
  std::vector<ReportPlan> plans;  // by the first drill; the first is `plan`
  std::vector<ReportCalendar> calendars;
  ReportTool tool;
  ReportOrigin origin;
  bool is_redacted = false;
  std::string redacted_from;  // Merkle root of the whole report's pack, if it is known
  Dossier dossier;
  std::vector<ReportDrill> drills;  // by when they began
  std::vector<SimulatedPart> simulated;
  ModelRecord model;
  std::vector<CriterionResult> criteria;
  std::vector<LedgerLine> ledger;
  std::vector<ReportFinding> findings;
  std::vector<ReportAction> actions;
  std::vector<MappedDemand> demands;
  std::vector<MissingField> missing;
  std::vector<Limitation> limitations;
  Verdict verdict = Verdict::inconclusive;  // of the promises, over all drills that count

  // Of the figures that count: SIMULATED unless a drill was held on something real.
  [[nodiscard]] Label label() const {
    return origin.is_measured() ? Label::measured : Label::simulated;
  }
  [[nodiscard]] bool may_be_signed() const { return missing.empty(); }
};

// What every form is headed with: "MEASURED in a lab", "SIMULATED by a stand-in", "SIMULATED"; of
// several origins each with its number of drills.
[[nodiscard]] std::string heading_of(const Report& report);
// The same of one drill: "MEASURED on staging".
[[nodiscard]] std::string heading_of(const ReportDrill& drill);

}  // namespace firedrill
