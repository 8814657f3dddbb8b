// What all forms of a drill calendar (page, Markdown, HTML, JSON, iCalendar) are made from, and one
// wording for what they all say, so that nobody reads two versions of the same drill.
// Example: people_text(view, exercise) == "1 of DevOps, 2 of Engineering Team"
#pragma once

#include <string>
#include <vector>

#include "models/calendar/drill_calendar.hpp"

namespace firedrill {

struct CalendarView {
  const DrillCalendar& calendar;
  const DrillProgramme& programme;
  const Plan& plan;
  const std::vector<std::vector<Rehearsal>>& rehearsals;

  [[nodiscard]] const Exercise& exercise_of(const PlannedDrill& drill) const {
    return programme.exercises[drill.occurrence.exercise];
  }
  // Null where no scenario is played.
  [[nodiscard]] const Rehearsal* rehearsal_of(const PlannedDrill& drill) const;
};

[[nodiscard]] std::string programme_title(const CalendarView& view);
// "Partial failover testing: A database primary dies", without a scenario the exercise alone.
[[nodiscard]] std::string drill_title(const CalendarView& view, const PlannedDrill& drill);
[[nodiscard]] std::string people_text(const CalendarView& view, const Exercise& exercise);
// "3 h 10 min, 95 % within 5 h", with preparation and wrap-up; "no end in sight"; "" without a
// scenario.
[[nodiscard]] std::string length_text(const CalendarView& view, const PlannedDrill& drill);
// Why the drill would be broken off, one sentence each.
[[nodiscard]] std::vector<std::string> abort_texts(const CalendarView& view,
                                                   const PlannedDrill& drill);
// What breaks and what users miss.
[[nodiscard]] std::string touches_text(const CalendarView& view, const PlannedDrill& drill);
// "Prediction: 49.7 % [48.8, 50.7] keep the promise of Critical Services"; "" without a scenario.
[[nodiscard]] std::string prediction_text(const Rehearsal& rehearsal);
// The command that rehearses it by simulation.
[[nodiscard]] std::string rehearsal_command(const Rehearsal& rehearsal);
// "16:00 UTC"
[[nodiscard]] std::string begins_text(const DrillProgramme& programme);
// "3 of 31 days closed: change freeze; 28 days: no drills on a Monday"
[[nodiscard]] std::string obstacles_text(const Placement& placement);
// How many drills there are and what is missing, in a sentence.
[[nodiscard]] std::string summary_text(const CalendarView& view);
[[nodiscard]] std::string overdue_text(const Overdue& late);

// Nothing planned is missing and nothing is overdue.
[[nodiscard]] bool is_in_order(const DrillCalendar& calendar);

}  // namespace firedrill
