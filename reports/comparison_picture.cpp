#include "reports/comparison_picture.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "reports/format.hpp"
#include "reports/markup.hpp"
#include "reports/svg.hpp"

namespace firedrill {
namespace {

// All in pixels.
constexpr int comparison_width = 1000;
constexpr int left = 230;   // of the chart; names stand before it
constexpr int right = 830;  // of the chart; figures stand behind it
constexpr int top = 84;
constexpr int row_height = 28;
constexpr int text_size = 12;
constexpr const char* light = "#c6d9ec";
constexpr const char* dark = "#6c9bc9";
constexpr const char* alarm = "#c0392b";

constexpr double tail = 0.05;

class Chart {
 public:
  explicit Chart(double longest) : longest_{longest} {}

  // Seconds since the injection, as pixels; what lies beyond the chart at its edge.
  [[nodiscard]] int x(double seconds) const {
    const double share = std::clamp(seconds / longest_, 0.0, 1.0);
    return left + static_cast<int>(std::lround(share * (right - left)));
  }
  [[nodiscard]] double longest() const { return longest_; }

 private:
  double longest_;
};

std::string box(int from, int to, int y, int height, const char* fill) {
  return fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>\n", from, y,
                     std::max(2, to - from), height, fill);
}

std::string line(int x1, int y1, int x2, int y2, const char* stroke, double thickness,
                 const char* dashes = "") {
  return fmt::format(
      "<path d=\"M{} {} L{} {}\" stroke=\"{}\" stroke-width=\"{}\" stroke-dasharray=\"{}\"/>\n", x1,
      y1, x2, y2, stroke, thickness, dashes);
}

// A length that gives about five marks: 1, 2 or 5 times a power of ten seconds, or of minutes and
// hours where these are longer.
double tick_of(double longest) {
  for (const double tick : {1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1'200.0,
                            1'800.0, 3'600.0, 7'200.0, 14'400.0, 28'800.0, 86'400.0}) {
    if (longest / tick <= 6.0) {
      return tick;
    }
  }
  return std::pow(10.0, std::floor(std::log10(longest / 2.0)));
}

std::string axis(const Chart& chart, int bottom) {
  std::string text;
  const double tick = tick_of(chart.longest());
  for (double at = 0.0; at <= chart.longest() * 1.0001; at += tick) {
    const int x = chart.x(at);
    text += line(x, top - 8, x, bottom, "#dddddd", 1.0);
    text += svg_text_at(x + 3, top - 12, at == 0.0 ? "injection" : human_duration(at), 11, 90);
  }
  return text;
}

bool is_off(const std::optional<ComparedFigure>& figure) {
  return figure && figure->is_inside == Verdict::missed;
}

std::string step_row(const ComparedStep& step, const Chart& chart, int y) {
  std::string row = svg_text_at(16, y + 17, step.name, text_size, left - 28);
  if (step.law) {
    row += box(chart.x(quantile(step.law->started, tail)),
               chart.x(quantile(step.law->ended, 1.0 - tail)), y + 3, row_height - 8, light);
    row += box(chart.x(quantile(step.law->started, 0.5)), chart.x(quantile(step.law->ended, 0.5)),
               y + 7, row_height - 16, dark);
  }
  std::string note = "not in the drill";
  if (step.measured_start) {
    const double end = *step.measured_start + *step.measured_length;
    const char* const ink = is_off(step.length) ? alarm : "black";
    row += box(chart.x(*step.measured_start), chart.x(end), y + 10, 6, ink);
    note = human_duration(*step.measured_length);
    note += step.length ? fmt::format(", P{}", std::lround(100.0 * step.length->rank.low))
                        : ", not predicted";
    note += is_off(step.length) ? " (outside)" : "";
  }
  return row + svg_text_at(right + 12, y + 17, note, 11, comparison_width - right - 16);
}

std::string promise_row(const ComparedObjective& promise, const Chart& chart, int y) {
  const std::string& name = promise.title.empty() ? promise.name : promise.title;
  std::string row = svg_text_at(16, y + 17, name, text_size, left - 28, "bold");
  const int target = chart.x(promise.target_s);
  if (promise.target_s <= chart.longest()) {
    row += line(target, y + 1, target, y + row_height - 3, "black", 1.5, "3 2");
  }
  const ComparedFigure& figure = *promise.figure;
  row += box(chart.x(figure.interval.low), chart.x(figure.interval.high), y + 3, row_height - 8,
             light);
  const int median = chart.x(figure.median);
  row += line(median, y + 3, median, y + row_height - 5, dark, 4.0);
  const int x = chart.x(figure.measured);
  const char* const ink = is_off(promise.figure) ? alarm : "black";
  row += fmt::format("<path d=\"M{} {} l6 6 l-6 6 l-6 -6 z\" fill=\"{}\"/>\n", x, y + 7, ink);
  const std::string note =
      fmt::format("{}, P{}{}", human_duration(figure.measured),
                  std::lround(100.0 * figure.rank.low), is_off(promise.figure) ? " (outside)" : "");
  return row + svg_text_at(right + 12, y + 17, note, 11, comparison_width - right - 16);
}

// The longest time that has to fit; what is later still is drawn at the edge.
double longest_of(const RunComparison& comparison) {
  double longest = 1.0;
  const auto take = [&](double seconds) {
    longest = std::isfinite(seconds) ? std::max(longest, seconds) : longest;
  };
  for (const ComparedStep& step : comparison.steps) {
    if (step.law) {
      take(quantile(step.law->ended, 0.75));
    }
    if (step.measured_start) {
      take(*step.measured_start + *step.measured_length);
    }
  }
  for (const ComparedObjective& promise : comparison.objectives) {
    if (promise.figure && promise.kind == ObjectiveKind::rto) {
      take(promise.figure->measured);
      take(promise.figure->interval.high);
    }
  }
  return longest * 1.03;
}

std::string legend(int y) {
  std::string text = box(left, left + 30, y, 14, light);
  text += svg_text_at(left + 38, y + 12, "90 % of predictions", 11, 150);
  text += box(left + 180, left + 210, y + 3, 8, dark);
  text += svg_text_at(left + 218, y + 12, "median prediction", 11, 140);
  text += box(left + 345, left + 375, y + 4, 6, "black");
  text += svg_text_at(left + 383, y + 12, "measured", 11, 80);
  text += box(left + 455, left + 485, y + 4, 6, alarm);
  text += svg_text_at(left + 493, y + 12, "outside the 90 %", 11, 130);
  text += line(left + 622, y - 1, left + 622, y + 15, "black", 1.5, "3 2");
  return text + svg_text_at(left + 630, y + 12, "target", 11, 60);
}

}  // namespace

std::string comparison_picture(const RunComparison& comparison) {
  const Chart chart{longest_of(comparison)};
  std::string rows;
  int y = top;
  for (const ComparedStep& step : comparison.steps) {
    if (step.seen_in != SeenIn::neither) {
      rows += step_row(step, chart, y);
      y += row_height;
    }
  }
  for (const ComparedObjective& promise : comparison.objectives) {
    if (promise.figure && promise.kind == ObjectiveKind::rto) {
      rows += promise_row(promise, chart, y);
      y += row_height;
    }
  }
  const int height = y + 48;
  const std::string& title =
      comparison.scenario_title.empty() ? comparison.scenario.name : comparison.scenario_title;
  std::string picture = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
      "viewBox=\"0 0 {0} {1}\" font-family=\"monospace\" role=\"img\">\n<title>{2}</title>\n"
      "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
      comparison_width, height, escaped_markup(title));
  picture += svg_text_at(16, 28, title, 15, comparison_width - 32, "bold");
  picture +=
      svg_text_at(16, 48,
                  fmt::format("{} in run {} over SIMULATED, predicted before it by {} recoveries",
                              label_of(comparison.target_kind), comparison.id,
                              grouped(static_cast<std::int64_t>(comparison.replications))),
                  11, comparison_width - 32);
  return picture + axis(chart, y) + rows + legend(y + 18) + "</svg>\n";
}

}  // namespace firedrill
