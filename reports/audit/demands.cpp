// What standards ask of a recovery test, by their identifiers and in our own words, and which parts
// of a report support that. "Supports", never "complies": whether it is enough is the auditor's to
// say. The texts of AICPA and ISO are copyrighted and stand nowhere here.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "reports/audit/make_report.hpp"

namespace firedrill {
namespace {

struct Demand {
  std::string_view standard, id, demand;
  std::array<std::string_view, 4> supports;  // "" where there are fewer
};

constexpr Demand demands[]{
    {"SOC 2",
     "A1.2",
     "Backups and recovery means are authorised, run, approved and watched",
     {"backups", "drills", "evidence", ""}},
    {"SOC 2",
     "A1.3",
     "Recovery is tested: likely and severe cases, key people away, whole copies, plan revised",
     {"drills", "objectives", "backups", "actions"}},
    {"SOC 2",
     "CC7.3",
     "Events are evaluated for what they do to the service",
     {"timeline", "notifications", "", ""}},
    {"SOC 2",
     "CC7.4",
     "A defined response: contain, mend, tell",
     {"timeline", "steps", "notifications", ""}},
    {"SOC 2",
     "CC7.5",
     "Restore, find the cause, prevent it, improve, test again",
     {"objectives", "findings", "actions", ""}},
    {"SOC 2",
     "CC9.1",
     "Risks of disruption are chosen and met",
     {"drills", "actions", "risks", ""}},
    {"ISO 27001", "A.5.24", "Roles in an incident are planned", {"drills", "access", "", ""}},
    {"ISO 27001", "A.5.29", "Security holds during a disruption", {"access", "deviations", "", ""}},
    {"ISO 27001",
     "A.5.30",
     "Readiness is planned and tested against continuity objectives",
     {"objectives", "criteria", "", ""}},
    {"ISO 27001", "A.8.13", "Copies are kept and tested regularly", {"backups", "loss", "", ""}},
    {"ISO 27001",
     "A.8.14",
     "Redundancy is enough for the availability that is asked for",
     {"objectives", "timeline", "", ""}},
    {"ISO 27001", "A.8.16", "Anomalies are noticed", {"timeline", "notifications", "", ""}},
    {"ISO 27001", "9.1", "Measurements are kept as evidence", {"criteria", "evidence", "", ""}},
    {"ISO 27001",
     "10.2",
     "Nonconformities: cause, action, and whether it worked",
     {"findings", "actions", "", ""}},
    {"ISO 22301",
     "8.5",
     "Exercises at planned intervals, each with a report",
     {"drills", "actions", "", ""}},
    {"GDPR",
     "Art. 5(1)(f)",
     "Integrity and confidentiality of personal data",
     {"loss", "access", "", ""}},
    {"GDPR", "Art. 32(1)(b)", "Systems that withstand", {"objectives", "criteria", "", ""}},
    {"GDPR",
     "Art. 32(1)(c)",
     "Access to data comes back in time",
     {"objectives", "loss", "backups", ""}},
    {"GDPR", "Art. 32(1)(d)", "The means are tested regularly", {"drills", "criteria", "", ""}},
    {"GDPR",
     "Art. 33, 34",
     "The authority within 72 h of awareness; people without delay",
     {"notifications", "", "", ""}},
    {"NIST SP 800-53",
     "CP-4",
     "The plan is tested, results reviewed, shortfalls corrected",
     {"drills", "findings", "actions", ""}},
    {"NIST SP 800-53", "CP-9(1)", "Copies are tested for reliability", {"backups", "", "", ""}},
    {"NIST SP 800-53",
     "CP-10",
     "The system comes back to a known state in time",
     {"objectives", "timeline", "", ""}},
    {"FFIEC BCM",
     "VII.K",
     "Results against objectives, deviations, owners, dates, risks borne",
     {"executive", "deviations", "actions", "risks"}},
    {"DORA", "Art. 12", "Restored to segregated systems", {"backups", "", "", ""}},
    {"DORA",
     "RTS Art. 25",
     "Severe but plausible cases; assumptions are challenged",
     {"drills", "model", "", ""}},
    {"Internal",
     "policy",
     "Business continuity and risk management: the plan's own criteria and KPIs",
     {"criteria", "actions", "risks", ""}},
};

bool has_declared_drill(const Report& report) {
  return std::any_of(report.drills.begin(), report.drills.end(),
                     [](const ReportDrill& one) { return !one.dossier.selection.empty(); });
}

// Whether the section of that id holds what can support anything.
bool has_content(const Report& report, std::string_view section) {
  if (section == "backups") {
    return !report.dossier.backups.empty();
  }
  if (section == "drills") {
    return has_declared_drill(report);
  }
  if (section == "notifications") {
    return !report.ledger.empty();
  }
  if (section == "criteria") {
    return std::any_of(report.criteria.begin(), report.criteria.end(),
                       [](const auto& one) { return one.share.count.trials + one.mean.count > 0; });
  }
  if (section == "actions" || section == "risks") {
    const bool wants_accepted = section == "risks";
    return std::any_of(report.actions.begin(), report.actions.end(), [&](const auto& one) {
      return (one.action.state == ActionState::accepted) == wants_accepted;
    });
  }
  if (section == "access") {
    return !report.dossier.access.empty();
  }
  return !report.drills.empty();
}

std::string exception_of(const Report& report, const Demand& demand) {
  std::string absent;
  for (const std::string_view section : demand.supports) {
    if (!section.empty() && !has_content(report, section)) {
      absent += (absent.empty() ? "" : ", ") + std::string{section};
    }
  }
  if (!absent.empty()) {
    return "nothing under: " + absent;
  }
  std::vector<std::string> open;
  for (const ReportFinding& finding : report.findings) {
    if (finding.severity == "high") {
      open.push_back(finding.id);
    }
  }
  const bool is_about_results =
      std::find(demand.supports.begin(), demand.supports.end(), "objectives") !=
          demand.supports.end() ||
      std::find(demand.supports.begin(), demand.supports.end(), "backups") != demand.supports.end();
  if (open.empty() || !is_about_results) {
    return "";
  }
  return open.size() == 1 ? "exception noted: " + open.front()
                          : fmt::format("exceptions noted: {} to {}, {} in all", open.front(),
                                        open.back(), open.size());
}

}  // namespace

std::vector<MappedDemand> map_demands(const Report& report) {
  std::vector<MappedDemand> mapped;
  for (const Demand& demand : demands) {
    MappedDemand one;
    one.standard = demand.standard;
    one.id = demand.id;
    one.demand = demand.demand;
    for (const std::string_view section : demand.supports) {
      if (!section.empty() && has_content(report, section)) {
        one.supports.emplace_back(section);
      }
    }
    one.exception = exception_of(report, demand);
    if (!report.origin.is_measured() && one.exception.empty()) {
      one.exception = "nothing real was drilled";
    }
    one.is_supported = !one.supports.empty() && report.origin.is_measured();
    mapped.push_back(std::move(one));
  }
  return mapped;
}

}  // namespace firedrill
