#include "reports/calendar_html.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "reports/format.hpp"
#include "reports/markup.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

using std::chrono::days;

constexpr int cell = 26;        // [px] of a day
constexpr int name_width = 46;  // of a month's name
constexpr int days_top = 22;    // of the numbers of the days

// Marks differ by shape and letter, not by colour alone.
constexpr const char* year_style = R"(
.day { fill: none; stroke: var(--line); } .off { fill: var(--card); }
.holiday { fill: var(--line); } .freeze { fill: var(--line); }
.drill { fill: var(--accent); } svg text.on { fill: var(--ground); font-weight: 700; }
svg text.small { font-size: 11px; fill: var(--faint); } .stripe { stroke: var(--faint); }
.key { display: inline-block; margin-right: 1.2rem; }
)";

// "1" for the first exercise of the programme and so on: what stands in a day's square.
std::string number_of(const PlannedDrill& drill) {
  return std::to_string(drill.occurrence.exercise + 1);
}

const ClosedDays* closed_on(const CalendarView& view, Day day) {
  const auto& closed = view.programme.closed;
  const auto found = std::find_if(closed.begin(), closed.end(),
                                  [&](const ClosedDays& one) { return one.holds(day); });
  return found == closed.end() ? nullptr : &*found;
}

std::string px(int value) { return std::to_string(value); }

void draw_day(Markup& svg, const CalendarView& view, Day day,
              const std::map<Day, const PlannedDrill*>& drills) {
  const std::chrono::year_month_day date{day};
  const int x = name_width + (static_cast<int>(static_cast<unsigned>(date.day())) - 1) * cell;
  const int y = days_top + (static_cast<int>(static_cast<unsigned>(date.month())) - 1) * cell;
  const auto drill = drills.find(day);
  const ClosedDays* const closed = closed_on(view, day);
  const bool is_off = !view.programme.weekdays[weekday_index(day)];
  std::string kind = drill != drills.end() ? "day drill"
                     : closed != nullptr   ? "day holiday"
                     : is_off              ? "day off"
                                           : "day";
  svg.open("g");
  std::string tip = weekday_of(day) + ", " + text_of(day);
  tip += drill != drills.end() ? ": " + drill_title(view, *drill->second)
         : closed != nullptr   ? ": " + closed->reason
                               : "";
  svg.element("title", tip);
  svg.element("rect", {{"x", px(x)},
                       {"y", px(y)},
                       {"width", px(cell - 2)},
                       {"height", px(cell - 2)},
                       {"rx", "3"},
                       {"class", kind}});
  if (closed != nullptr && closed->is_freeze && drill == drills.end()) {
    svg.element("line", {{"x1", px(x + 3)},
                         {"y1", px(y + cell - 5)},
                         {"x2", px(x + cell - 5)},
                         {"y2", px(y + 3)},
                         {"class", "stripe"}});
  }
  if (drill != drills.end()) {
    svg.element("text",
                {{"x", px(x + cell / 2 - 1)},
                 {"y", px(y + cell / 2 + 4)},
                 {"text-anchor", "middle"},
                 {"font-size", "14"},
                 {"class", "on"}},
                number_of(*drill->second));
  }
  svg.close();
}

void draw_year(Markup& page, const CalendarView& view) {
  std::map<Day, const PlannedDrill*> drills;
  for (const PlannedDrill& drill : view.calendar.drills) {
    drills.emplace(drill.day, &drill);
  }
  const int width = name_width + 31 * cell;
  const int height = days_top + 12 * cell;
  page.open("div", {{"class", "wide"},
                    {"tabindex", "0"},
                    {"role", "region"},
                    {"aria-label", "The year as a picture"}});
  page.open("svg", {{"viewBox", fmt::format("0 0 {} {}", width, height)},
                    {"width", px(width)},
                    {"height", px(height)},
                    {"role", "img"},
                    {"aria-label", summary_text(view) + " The table below lists them."}});
  for (int day = 1; day <= 31; ++day) {
    page.element("text",
                 {{"x", px(name_width + (day - 1) * cell + cell / 2 - 1)},
                  {"y", px(days_top - 8)},
                  {"text-anchor", "middle"},
                  {"class", "small"}},
                 px(day));
  }
  const std::chrono::year year{view.calendar.year};
  for (unsigned month = 1; month <= 12; ++month) {
    const int row = static_cast<int>(month) - 1;
    page.element("text",
                 {{"x", "0"}, {"y", px(days_top + row * cell + cell / 2 + 4)}, {"font-size", "14"}},
                 month_name(month).substr(0, 3));
  }
  for (Day day{year / std::chrono::January / 1}; day <= Day{year / std::chrono::December / 31};
       day += days{1}) {
    draw_day(page, view, day, drills);
  }
  page.close();
  page.close();
}

void write_key(Markup& page, const CalendarView& view) {
  page.open("p", {{"class", "note"}});
  for (std::size_t index = 0; index < view.programme.exercises.size(); ++index) {
    page.element("span", {{"class", "key"}},
                 fmt::format("{}: {}", index + 1, view.programme.exercises[index].title));
  }
  page.element("span", {{"class", "key"}}, "filled: holiday");
  page.element("span", {{"class", "key"}}, "filled with a stroke: freeze");
  page.element("span", {{"class", "key"}}, "tinted: no drills on this weekday");
  page.close();
}

void write_table(Markup& page, const CalendarView& view) {
  page.open(
      "div",
      {{"class", "wide"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", "All drills"}});
  page.open("table");
  page.open("thead");
  page.open("tr");
  for (const char* name : {"Day", "Drill", "Scenario", "Against"}) {
    page.element("th", {{"scope", "col"}}, name);
  }
  page.element("th", {{"scope", "col"}, {"class", "number"}}, "Median length");
  page.close();
  page.close();
  page.open("tbody");
  for (const PlannedDrill& drill : view.calendar.drills) {
    const Rehearsal* const rehearsal = view.rehearsal_of(drill);
    page.open("tr");
    page.element("td", {{"class", "whole"}},
                 short_weekday_of(drill.day) + " " + text_of(drill.day));
    page.element("td", view.exercise_of(drill).title + (drill.is_extra ? " (re-test)" : ""));
    page.element("td", rehearsal == nullptr ? "-" : rehearsal->title);
    page.element("td", view.exercise_of(drill).target);
    page.element("td", {{"class", "number"}},
                 rehearsal == nullptr ? "-"
                 : drill.expected_s   ? human_duration(*drill.expected_s)
                                      : "no end in sight");
    page.close();
  }
  page.close();
  page.close();
  page.close();
}

void write_runbook(Markup& page, Day day, const Rehearsal& rehearsal) {
  page.open("div", {{"class", "wide"},
                    {"tabindex", "0"},
                    {"role", "region"},
                    {"aria-label", "Runbook of " + text_of(day) + ", " + rehearsal.title}});
  page.open("table");
  page.open("thead");
  page.open("tr");
  page.element("th", {{"scope", "col"}}, "Step");
  page.element("th", {{"scope", "col"}, {"class", "number"}}, "Takes, mean");
  page.element("th", {{"scope", "col"}, {"class", "number"}}, "First try fails");
  page.element("th", {{"scope", "col"}}, "Done at, by");
  page.close();
  page.close();
  page.open("tbody");
  for (const StepPrediction& step : rehearsal.steps) {
    page.open("tr");
    page.element("td", step.name);
    page.element("td", {{"class", "number"}}, human_duration(step.mean_s));
    page.element("td", {{"class", "number"}},
                 step.failure_fraction > 0.0 ? percent(step.failure_fraction) : "-");
    page.element("td", " ");
    page.close();
  }
  page.close();
  page.close();
  page.close();
}

void write_drill(Markup& page, const CalendarView& view, const PlannedDrill& drill) {
  const Exercise& exercise = view.exercise_of(drill);
  const Rehearsal* const rehearsal = view.rehearsal_of(drill);
  const auto item = [&](const char* name, const std::string& value) {
    if (!value.empty()) {
      page.element("dt", name);
      page.element("dd", value);
    }
  };
  page.open("section", {{"class", "card"}});
  page.element("h3",
               weekday_of(drill.day) + ", " + text_of(drill.day) + ": " + drill_title(view, drill));
  page.open("dl");
  item("Why", drill.choice.why);
  item("Begins", begins_text(view.programme));
  item("Against", exercise.target);
  item("People", people_text(view, exercise));
  item("Length", length_text(view, drill));
  item("Touches", touches_text(view, drill));
  for (const std::string& limit : abort_texts(view, drill)) {
    item("Abort if", limit);
  }
  if (rehearsal != nullptr) {
    item("Expect", prediction_text(*rehearsal));
    page.element("dt", "Rehearse");
    page.open("dd");
    page.element("code", rehearsal_command(*rehearsal));
    page.close();
  }
  page.close();
  if (rehearsal != nullptr) {
    write_runbook(page, drill.day, *rehearsal);
  }
  page.close();
}

void write_missing(Markup& page, const CalendarView& view) {
  if (is_in_order(view.calendar)) {
    return;
  }
  page.element("h2", "Not in order");
  page.open("ul");
  for (const Overdue& late : view.calendar.late) {
    page.element("li", {{"class", "bad"}}, "Overdue: " + overdue_text(late));
  }
  for (const Placement& placement : view.calendar.not_placed) {
    const Occurrence& one = placement.occurrence;
    page.element(
        "li", {{"class", "bad"}},
        fmt::format("Not laid: {} {} to {}: {}", view.programme.exercises[one.exercise].title,
                    text_of(one.first), text_of(one.last), obstacles_text(placement)));
  }
  for (const UnsettledRetest& unsettled : view.calendar.unsettled) {
    page.element("li", {{"class", "bad"}},
                 fmt::format("Not laid: re-test of {}: {}",
                             view.programme.retests[unsettled.retest].action, unsettled.why));
  }
  page.close();
}

void write_meetings(Markup& page, const CalendarView& view) {
  if (view.calendar.meetings.empty()) {
    return;
  }
  page.element("h2", "Reviews and training");
  page.open("ul");
  for (const MeetingDate& date : view.calendar.meetings) {
    page.element("li",
                 short_weekday_of(date.day) + " " + text_of(date.day) + ": " +
                     view.programme.meetings[date.meeting].title +
                     (date.moved_from ? " (moved from " + text_of(*date.moved_from) + ")" : ""));
  }
  page.close();
}

}  // namespace

std::string calendar_html(const CalendarView& view) {
  Markup page;
  const std::string title = fmt::format("{}, {}", programme_title(view), view.calendar.year);
  page.element("p", {{"class", "label"}}, "PLANNED");
  page.element("h1", title);
  page.element("p", summary_text(view));
  page.element("p", {{"class", "note"}},
               "Lengths, limits and expectations are SIMULATED; nothing is evidence before it has "
               "been held. Plan " +
                   view.plan.name + ", " + view.plan.digest.substr(0, 16) + ".");
  write_missing(page, view);
  page.element("h2", "The year");
  draw_year(page, view);
  write_key(page, view);
  write_table(page, view);
  write_meetings(page, view);
  page.element("h2", "Each drill");
  for (const PlannedDrill& drill : view.calendar.drills) {
    write_drill(page, view, drill);
  }
  return html_page(title, year_style, std::move(page).finish());
}

}  // namespace firedrill
