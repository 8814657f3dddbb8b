#include "reports/calendar_view.hpp"

#include <fmt/core.h>

#include "reports/format.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

}  // namespace

const Rehearsal* CalendarView::rehearsal_of(const PlannedDrill& drill) const {
  return drill.choice.candidate ? &rehearsals[drill.occurrence.exercise][*drill.choice.candidate]
                                : nullptr;
}

std::string programme_title(const CalendarView& view) {
  return view.programme.title.empty() ? "Drills of " + title_of(view.plan) : view.programme.title;
}

std::string drill_title(const CalendarView& view, const PlannedDrill& drill) {
  const Rehearsal* const rehearsal = view.rehearsal_of(drill);
  const std::string& exercise = view.exercise_of(drill).title;
  return rehearsal == nullptr ? exercise : exercise + ": " + rehearsal->title;
}

std::string people_text(const CalendarView& view, const Exercise& exercise) {
  std::vector<std::string> parts;
  for (const PeopleNeeded& needed : exercise.people) {
    parts.push_back(
        fmt::format("{} of {}", needed.people, title_of(view.plan.roles[needed.role.index])));
  }
  return parts.empty() ? "nobody" : joined(parts);
}

std::string length_text(const CalendarView& view, const PlannedDrill& drill) {
  const Exercise& exercise = view.exercise_of(drill);
  if (view.rehearsal_of(drill) == nullptr) {
    const double around = to_seconds(exercise.preparation) + to_seconds(exercise.wrap_up);
    return around > 0.0 ? human_duration(around) : "";
  }
  if (!drill.expected_s) {
    return "more than half of the simulated recoveries do not end: see the abort limits";
  }
  return human_duration(*drill.expected_s) +
         (drill.longest_s ? ", 95 % within " + human_duration(*drill.longest_s)
                          : "; one in twenty or more does not end");
}

std::vector<std::string> abort_texts(const CalendarView& view, const PlannedDrill& drill) {
  std::vector<std::string> texts = view.exercise_of(drill).abort_when;
  if (drill.abort_after_s) {
    texts.insert(texts.begin(), "recovery has taken " + human_duration(*drill.abort_after_s) +
                                    ", which one in a hundred exceeds in simulation");
  } else if (view.rehearsal_of(drill) != nullptr) {
    texts.insert(texts.begin(),
                 "recovery has not ended by the time the target is needed again: in simulation "
                 "more than one in a hundred does not end");
  }
  return texts;
}

std::string touches_text(const CalendarView& view, const PlannedDrill& drill) {
  std::string text = view.exercise_of(drill).blast_radius;
  if (const Rehearsal* const rehearsal = view.rehearsal_of(drill)) {
    text += "; breaks: " + joined(rehearsal->faults);
    text += rehearsal->services.empty() ? "; users notice nothing in the median recovery"
                                        : "; users miss: " + joined(rehearsal->services);
  }
  return text;
}

std::string prediction_text(const Rehearsal& rehearsal) {
  if (rehearsal.promise.empty()) {
    return "no promise is under test";
  }
  return fmt::format("{} [{}, {}] of {} simulated recoveries keep the promise of {}",
                     percent(rehearsal.met_fraction), percent_number(rehearsal.met_low),
                     percent_number(rehearsal.met_high),
                     grouped(static_cast<std::int64_t>(rehearsal.replications)), rehearsal.promise);
}

std::string rehearsal_command(const Rehearsal& rehearsal) {
  return "firedrill simulate " + rehearsal.scenario;
}

std::string begins_text(const DrillProgramme& programme) {
  const std::chrono::hh_mm_ss clock{programme.begins};
  return fmt::format("{:02}:{:02} UTC", clock.hours().count(), clock.minutes().count());
}

std::string obstacles_text(const Placement& placement) {
  std::string text;
  for (const auto& [why, count] : placement.obstacles) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ",
                        counted(static_cast<std::uint64_t>(count), "day"), why);
  }
  return text;
}

std::string summary_text(const CalendarView& view) {
  const DrillCalendar& calendar = view.calendar;
  std::string text =
      fmt::format("{} and {} in {}.", counted(calendar.drills.size(), "drill"),
                  counted(calendar.meetings.size(), "review or training", "reviews and trainings"),
                  calendar.year);
  const std::size_t missing = calendar.not_placed.size() + calendar.unsettled.size();
  if (missing > 0) {
    text += fmt::format(" {} could not be laid.", counted(missing, "more"));
  }
  if (!calendar.late.empty()) {
    text += fmt::format(
        " {} overdue on {}.",
        calendar.late.size() == 1 ? "1 is" : fmt::format("{} are", calendar.late.size()),
        text_of(calendar.today));
  }
  return text;
}

std::string overdue_text(const Overdue& late) {
  return fmt::format("{}: due {}, {}", late.what, text_of(late.due),
                     late.last ? "last held " + text_of(*late.last) : "never held");
}

bool is_in_order(const DrillCalendar& calendar) {
  return calendar.not_placed.empty() && calendar.unsettled.empty() && calendar.late.empty();
}

}  // namespace firedrill
