#include "models/calendar/programme.hpp"

#include <algorithm>

namespace firedrill {

const DrillRecord* DrillProgramme::last_of(const std::string& cadence) const {
  const auto found = std::find_if(records.rbegin(), records.rend(), [&](const DrillRecord& record) {
    return record.cadence == cadence && record.counts();
  });
  return found == records.rend() ? nullptr : &*found;
}

Day DrillProgramme::due(const Exercise& exercise) const {
  const DrillRecord* const last = last_of(exercise.cadence);
  return add_cadence(last == nullptr ? since : last->day, exercise.every);
}

std::string DrillProgramme::closed_because(Day day) const {
  for (const ClosedDays& closed_days : closed) {
    if (closed_days.holds(day)) {
      return closed_days.reason;
    }
  }
  return weekdays[weekday_index(day)] ? "" : "no drills on a " + weekday_of(day);
}

bool has_passed(const DrillProgramme& programme, const Retest& retest) {
  return std::any_of(programme.records.begin(), programme.records.end(),
                     [&](const DrillRecord& record) {
                       return record.outcome == DrillOutcome::passed &&
                              record.scenario == retest.scenario && record.day >= retest.since;
                     });
}

std::vector<Overdue> overdue(const DrillProgramme& programme, Day today) {
  std::vector<Overdue> late;
  for (const Exercise& exercise : programme.exercises) {
    const Day due = programme.due(exercise);
    if (due < today) {
      const DrillRecord* const last = programme.last_of(exercise.cadence);
      late.push_back(
          {exercise.title, due, last == nullptr ? std::nullopt : std::optional{last->day}});
    }
  }
  for (const Retest& retest : programme.retests) {
    if (retest.by < today && !has_passed(programme, retest)) {
      late.push_back({"re-test of " + retest.action + ": " + retest.title, retest.by, {}});
    }
  }
  return late;
}

}  // namespace firedrill
