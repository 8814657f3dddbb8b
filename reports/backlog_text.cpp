#include "reports/backlog_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <variant>

#include "reports/format.hpp"
#include "reports/links_text.hpp"

namespace firedrill {
namespace {

constexpr std::size_t chart_rows = 4;
constexpr std::size_t label_room = 11;   // of labels, before the chart
constexpr std::size_t chart_levels = 8;  // of one character
constexpr const char* late_mark = "━";
constexpr std::array<const char*, chart_levels + 1> heights{" ", "▁", "▂", "▃", "▄",
                                                            "▅", "▆", "▇", "█"};

// Where the data cross to; none if they do not.
std::optional<ComponentId> replica_of(const DataKind& kind) {
  if (const auto* log = std::get_if<DatabaseReplication>(&kind.protection)) {
    return log->replica;
  }
  if (const auto* objects = std::get_if<ObjectStream>(&kind.protection)) {
    return objects->replica;
  }
  if (const auto* saved = std::get_if<CheckpointStream>(&kind.protection)) {
    return saved->replica;
  }
  return std::nullopt;
}

// What a column of the chart stands for: the most that waited in its time, and the oldest.
struct ChartColumn {
  double bytes = 0.0;
  double lag = 0.0;  // [s]
};

std::vector<ChartColumn> columns_of(const BacklogCurve& curve, std::size_t width) {
  const std::size_t points = curve.points.size();
  std::vector<ChartColumn> columns(width);
  for (std::size_t index = 0; index < width; ++index) {
    const std::size_t first = index * points / width;
    const std::size_t beyond = std::max(first + 1, (index + 1) * points / width);
    for (std::size_t point = first; point < beyond; ++point) {
      ChartColumn& column = columns[index];
      column.bytes = std::max(column.bytes, curve.points[point].backlog_bytes);
      column.lag = std::max(column.lag, curve.points[point].lag_s);
    }
  }
  return columns;
}

std::string rows_of(const std::vector<ChartColumn>& columns, double most) {
  std::string rows;
  for (std::size_t row = chart_rows; row-- > 0;) {
    const std::string label = row + 1 == chart_rows ? human_bytes(most) : row == 0 ? "0" : "";
    rows += padded_left(label, label_room - 1) + (label.empty() ? " │" : " ┤");
    for (const ChartColumn& column : columns) {
      const double filled = column.bytes / most * static_cast<double>(chart_rows * chart_levels);
      const double here = filled - static_cast<double>(row * chart_levels);
      const double level = std::clamp(here, 0.0, static_cast<double>(chart_levels));
      const auto shown = static_cast<std::size_t>(std::lround(level));
      const bool is_little = row == 0 && shown == 0 && column.bytes > 0.0;
      rows += is_little ? heights[1] : heights[shown];
    }
    rows += "\n";
  }
  return rows;
}

// When the oldest waited for longer than promised; empty if it never did.
std::string late_row(const std::vector<ChartColumn>& columns, double promised,
                     const PageOptions& options) {
  std::string marks;
  bool is_late = false;
  for (const ChartColumn& column : columns) {
    marks += column.lag > promised ? late_mark : " ";
    is_late = is_late || column.lag > promised;
  }
  const std::string label = "> " + human_duration(promised);
  return is_late
             ? padded_left(label, label_room - 1) + "  " + painted(marks, Ink::bad, options) + "\n"
             : "";
}

// Marks below the columns, back from the fault, which is at their end.
std::string time_row(double span, std::size_t columns) {
  constexpr std::size_t room = 16;  // of "╵45 min before" and a blank
  // The least whole step that leaves each mark its room.
  const double step = round_step(span * static_cast<double>(room) / static_cast<double>(columns));
  const std::string fault = "the fault╵";
  std::string row(label_room + 1, ' ');
  std::size_t written = 0;
  for (double before = std::floor(span / step) * step; before > 0.0; before -= step) {
    const auto at = static_cast<std::size_t>((1.0 - before / span) * static_cast<double>(columns));
    const std::string text = human_duration(before) + (written == 0 ? " before" : "");
    const std::size_t length = text.size() + 1;
    if (at < written || at + length + room > columns + 4) {
      continue;
    }
    row += std::string(at - written, ' ') + "╵" + text;
    written = at + length;
  }
  constexpr std::size_t last = 10;
  return row + std::string(columns - last - written, ' ') + fault + "\n";
}

std::string chart_of(const BacklogCurve& curve, const Scenario& scenario,
                     const PageOptions& options) {
  const BacklogPoint most = most_of(curve);
  if (!(most.backlog_bytes > 0.0)) {
    return "";
  }
  std::string chart =
      "\n  " + painted(curve.replica, Ink::strong, options) +
      fmt::format("  {} → {}, {} at most\n", curve.from, curve.to, human_bit_rate(curve.rate));
  chart += wrapped(waited_words(curve), width_of(options), 2);
  const std::vector<ChartColumn> columns = columns_of(curve, width_of(options) - label_room - 2);
  chart += rows_of(columns, most.backlog_bytes);
  if (const auto promised = promised_age(scenario, curve.replica)) {
    chart += late_row(columns, *promised, options);
  }
  return chart + time_row(-curve.points.front().time_s, columns.size());
}

}  // namespace

std::optional<double> promised_age(const Scenario& scenario, const std::string& replica) {
  std::optional<double> promised;
  for (const Objective& objective : scenario.objectives) {
    for (const DataId data : objective.data) {
      const auto crosses_to = replica_of(scenario.plan.data[data.index]);
      if (crosses_to && scenario.plan.components[crosses_to->index].name == replica) {
        const double target = to_seconds(objective.target);
        promised = promised ? std::min(*promised, target) : target;
      }
    }
  }
  return promised;
}

BacklogPoint most_of(const BacklogCurve& curve) {
  BacklogPoint most;
  for (const BacklogPoint& point : curve.points) {
    most.backlog_bytes = std::max(most.backlog_bytes, point.backlog_bytes);
    most.lag_s = std::max(most.lag_s, point.lag_s);
  }
  return most;
}

std::string waited_words(const BacklogCurve& curve) {
  const BacklogPoint& last = curve.points.back();
  const BacklogPoint most = most_of(curve);
  const std::string waited = last.backlog_bytes > 0.0 ? fmt::format("{} waited, the oldest for {}",
                                                                    human_bytes(last.backlog_bytes),
                                                                    human_duration(last.lag_s))
                                                      : std::string{"nothing waited"};
  return fmt::format("At the fault {}; before it up to {} and {}.", waited,
                     human_bytes(most.backlog_bytes), human_duration(most.lag_s));
}

double round_step(double least) {
  constexpr std::array<double, 15> steps{10.0,    30.0,    60.0,    120.0,    300.0,
                                         600.0,   900.0,   1800.0,  3600.0,   7200.0,
                                         10800.0, 21600.0, 43200.0, 86'400.0, 604'800.0};
  const auto* const step = std::lower_bound(steps.begin(), steps.end(), least);
  return step == steps.end() ? steps.back() : *step;
}

std::string backlog_part(const std::vector<BacklogCurve>& curves, const Scenario& scenario,
                         const PageOptions& options) {
  std::string charts;
  for (const BacklogCurve& curve : curves) {
    charts += chart_of(curve, scenario, options);
  }
  if (charts.empty()) {
    return "";
  }
  if (charts.find(late_mark) != std::string::npos) {
    charts += wrapped(std::string{late_mark} + " the oldest had waited for longer than promised",
                      width_of(options), 2);
  }
  return heading("BACKLOG", "what waited to cross between regions, in the median recovery",
                 options) +
         charts.substr(1);
}

}  // namespace firedrill
