// What a year's drills are laid out from, beside the plan: on which days one may drill, when nobody
// may or is there, which scenarios can be drilled at each cadence of the plan and against what,
// what has been drilled already, and what has to be tested again.
// Example: programme.exercises[0] is the plan's monthly restoration test, with its candidates.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "models/base/id.hpp"
#include "models/base/units.hpp"
#include "models/calendar/civil.hpp"

namespace firedrill {

// Days on which nothing is drilled, both ends included.
struct ClosedDays {
  Day from, until;
  std::string reason;
  bool is_freeze = false;  // a freeze window; else a holiday

  [[nodiscard]] bool holds(Day day) const { return from <= day && day <= until; }
};

// So many people of a role are away, both ends included.
struct AwayDays {
  RoleId role{};
  int people = 0;
  Day from, until;
  std::string reason;
};

struct PeopleNeeded {
  RoleId role{};
  int people = 0;
};

// A scenario that an exercise may drill.
struct DrillCandidate {
  std::string scenario;        // path of its file
  std::string name;            // of the scenario
  std::optional<double> rate;  // such incidents a year; none: nobody knows
};

struct Exercise {
  std::string cadence;  // name of the plan's drill
  std::string title;    // the plan's words
  Duration every{};
  std::string target;  // what is drilled against: "lab", "staging"; at most one drill at a time
  std::vector<PeopleNeeded> people;
  std::vector<DrillCandidate> candidates;  // none: no scenario is played (an audit)
  std::string blast_radius;                // what it may touch at the most
  std::vector<std::string> abort_when;     // beside the limits that follow from the prediction
  Duration preparation{}, wrap_up{};       // before and after the recovery itself
};

// A drill that was held.
enum class DrillOutcome { passed, failed, aborted };
struct DrillRecord {
  std::string cadence;
  Day day;
  std::string scenario;  // name; "" where none was played
  DrillOutcome outcome = DrillOutcome::passed;
  std::string run;  // of its evidence; "" if none is kept

  // One that was broken off has tested nothing.
  [[nodiscard]] bool counts() const { return outcome != DrillOutcome::aborted; }
};

// A corrective action that is done when a drill of `scenario` has passed by `by`.
struct Retest {
  std::string action;  // "CA-2026-03"
  std::string title, owner;
  std::string scenario;  // name
  Day since, by;
};

// A review or a training of the plan, on the n-th given weekday of its months.
struct Meeting {
  std::string title;
  int every_months = 1;
  unsigned first_month = 1;  // 1: January
  unsigned nth = 1;          // of that weekday within the month
  unsigned weekday = 0;      // 0: Monday
};

struct DrillProgramme {
  std::string name, title, digest;
  Day since;                       // from when the cadences run
  std::array<bool, 7> weekdays{};  // 0: Monday
  Duration begins{};               // since midnight UTC
  std::vector<ClosedDays> closed;
  std::vector<AwayDays> away;
  std::vector<Exercise> exercises;
  std::vector<Meeting> meetings;
  std::vector<DrillRecord> records;  // by day
  std::vector<Retest> retests;

  // The last of `cadence` that counts; none: never held.
  [[nodiscard]] const DrillRecord* last_of(const std::string& cadence) const;
  // Until when the next of `exercise` is due.
  [[nodiscard]] Day due(const Exercise& exercise) const;
  // Why nothing is drilled on `day`; "" if one may.
  [[nodiscard]] std::string closed_because(Day day) const;
};

// Whether a drill of the scenario of `retest` has passed since it was asked for.
[[nodiscard]] bool has_passed(const DrillProgramme& programme, const Retest& retest);

// A drill or a re-test that should have been held before `today`.
struct Overdue {
  std::string what;
  Day due;
  std::optional<Day> last;  // held; none: never
};
[[nodiscard]] std::vector<Overdue> overdue(const DrillProgramme& programme, Day today);

}  // namespace firedrill
