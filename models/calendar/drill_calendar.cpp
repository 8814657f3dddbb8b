#include "models/calendar/drill_calendar.hpp"

#include <algorithm>
#include <cmath>

namespace firedrill {
namespace {

using std::chrono::days;

std::optional<double> finite(double seconds) {
  return std::isfinite(seconds) ? std::optional{seconds} : std::nullopt;
}

void expect(PlannedDrill& drill, const Exercise& exercise,
            const std::vector<Rehearsal>& rehearsals) {
  if (!drill.choice.candidate) {
    return;
  }
  const Rehearsal& rehearsal = rehearsals[*drill.choice.candidate];
  const double around = to_seconds(exercise.preparation) + to_seconds(exercise.wrap_up);
  drill.expected_s = finite(rehearsal.median_s + around);
  drill.longest_s = finite(rehearsal.p95_s + around);
  drill.abort_after_s = finite(rehearsal.p99_s);
}

bool is_taken(const std::vector<PlannedDrill>& drills, Day day) {
  return std::any_of(drills.begin(), drills.end(),
                     [&](const PlannedDrill& drill) { return drill.day == day; });
}

// The last day within [from, until] on which `exercise` can be held beside the others.
std::optional<Day> last_free(const DrillProgramme& programme, const Plan& plan,
                             const Exercise& exercise, const std::vector<PlannedDrill>& drills,
                             Day from, Day until) {
  for (Day day = until; day >= from; day -= days{1}) {
    if (!is_taken(drills, day) && obstacle_to(programme, plan, exercise, day).empty()) {
      return day;
    }
  }
  return std::nullopt;
}

// A drill of its own for a re-test that no regular one settles, on the last possible day.
void add_retest(const DrillProgramme& programme, const Plan& plan, std::uint32_t index,
                const CalendarOptions& options, DrillCalendar& calendar) {
  const Retest& retest = programme.retests[index];
  const Day begin{std::chrono::year{options.year} / std::chrono::January / 1};
  const Day end{std::chrono::year{options.year} / std::chrono::December / 31};
  if (retest.by < begin || retest.since > end) {
    return;  // another year's
  }
  const Day from = std::max(retest.since, begin);
  const Day until = std::min(retest.by, end);
  for (std::uint32_t number = 0; number < programme.exercises.size(); ++number) {
    const Exercise& exercise = programme.exercises[number];
    for (std::uint32_t candidate = 0; candidate < exercise.candidates.size(); ++candidate) {
      if (exercise.candidates[candidate].name != retest.scenario) {
        continue;
      }
      if (const auto day = last_free(programme, plan, exercise, calendar.drills, from, until)) {
        PlannedDrill drill;
        drill.day = *day;
        drill.occurrence = {number, 0, from, until, *day};
        drill.choice = {candidate, index,
                        "re-test of " + retest.action + " (" + retest.title + "), due " +
                            text_of(retest.by) + "; no regular drill of it comes in time"};
        drill.is_extra = true;
        calendar.drills.push_back(std::move(drill));
        return;
      }
      calendar.unsettled.push_back({index, "no day until then is possible"});
      return;
    }
  }
  calendar.unsettled.push_back({index, "no exercise has the scenario " + retest.scenario});
}

bool is_settled(const DrillCalendar& calendar, const DrillProgramme& programme,
                std::uint32_t index) {
  return has_passed(programme, programme.retests[index]) ||
         std::any_of(calendar.drills.begin(), calendar.drills.end(),
                     [&](const PlannedDrill& drill) { return drill.choice.retest == index; });
}

}  // namespace

DrillCalendar make_calendar(const DrillProgramme& programme, const Plan& plan,
                            const std::vector<std::vector<Rehearsal>>& rehearsals,
                            const CalendarOptions& options) {
  DrillCalendar calendar;
  calendar.year = options.year;
  calendar.today = options.today;
  const auto placements = lay_out(programme, plan, occurrences_of(programme, options.year));
  const auto choices = choose_scenarios(programme, placements, rehearsals);
  for (std::size_t index = 0; index < placements.size(); ++index) {
    const Placement& placement = placements[index];
    if (placement.day) {
      PlannedDrill drill;
      drill.day = *placement.day;
      drill.occurrence = placement.occurrence;
      drill.choice = choices[index];
      calendar.drills.push_back(std::move(drill));
    } else {
      calendar.not_placed.push_back(placement);
    }
  }
  for (std::uint32_t index = 0; index < programme.retests.size(); ++index) {
    if (!is_settled(calendar, programme, index)) {
      add_retest(programme, plan, index, options, calendar);
    }
  }
  for (PlannedDrill& drill : calendar.drills) {
    expect(drill, programme.exercises[drill.occurrence.exercise],
           rehearsals[drill.occurrence.exercise]);
  }
  std::sort(calendar.drills.begin(), calendar.drills.end(),
            [](const PlannedDrill& one, const PlannedDrill& other) { return one.day < other.day; });
  calendar.meetings = meeting_dates(programme, options.year);
  std::stable_sort(
      calendar.meetings.begin(), calendar.meetings.end(),
      [](const MeetingDate& one, const MeetingDate& other) { return one.day < other.day; });
  calendar.late = overdue(programme, options.today);
  return calendar;
}

}  // namespace firedrill
