// The pages of a plan that bind people: who is told what by when, what is drilled how often, what
// counts as success. Parsed and checked like everything else; used by the notification steps, the
// verdicts, the calendar and the reports.
// Example: plan.governance.criteria[0] is "95 % of recovery scenarios meet target RTO".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/base/id.hpp"
#include "models/base/units.hpp"
#include "models/chance/distribution.hpp"
#include "models/plan/working_hours.hpp"

namespace firedrill {

// People who work on one recovery for longer than this hand it over to others.
struct Shift {
  Duration length{};
  Distribution handover;  // [s] until the next ones know what there is to know
};

// Somebody who is paged, answers, decides and acts.
struct Role {
  std::string name;
  std::string title;
  Distribution acknowledge;  // [s] from page to acknowledgement
  double absence_probability =
      0.0;  // does not answer at all; the backup is paged after `escalate_after`
  Duration escalate_after{};
  std::optional<RoleId> backup;
  Distribution decide;        // [s] from acknowledgement to a decision
  std::optional<int> people;  // who can work at a time; none: enough for whatever there is to do
  std::optional<WorkingHours> hours;  // none: they answer at any hour alike
  std::optional<Shift> shift;         // none: whoever begins stays to the end
};

// A row of the stakeholder notification matrix.
struct NotificationRule {
  std::string severity;
  std::vector<std::string> internal;
  std::vector<std::string> external;
  Duration within{};
};

struct MessageTemplate {
  std::string name;
  std::string subject;
  std::string body;
  std::vector<std::string> fields;        // the {{ placeholders }} it uses
  std::optional<Duration> repeat_every;   // "updates every 30 minutes"
  std::optional<Duration> review_within;  // "post-incident review within 48 hours"
};

// One line of a scenario's response: what is promised to happen when.
struct ResponsePhase {
  std::string name;  // "immediate", "short-term", ...
  std::optional<Duration> from;
  std::optional<Duration> until;  // none: open-ended
  std::string action;             // the plan's words
};

struct Response {
  std::string name;  // "regional-outage"
  std::string title;
  std::string impact;
  std::string detection;
  std::optional<Duration> detection_within;
  double required_fraction = 1.0;  // of incidents that must keep these times
  std::vector<ResponsePhase> phases;
};

struct DrillCadence {
  std::string name;
  Duration every{};
  std::string exercise;
};

// A share that recoveries, backups or steps must reach: success criteria and KPIs.
struct Target {
  std::string name;
  std::string measures;             // "rto", "rpo", "backup_integrity", "automation", "mttr", ...
  std::optional<double> at_least;   // fraction
  std::optional<Duration> at_most;  // for MTTR
  std::string statement;
};

struct Review {
  Duration every{};  // zero: after each incident
  std::string statement;
};

// When a controller counts as aware that personal data are concerned: with the first alert, or once
// the scope of the breach has been assessed.
enum class Awareness { alert, assessment };

// A report that a regulation asks for where personal data are concerned.
struct RegulatoryNotice {
  std::string to;
  Awareness aware_with = Awareness::alert;
  std::optional<Duration> within;  // none: without undue delay, which no clock can judge
};

struct Regulation {
  std::string name;
  std::string statement;
  std::vector<RegulatoryNotice> notices;
};

// How the plan's messages come about: who writes and sends them and how long that takes.
struct Communication {
  std::optional<RoleId> sender;  // none: sent by a machine
  Distribution writing;          // [s] of one message, for all its audiences
  Distribution sending;          // [s] to one audience
  Distribution notice;           // [s] of work on one regulatory notice
  Distribution review;           // [s] of work on the post-incident review
  Duration starts_ahead{};       // an update is begun this long before it is due
  Duration updates_for{};        // after the alert; what lasts longer is no longer told by updates
  double required_fraction = 1.0;
  std::map<std::string, std::string> fields;  // what templates say beside what a recovery knows
};

// What a role is trained in, and how often.
struct TrainingDuty {
  RoleId role;
  Duration every{};
  std::string covers;
};

// Who may read a document of the plan.
struct Access {
  std::string document;
  std::vector<RoleId> roles;
};

// One command of a documented manual procedure or validator, with what it needs to work.
struct ProcedureStep {
  std::string name;
  std::string command;
  std::optional<RegionId> needs;       // a region whose services it calls
  std::optional<Duration> source_age;  // restores a state up to this old
  bool can_fail = true;                // false: its exit status is discarded
};

struct ManualProcedure {
  std::string name;
  std::string title;
  std::string file;               // where the organisation keeps it
  std::optional<Duration> every;  // a scheduled validator
  std::string cron;               // its schedule, "" if it has none
  std::string runs_on;
  std::vector<ProcedureStep> steps;
};

// The automation the plan prescribes for a failover; the runbook of that name carries it out.
struct FailoverProcess {
  std::string file;
  std::string metric;             // what is watched, e.g. availability
  std::string threshold_setting;  // the plan names the setting, not its value
  int samples_below = 1;          // of the metric below the threshold that start the failover
  std::string runbook;
  std::vector<std::string> steps;  // in order
  bool goes_on_after_failure = false;
  bool escalates_failure = false;  // to a person
};

// The module that creates infrastructure anew, with its settings as written.
struct Recreation {
  std::string name;
  std::string file;
  std::string source;
  std::vector<std::pair<std::string, std::string>> settings;
};

struct Governance {
  std::vector<NotificationRule> notifications;
  std::vector<MessageTemplate> templates;
  std::vector<Response> responses;
  std::vector<DrillCadence> drills;
  std::vector<Target> criteria;
  std::vector<Target> indicators;  // KPIs
  std::vector<Review> reviews;
  std::vector<Regulation> regulations;
  std::vector<ManualProcedure> procedures;
  std::optional<FailoverProcess> failover;
  std::optional<Recreation> recreation;
  std::vector<TrainingDuty> training;
  std::vector<Access> access;
  std::vector<std::string> documentation;  // duties of keeping the documents
};

}  // namespace firedrill
