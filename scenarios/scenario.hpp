// A scenario: a plan, what breaks, the runbook under test, and the promises it is held against.
// Immutable after loading; one is shared by all threads of a run.
// Example: const Result<Scenario> scenario =
// load_scenario("scenarios/library/regional-outage.json");
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/plan/plan.hpp"
#include "models/recovery/duty.hpp"
#include "models/recovery/fault.hpp"
#include "models/recovery/runbook.hpp"

namespace firedrill {

// Something the answer rests on that the plan does not say.
struct Assumption {
  std::string pointer;  // into the assembled scenario, e.g. "/parameters/rds.promotion/value"
  std::string name;
  std::string value;   // as written
  std::string source;  // "RDS User Guide, 2023", or "assumed: ..."
  bool is_assumed = false;
  double known_within = 1.0;  // a factor either way for nine of ten plausible values; 1: exactly
  Distribution law{};         // in the base unit of what it measures
  bool is_ratio = false;      // a plain number
  std::vector<std::string> fitted_on{};  // ids of the runs that the value was learned from
};

// What a scenario says about the incident it is.
struct IncidentKind {
  std::optional<std::uint32_t> response;  // index into the plan's responses
  std::optional<SeverityId> severity;  // row of the notification matrix; none: nobody is owed one
  bool has_personal_data = false;
};

// When the run begins; what is not said is drawn anew for each replication, evenly over the week.
struct Beginning {
  std::optional<std::size_t> day;  // index into weekdays
  std::optional<Duration> at;      // since midnight
};

struct Scenario {
  std::string name;
  std::string title;
  std::string digest;  // SHA-256 of the assembled scenario: plan, runbook, parameters
  Plan plan;
  Runbook runbook;
  std::vector<Fault> faults;
  IncidentKind incident;              // which of the plan's pages it falls under
  std::vector<Duty> duties;           // what follows from that
  std::vector<Objective> objectives;  // those of the plan that are under test
  Beginning begins;
  Duration probe_interval{};            // of the user-level probes; zero: continuous
  Duration horizon{};                   // a recovery later than this counts as none
  std::vector<Assumption> assumptions;  // every parameter that was read, in order of reading
};

}  // namespace firedrill
