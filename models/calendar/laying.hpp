// Lays a year's drills on days: each occurrence of a cadence has its period and the day it would
// best be held on; at most one drill is held a day, on a day that is open and on which the people
// it needs are there. Of all ways the one with the least sum of squared deviations from the best
// days, each relative to its period, is taken (minimum-cost flow; Ahuja, Magnanti and Orlin,
// "Network Flows", 1993, section 9.7).
// Example: lay_out(programme, plan, occurrences_of(programme, 2027))[0].day
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/calendar/programme.hpp"
#include "models/plan/plan.hpp"

namespace firedrill {

// One time an exercise is due within the year.
struct Occurrence {
  std::uint32_t exercise = 0;
  int number = 1;   // within the year, from 1
  Day first, last;  // of its period
  Day best;         // its middle; the due day, where that is earlier
};

struct Placement {
  Occurrence occurrence;
  std::optional<Day> day;  // none: no day of its period is possible
  // Days of the period that were not possible, by why.
  std::map<std::string, int> obstacles;
};

// All occurrences of the year, of each exercise in turn: one in each of its periods, which divide
// the year evenly. Periods that end before the programme's start are left out.
[[nodiscard]] std::vector<Occurrence> occurrences_of(const DrillProgramme& programme, int year);

[[nodiscard]] std::vector<Placement> lay_out(const DrillProgramme& programme, const Plan& plan,
                                             const std::vector<Occurrence>& occurrences);

// A date of a review or training. `moved_from`: its rule's own day, where that is closed.
struct MeetingDate {
  std::uint32_t meeting = 0;
  Day day;
  std::optional<Day> moved_from;
};

// The dates of all meetings in the year, each on the first open day from its rule's own.
[[nodiscard]] std::vector<MeetingDate> meeting_dates(const DrillProgramme& programme, int year);

// Why `exercise` cannot be held on `day`, "" if it can: a closed day, or too few people left.
[[nodiscard]] std::string obstacle_to(const DrillProgramme& programme, const Plan& plan,
                                      const Exercise& exercise, Day day);

}  // namespace firedrill
