// Which of the fields that an audit report must have this one lacks. Each blocks the sign-off and
// is listed with where it belongs: missing is not passing.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reports/audit/make_report.hpp"

namespace firedrill {
namespace {

class Checker {
 public:
  explicit Checker(const Report& report) : report_{report} {}

  std::vector<MissingField> check();

 private:
  // `field` is missing if `is_there` does not hold; `where` it belongs.
  void need(bool is_there, std::string field, std::string where, std::string why = {}) {
    if (!is_there) {
      missing_.push_back({std::move(field), std::move(where), std::move(why)});
    }
  }
  void check_report();
  void check_drill(const ReportDrill& drill);
  void check_follow_up();

  const Report& report_;
  std::vector<MissingField> missing_;
};

void Checker::check_report() {
  const Dossier& said = report_.dossier;
  need(report_.origin.is_measured(), "operating evidence", "a drill of something real",
       report_.drills.empty() ? "a simulation alone is none" : "what a stand-in made is none");
  need(!said.id.empty(), "report id", "dossier: report/id");
  need(!said.time_zone.empty(), "time zone", "dossier: report/time_zone");
  need(!said.scope.empty(), "scope", "dossier: scope");
  need(!said.exclusions.empty(), "exclusions", "dossier: exclusions",
       "write \"none\" where nothing was left out");
  need(said.assessor.has_value(), "assessor and independence", "dossier: assessor");
  for (const char* const document : {"plan", "reports", "evidence"}) {
    need(std::any_of(said.access.begin(), said.access.end(),
                     [&](const AccessGrant& one) { return one.document == document; }),
         fmt::format("who may read the {}", document), "dossier: access");
  }
  need(!said.training.empty(), "who was trained when", "dossier: training");
  need(!said.backups.empty(), "backup validation", "dossier: backups",
       "no copy is said to have been restored");
}

void Checker::check_drill(const ReportDrill& drill) {
  const DrillDossier& said = drill.dossier;
  const std::string where = fmt::format("dossier: drills/{}", drill.id);
  const auto field = [&](const char* name) { return fmt::format("{} of {}", name, drill.id); };
  need(said.type.has_value(), field("test type"), where + "/type");
  need(!said.selection.empty(), field("reason for the scenario"), where + "/selection");
  need(said.approval.has_value(), field("approval"), where + "/approved");
  need(!said.locations.empty(), field("locations"), where + "/locations");
  need(!said.assumptions.empty(), field("assumptions"), where + "/assumptions");
  need(!said.participants.empty(), field("participants"), where + "/participants");
  need(said.criteria_fixed.has_value(), field("when success criteria were fixed"),
       where + "/criteria_fixed");
  const Day began = day_of_instant(drill.run.started_at);
  if (said.criteria_fixed) {
    need(*said.criteria_fixed <= began, field("success criteria fixed beforehand"),
         where + "/criteria_fixed", "they were fixed after the drill had begun");
  }
  if (said.approval) {
    need(said.approval->on <= began, field("approval beforehand"), where + "/approved",
         "it was approved after it had begun");
  }
  const Dossier& dossier = report_.dossier;
  need((!dossier.from || *dossier.from <= began) && (!dossier.until || began <= *dossier.until),
       field("place in the period"), "dossier: report/from, until",
       "it was held outside the period of the report");
  const bool needs_cause = drill.verdict == Verdict::missed;
  need(!needs_cause || !said.root_cause.empty(), field("root cause"), where + "/root_cause",
       "a promise was missed");
}

void Checker::check_follow_up() {
  for (const ReportFinding& finding : report_.findings) {
    need(finding.severity == "low" || !finding.actions.empty(),
         fmt::format("corrective action for {}", finding.id), "actions: finding", finding.text);
  }
  const Day now = day_of_instant(report_.as_of);
  for (const ReportAction& one : report_.actions) {
    const CorrectiveAction& action = one.action;
    if (action.state == ActionState::accepted) {
      need(!action.accepted_until || *action.accepted_until >= now,
           fmt::format("acceptance of {}", action.id), "actions: accepted/until", "it has expired");
      continue;
    }
    need(action.retest.has_value(), fmt::format("re-test of {}", action.id), "actions: retest");
    need(!action.cause.empty(), fmt::format("cause of {}", action.id), "actions: cause");
  }
}

std::vector<MissingField> Checker::check() {
  check_report();
  for (const ReportDrill& drill : report_.drills) {
    check_drill(drill);
  }
  check_follow_up();
  return std::move(missing_);
}

}  // namespace

std::vector<MissingField> missing_fields(const Report& report) { return Checker{report}.check(); }

}  // namespace firedrill
