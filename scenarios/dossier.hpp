// What people state about drills and no machine can measure: who approved them and why they were
// chosen, who took part, what was restored where, what was left out, who may read the report, who
// was trained, who signs it. Everything here is DECLARED, and everything may be missing: a report
// lists what is, and is not signed off without it.
// Example: const auto dossier = load_dossier("reports/2026-Q4.json"); dossier->drills[0].selection
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/base/result.hpp"
#include "models/base/units.hpp"
#include "models/calendar/civil.hpp"
#include "models/text/document.hpp"

namespace firedrill {

enum class DrillType { tabletop, simulation, restore, partial_failover, full };
[[nodiscard]] std::string_view name_of(DrillType type);  // "partial failover"

struct Participant {
  std::string name, role;
  bool was_planned = true, attended = true;
};

struct Approval {
  std::string by, role;
  Day on;
};

// A finding that people made, beside those that follow from the figures.
struct DeclaredFinding {
  std::string text, severity, cause;  // severity: "high", "medium", "low"
};

// A message that was answered by whom it was for.
struct Acknowledgement {
  std::string audience, by;
  Duration after{};  // from when it was sent
};

struct DrillDossier {
  std::string run;  // its id
  std::optional<DrillType> type;
  std::string selection;  // why this scenario
  std::optional<Approval> approval;
  std::optional<Day> criteria_fixed;  // when objectives and success criteria were settled
  std::vector<std::string> locations, assumptions, deviations;
  std::vector<Participant> participants;
  std::vector<DeclaredFinding> findings;
  std::vector<Acknowledgement> acknowledgements;
  std::string root_cause;
};

// One copy that was restored to see whether it can be.
struct BackupValidation {
  std::string data, copy, run;  // run: "" where it was no part of a drill
  std::string restored_to, by;
  Day on;
  bool is_isolated = false, is_complete = false, is_intact = false;

  [[nodiscard]] bool passed() const { return is_complete && is_intact; }
};

struct BackupJobs {
  std::uint64_t scheduled = 0, succeeded = 0;
  std::string source;
};

struct AccessGrant {
  std::string document, person, role, by;  // document: "plan", "reports", "evidence"
  Day granted;
};

struct TrainingRecord {
  std::string person, role, covers;
  Day on;
};

struct PlanRevision {
  std::string change, because;
  Day on;
};

struct SignOff {
  std::string as;  // "prepared", "reviewed", "approved"
  std::string name, role;
  Day on;
};

struct Assessor {
  std::string name, role, independence;
};

struct Dossier {
  std::string id, title, supersedes, time_zone;
  std::uint64_t revision = 1;
  std::optional<Day> from, until;
  std::optional<Assessor> assessor;
  std::string scope;
  std::vector<std::string> exclusions, limitations;
  std::vector<DrillDossier> drills;
  std::vector<BackupValidation> backups;
  std::optional<BackupJobs> backup_jobs;
  std::vector<AccessGrant> access;
  std::vector<TrainingRecord> training;
  std::vector<PlanRevision> plan_changes;
  std::vector<SignOff> sign_offs;

  // What is said about that run; null where nothing is.
  [[nodiscard]] const DrillDossier* of_run(const std::string& id) const;
};

// All errors at once: FD2xxx; FD3013, another kind of file; FD3060, no day; FD3002, a run twice;
// FD3064, more backup jobs that succeeded than were scheduled.
[[nodiscard]] Result<Dossier> read_dossier(const Document& document);

// The file at `path`, read; FD1xxx if it is no JSON.
[[nodiscard]] Result<Dossier> load_dossier(const std::string& path);

}  // namespace firedrill
