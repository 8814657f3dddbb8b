#include "reports/calendar_text.hpp"

#include <fmt/core.h>

#include "reports/format.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

std::string day_text(Day day) { return short_weekday_of(day) + " " + text_of(day); }

std::string title_part(const CalendarView& view, const PageOptions& options) {
  return painted("PLANNED", Ink::strong, options) + "  " +
         clipped(programme_title(view), width_of(options) - 9) + "\n" +
         wrapped(
             fmt::format("{}, of plan {}; lengths and limits are SIMULATED, nothing is evidence "
                         "before it has been held",
                         view.calendar.year, view.plan.name),
             width_of(options), 9) +
         "\n" + wrapped(summary_text(view), width_of(options));
}

std::string year_part(const CalendarView& view, const PageOptions& options) {
  Table table{{Align::left, Align::left, Align::left, Align::left, Align::right}, 2};
  table.add({{}, faint("drill"), faint("scenario"), faint("on"), faint("length, median")});
  for (const PlannedDrill& drill : view.calendar.drills) {
    const Exercise& exercise = view.exercise_of(drill);
    const Rehearsal* const rehearsal = view.rehearsal_of(drill);
    table.add({{day_text(drill.day)},
               {exercise.cadence + (drill.is_extra ? " (re-test)" : "")},
               {rehearsal == nullptr ? exercise.title : rehearsal->title},
               {exercise.target},
               {rehearsal == nullptr ? ""
                : drill.expected_s   ? human_duration(*drill.expected_s)
                                     : "no end in sight"}});
  }
  return heading("THE YEAR", "at most one drill a day, each at " + begins_text(view.programme),
                 options) +
         table.render(options);
}

std::string line(const std::string& name, const std::string& text, const PageOptions& options) {
  constexpr std::size_t indent = 13;
  std::string lines = wrapped(text, width_of(options), indent);
  return "  " + padded(name, indent - 2) + lines.substr(indent);
}

std::string runbook_lines(const Rehearsal& rehearsal, const PageOptions& options) {
  Table table{{Align::left, Align::right, Align::right}};
  table.add({faint("  runbook"), faint("takes, mean"), faint("first try fails")});
  bool has_steps = false;
  for (const StepPrediction& step : rehearsal.steps) {
    if (step.mean_s > 0.0 || step.failure_fraction > 0.0) {
      table.add({{"  " + step.name},
                 {human_duration(step.mean_s)},
                 {step.failure_fraction > 0.0 ? percent(step.failure_fraction) : ""}});
      has_steps = true;
    }
  }
  return has_steps ? table.render(options) : "";
}

std::string drill_part(const CalendarView& view, const PlannedDrill& drill,
                       const PageOptions& options) {
  const Exercise& exercise = view.exercise_of(drill);
  const Rehearsal* const rehearsal = view.rehearsal_of(drill);
  std::string part =
      "\n" + painted(day_text(drill.day) + "  " + drill_title(view, drill), Ink::strong, options) +
      "\n";
  part += line("why", drill.choice.why, options);
  part += line("against", exercise.target, options);
  part += line("people", people_text(view, exercise), options);
  const std::string length = length_text(view, drill);
  part += length.empty() ? "" : line("length", length, options);
  part += line("touches", touches_text(view, drill), options);
  for (const std::string& limit : abort_texts(view, drill)) {
    part += line("abort if", limit, options);
  }
  if (rehearsal != nullptr) {
    part += line("expect", prediction_text(*rehearsal), options);
    part += line("rehearse", rehearsal_command(*rehearsal), options);
    part += runbook_lines(*rehearsal, options);
  }
  return part;
}

std::string meetings_part(const CalendarView& view, const PageOptions& options) {
  if (view.calendar.meetings.empty()) {
    return "";
  }
  Table table{{Align::left, Align::left, Align::left}, 1};
  for (const MeetingDate& date : view.calendar.meetings) {
    table.add({{day_text(date.day)},
               {view.programme.meetings[date.meeting].title},
               faint(date.moved_from ? "moved from " + text_of(*date.moved_from) : "")});
  }
  return heading("REVIEWS AND TRAINING", "as the plan orders them", options) +
         table.render(options);
}

std::string missing_part(const CalendarView& view, const PageOptions& options) {
  const DrillCalendar& calendar = view.calendar;
  if (calendar.not_placed.empty() && calendar.unsettled.empty()) {
    return "";
  }
  std::string part = heading("NOT LAID", "no day is possible", options);
  for (const Placement& placement : calendar.not_placed) {
    const Occurrence& one = placement.occurrence;
    part += wrapped(fmt::format("{} {} to {}: {}", view.programme.exercises[one.exercise].title,
                                text_of(one.first), text_of(one.last), obstacles_text(placement)),
                    width_of(options), 2);
  }
  for (const UnsettledRetest& unsettled : calendar.unsettled) {
    const Retest& retest = view.programme.retests[unsettled.retest];
    part += wrapped(
        fmt::format("re-test of {} by {}: {}", retest.action, text_of(retest.by), unsettled.why),
        width_of(options), 2);
  }
  return part;
}

// The same as a list of Markdown.
std::string drill_markdown(const CalendarView& view, const PlannedDrill& drill) {
  const Exercise& exercise = view.exercise_of(drill);
  const Rehearsal* const rehearsal = view.rehearsal_of(drill);
  std::string text = fmt::format("## {}, {}: {}\n\n", weekday_of(drill.day), text_of(drill.day),
                                 drill_title(view, drill));
  const auto item = [&](const char* name, const std::string& value) {
    text += value.empty() ? "" : fmt::format("- **{}:** {}\n", name, value);
  };
  item("Why", drill.choice.why);
  item("Against", exercise.target);
  item("People", people_text(view, exercise));
  item("Length", length_text(view, drill));
  item("Touches", touches_text(view, drill));
  for (const std::string& limit : abort_texts(view, drill)) {
    item("Abort if", limit);
  }
  if (rehearsal != nullptr) {
    item("Expect", prediction_text(*rehearsal));
    item("Rehearse", "`" + rehearsal_command(*rehearsal) + "`");
    text += "\n| Step | Takes, mean | First try fails | Done at | By |\n|---|---|---|---|---|\n";
    for (const StepPrediction& step : rehearsal->steps) {
      text += fmt::format("| {} | {} | {} | | |\n", step.name, human_duration(step.mean_s),
                          step.failure_fraction > 0.0 ? percent(step.failure_fraction) : "");
    }
  }
  return text + "\n";
}

}  // namespace

std::string overdue_page(const CalendarView& view, const PageOptions& options) {
  const auto& late = view.calendar.late;
  if (late.empty()) {
    return wrapped("Nothing is overdue on " + text_of(view.calendar.today) + ".",
                   width_of(options));
  }
  std::string part = heading("OVERDUE", "on " + text_of(view.calendar.today), options);
  for (const Overdue& one : late) {
    part += painted(wrapped(overdue_text(one), width_of(options), 2), Ink::bad, options);
  }
  return part;
}

std::string calendar_page(const CalendarView& view, const PageOptions& options) {
  std::string page = title_part(view, options);
  page += view.calendar.late.empty() ? "" : overdue_page(view, options);
  page += missing_part(view, options) + year_part(view, options) + meetings_part(view, options);
  page += heading("EACH DRILL", "", options);
  for (const PlannedDrill& drill : view.calendar.drills) {
    page += drill_part(view, drill, options);
  }
  return page;
}

std::string calendar_markdown(const CalendarView& view) {
  std::string text = fmt::format("# {}, {}\n\n{}\n\n", programme_title(view), view.calendar.year,
                                 summary_text(view));
  text +=
      "Lengths, limits and expectations are SIMULATED; nothing is evidence before it has been "
      "held.\n\n| Day | Drill | Scenario | Against | Median length |\n|---|---|---|---|---|\n";
  for (const PlannedDrill& drill : view.calendar.drills) {
    const Rehearsal* const rehearsal = view.rehearsal_of(drill);
    text += fmt::format("| {} | {} | {} | {} | {} |\n", day_text(drill.day),
                        view.exercise_of(drill).title, rehearsal == nullptr ? "" : rehearsal->title,
                        view.exercise_of(drill).target,
                        drill.expected_s ? human_duration(*drill.expected_s) : "");
  }
  text += "\n";
  for (const Overdue& late : view.calendar.late) {
    text += "- **Overdue:** " + overdue_text(late) + "\n";
  }
  for (const Placement& placement : view.calendar.not_placed) {
    text += fmt::format("- **Not laid:** {} {} to {}: {}\n",
                        view.programme.exercises[placement.occurrence.exercise].title,
                        text_of(placement.occurrence.first), text_of(placement.occurrence.last),
                        obstacles_text(placement));
  }
  for (const UnsettledRetest& one : view.calendar.unsettled) {
    text += fmt::format("- **Not laid:** re-test of {}: {}\n",
                        view.programme.retests[one.retest].action, one.why);
  }
  if (!view.calendar.meetings.empty()) {
    text += "\n| Day | Review or training |\n|---|---|\n";
    for (const MeetingDate& date : view.calendar.meetings) {
      text += fmt::format("| {} | {} |\n", day_text(date.day),
                          view.programme.meetings[date.meeting].title);
    }
  }
  text += "\n";
  for (const PlannedDrill& drill : view.calendar.drills) {
    text += drill_markdown(view, drill);
  }
  return text;
}

}  // namespace firedrill
