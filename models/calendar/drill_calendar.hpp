// The drills of one year, each with its day, its scenario and why, what to expect of it, whom it
// needs, what it may touch and when it is broken off; beside them reviews and trainings, what could
// not be laid, and what is overdue. Everything that pages, JSON and iCalendar are made from.
// Example: make_calendar(file.programme, file.plan, rehearsals, {2027, today}).drills[0].day
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/calendar/choosing.hpp"

namespace firedrill {

struct PlannedDrill {
  Day day;
  Occurrence occurrence;
  ScenarioChoice choice;
  bool is_extra = false;  // only for a re-test that no regular drill settles in time

  // From the beginning of the preparation to the end of the wrap-up [s]; none: no scenario is
  // played, or its recovery has no end in sight.
  std::optional<double> expected_s, longest_s;  // median, 95 % within
  // The drill is broken off when recovery has taken longer than this [s]: the longest of the 99 %
  // that recover sooner; none where not even 99 % recover.
  std::optional<double> abort_after_s;
};

struct UnsettledRetest {
  std::uint32_t retest = 0;
  std::string why;
};

struct DrillCalendar {
  int year = 0;
  Day today;                         // what is overdue is so on this day
  std::vector<PlannedDrill> drills;  // by day
  std::vector<Placement> not_placed;
  std::vector<UnsettledRetest> unsettled;
  std::vector<MeetingDate> meetings;  // by day
  std::vector<Overdue> late;
};

struct CalendarOptions {
  int year = 0;
  Day today;
};

// `rehearsals[e][c]`: of candidate c of exercise e.
[[nodiscard]] DrillCalendar make_calendar(const DrillProgramme& programme, const Plan& plan,
                                          const std::vector<std::vector<Rehearsal>>& rehearsals,
                                          const CalendarOptions& options);

}  // namespace firedrill
