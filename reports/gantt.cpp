#include "reports/gantt.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include "models/base/utf8.hpp"
#include "reports/format.hpp"
#include "scenarios/measure.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

constexpr std::size_t longest_label = 32;
constexpr std::size_t end_column = 13;  // "71 h 59 min" and what separates it

// What a cell shows; of several things that happen within one cell the last in this order.
enum class Glyph {
  nothing,
  down,
  pause,
  queue,
  people,
  automatic,
  by_hand,
  target,
  failure,
  back,
  beyond
};
constexpr std::array<std::string_view, 11> glyphs{" ", "─", "┈", "·", "░", "█",
                                                  "▓", "┆", "×", "●", "›"};

// The cells of a row over [0, span] s.
class Row {
 public:
  Row(std::size_t columns, double span)
      : cells_(columns, Glyph::nothing), cells_per_second_{static_cast<double>(columns) / span} {}

  // From `begin` to `end` [s]: at least one cell unless it took no time at all.
  void fill(double begin, double end, Glyph glyph) {
    if (end <= begin) {
      return;
    }
    const double first = std::floor(begin * cells_per_second_);
    const double last = std::max(first, std::ceil(end * cells_per_second_) - 1.0);
    const double count = static_cast<double>(cells_.size());
    for (double cell = std::max(first, 0.0); cell <= std::min(last, count - 1.0); cell += 1.0) {
      raise(cells_[static_cast<std::size_t>(cell)], glyph);
    }
    if (last >= count) {
      cells_.back() = Glyph::beyond;
    }
  }

  // At the instant `at` [s], or just before it.
  void mark(double at, Glyph glyph, bool is_before = false) {
    const double position = at * cells_per_second_;
    const double cell = is_before ? std::ceil(position) - 1.0 : std::floor(position);
    if (cell >= 0.0 && cell < static_cast<double>(cells_.size())) {
      raise(cells_[static_cast<std::size_t>(cell)], glyph);
    }
  }

  [[nodiscard]] std::string text() const {
    std::string text;
    for (const Glyph cell : cells_) {
      text += glyphs[static_cast<std::size_t>(cell)];
    }
    return text;
  }

 private:
  static void raise(Glyph& cell, Glyph glyph) { cell = std::max(cell, glyph); }

  std::vector<Glyph> cells_;
  double cells_per_second_;
};

// The whole step [s] between ticks that leaves each label room; the last is for spans of years.
double tick_step(double span, std::size_t columns) {
  constexpr double min = 60.0;
  constexpr double hour = 3600.0;
  constexpr double day = 86400.0;
  constexpr std::array steps{1.0,       5.0,        15.0,       30.0,       min,
                             2.0 * min, 5.0 * min,  10.0 * min, 15.0 * min, 30.0 * min,
                             hour,      2.0 * hour, 4.0 * hour, 6.0 * hour, 12.0 * hour,
                             day,       2.0 * day,  7.0 * day,  28.0 * day};
  const double most = std::max(1.0, static_cast<double>(columns) / 11.0);
  const auto* found =
      std::find_if(steps.begin(), steps.end(), [&](double step) { return span / step <= most; });
  return found == steps.end() ? span / most : *found;
}

Duration clock_start(const Timeline& timeline, const Scenario& scenario) {
  Measurement measurement;
  Measurer{scenario}.measure(timeline, measurement);
  return measurement.begun;
}

class GanttChart {
 public:
  GanttChart(const Timeline& timeline, const Scenario& scenario, const PageOptions& options)
      : timeline_{timeline},
        scenario_{scenario},
        options_{options},
        injected_{injection_of(timeline, scenario)},
        begun_{clock_start(timeline, scenario)},
        label_width_{label_width()},
        columns_{chart_width()},
        span_{chosen_span()} {}

  [[nodiscard]] std::string draw() const {
    std::string text = axis() + detection_line() + declaration_line();
    for (std::uint32_t step = 0; step < scenario_.runbook.steps.size(); ++step) {
      text += step_line(step);
    }
    for (std::uint32_t index = 0; index < scenario_.objectives.size(); ++index) {
      if (scenario_.objectives[index].service) {
        text += service_line(index);
      }
    }
    return text;
  }

 private:
  [[nodiscard]] double since_outage(Duration instant) const {
    return to_seconds(instant) - to_seconds(injected_);
  }
  [[nodiscard]] const std::string& service_title(std::uint32_t objective) const {
    return title_of(scenario_.plan.services[scenario_.objectives[objective].service->index]);
  }
  [[nodiscard]] std::size_t label_width() const;
  [[nodiscard]] std::size_t chart_width() const;
  [[nodiscard]] double chosen_span() const;

  [[nodiscard]] std::string axis() const;
  [[nodiscard]] std::string detection_line() const;
  [[nodiscard]] std::string declaration_line() const;
  [[nodiscard]] std::string step_line(std::uint32_t step) const;
  [[nodiscard]] std::string service_line(std::uint32_t objective) const;
  [[nodiscard]] std::string line(std::string_view label, const Row& row, std::string_view end,
                                 Ink ink) const;
  void fill(Row& row, const Event& event) const;

  const Timeline& timeline_;
  const Scenario& scenario_;
  const PageOptions& options_;
  Duration injected_;
  Duration begun_;  // from when recovery time runs
  std::size_t label_width_;
  std::size_t columns_;
  double span_;  // [s]
};

std::size_t GanttChart::label_width() const {
  std::size_t width = count_code_points("detection");
  for (const Step& step : scenario_.runbook.steps) {
    width = std::max(width, count_code_points(step.name));
  }
  for (std::uint32_t index = 0; index < scenario_.objectives.size(); ++index) {
    if (scenario_.objectives[index].service) {
      width = std::max(width, count_code_points(service_title(index)));
    }
  }
  return std::min({width, longest_label, static_cast<std::size_t>(options_.width) / 3});
}

std::size_t GanttChart::chart_width() const {
  constexpr std::size_t least = 20;
  const std::size_t taken = label_width_ + end_column + 4;
  const auto page = static_cast<std::size_t>(options_.width);
  return std::max(least, page - std::min(page, taken));
}

// Up to the recovery of the service that is back first, and of those that are back soon after it;
// all of the timeline if no service is watched.
double GanttChart::chosen_span() const {
  constexpr double soon = 4.0;
  constexpr double shortest = 60.0;
  std::vector<double> ends;
  double last = shortest;
  for (const Event& event : timeline_.events()) {
    last = std::max(last, since_outage(event.answered));
    if (event.verb == Verb::await_recovery) {
      const bool is_back = event.outcome == Outcome::succeeded;
      ends.push_back(since_outage(is_back ? event.duration_value() : event.answered));
    }
  }
  if (ends.empty()) {
    return last;
  }
  std::sort(ends.begin(), ends.end());
  double span = std::max(ends.front(), shortest);
  for (const double end : ends) {
    span = end < soon * span ? std::max(span, end) : span;
  }
  return 1.1 * span;
}

std::string GanttChart::axis() const {
  const double step = tick_step(span_, columns_);
  std::string ticks;
  std::size_t length = 0;
  for (int tick = 0; tick * step < span_; ++tick) {
    const auto column =
        static_cast<std::size_t>(std::floor(tick * step / span_ * static_cast<double>(columns_)));
    std::string label = tick == 0 ? "╵outage" : "╵" + human_duration(tick * step);
    label = clipped(label, columns_ - column);
    ticks += std::string(column - std::min(column, length), ' ') + label;
    length = std::max(length, column) + count_code_points(label);
  }
  const std::string text = padded("", label_width_ + 4) + padded(ticks, columns_) +
                           padded_left("ended after", end_column);
  return painted(text, Ink::faint, options_) + "\n";
}

std::string GanttChart::line(std::string_view label, const Row& row, std::string_view end,
                             Ink ink) const {
  return "  " + padded(clipped(label, label_width_), label_width_) + "  " +
         painted(row.text(), ink, options_) + painted(padded_left(end, end_column), ink, options_) +
         "\n";
}

void GanttChart::fill(Row& row, const Event& event) const {
  const double begin = since_outage(event.asked);
  const double end = since_outage(event.answered);
  if (awaits_people(event.verb)) {
    row.fill(begin, end, event.verb == Verb::await_person ? Glyph::queue : Glyph::people);
    return;
  }
  if (event.step == no_step || is_attempt(event, scenario_)) {
    row.fill(begin, end, event.by_hand ? Glyph::by_hand : Glyph::automatic);
    if (event.outcome != Outcome::succeeded) {
      row.mark(end, Glyph::failure, true);
    }
    return;
  }
  row.fill(begin, end, Glyph::pause);
}

std::string GanttChart::detection_line() const {
  Row row{columns_, span_};
  for (const Event& event : timeline_.events()) {
    if (event.verb == Verb::await_alert) {
      const double end = since_outage(event.answered);
      const bool is_seen = event.outcome == Outcome::succeeded;
      row.fill(0.0, end, Glyph::automatic);
      return line("detection", row, is_seen ? human_duration(end) : "never",
                  is_seen ? Ink::plain : Ink::bad);
    }
  }
  return line("detection", row, "never", Ink::bad);
}

// Who decides that this is a disaster; an automatic runbook has no such row.
std::string GanttChart::declaration_line() const {
  const auto& role = scenario_.runbook.declared_by;
  if (!role) {
    return "";
  }
  Row row{columns_, span_};
  std::optional<double> end;
  for (const Event& event : timeline_.events()) {
    const bool is_people = event.verb == Verb::page || event.verb == Verb::decide;
    if (is_people && event.step == no_step && event.subject == role->index) {
      fill(row, event);
      end = since_outage(event.answered);
    }
    if (event.verb == Verb::decide && event.step == no_step) {
      break;  // whoever decides may be paged again to send messages
    }
  }
  return end ? line("decision", row, human_duration(*end), Ink::plain) : "";
}

std::string GanttChart::step_line(std::uint32_t step) const {
  Row row{columns_, span_};
  std::optional<double> end;
  bool has_succeeded = false;
  for (const Event& event : timeline_.events()) {
    if (event.step == step) {
      fill(row, event);
      end = std::max(end.value_or(0.0), since_outage(event.answered));
      has_succeeded = event.outcome == Outcome::succeeded;
    }
  }
  const std::string& name = scenario_.runbook.steps[step].name;
  if (!end) {
    return line(name, row, "not reached", Ink::faint);
  }
  return has_succeeded ? line(name, row, human_duration(*end), Ink::plain)
                       : line(name, row, "failed", Ink::bad);
}

std::string GanttChart::service_line(std::uint32_t objective) const {
  const double target = to_seconds(scenario_.objectives[objective].target);
  Row row{columns_, span_};
  std::optional<double> failed;
  std::optional<double> back;
  for (const Event& event : timeline_.events()) {
    if (event.subject != objective || event.outcome != Outcome::succeeded) {
      continue;
    }
    if (event.verb == Verb::await_failure) {
      failed = since_outage(event.duration_value());
    } else if (event.verb == Verb::await_recovery) {
      back = since_outage(event.duration_value());
    }
  }
  if (!failed) {
    return line(service_title(objective), row, "not hit", Ink::good);
  }
  row.fill(*failed, back.value_or(2.0 * span_), Glyph::down);
  const double due = since_outage(begun_) + target;
  row.mark(due, Glyph::target);
  row.mark(back.value_or(2.0 * span_), Glyph::back);
  return line(service_title(objective), row, back ? human_duration(*back) : "never",
              back && *back <= due ? Ink::good : Ink::bad);
}

}  // namespace

std::string gantt(const Timeline& timeline, const Scenario& scenario, const PageOptions& options) {
  return GanttChart{timeline, scenario, options}.draw();
}

std::string gantt_legend(const PageOptions& options) {
  const std::string text = wrapped(
      "█ automatic  ▓ by hand  ░ paging, deciding  · nobody free  × failed or no answer  ┈ until "
      "the next attempt  ─ down  ┆ target  ● back  › goes on",
      static_cast<std::size_t>(options.width), 2);
  return painted(text, Ink::faint, options);
}

}  // namespace firedrill
