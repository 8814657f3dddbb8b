#include "models/recovery/drill_history.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace firedrill {
namespace {

std::optional<double> finite(double value) {
  return std::isfinite(value) ? std::optional{value} : std::nullopt;
}

HistoryFigure figure_of(const char* kind, const std::string& name, const ComparedFigure& figure) {
  return {.kind = kind,
          .name = name,
          .measured_s = figure.is_censored ? std::nullopt : finite(figure.measured),
          .target_s = std::nullopt,
          .verdict = {},
          .predicted_median_s = finite(figure.median),
          .predicted_low_s = finite(figure.interval.low),
          .predicted_high_s = finite(figure.interval.high),
          .rank = 0.5 * (figure.rank.low + figure.rank.high)};
}

std::optional<double> middle_of(std::vector<double> values) {
  if (values.empty()) {
    return std::nullopt;
  }
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

// The first figure of a kind, or nullptr.
const HistoryFigure* first_of(const HistoryEntry& entry, const char* kind) {
  const auto found = std::find_if(entry.figures.begin(), entry.figures.end(),
                                  [&](const HistoryFigure& one) { return one.kind == kind; });
  return found == entry.figures.end() ? nullptr : &*found;
}

// "2026-11-28T..." -> "2026-Q4"; "" if that is no date.
std::string quarter_of(const std::string& started_at) {
  constexpr std::size_t month_at = 5;
  const bool is_date = started_at.size() >= month_at + 2 && started_at[4] == '-' &&
                       started_at[month_at] >= '0' && started_at[month_at] <= '1' &&
                       started_at[month_at + 1] >= '0' && started_at[month_at + 1] <= '9';
  const int month =
      is_date ? 10 * (started_at[month_at] - '0') + started_at[month_at + 1] - '0' : 0;
  return month < 1 || month > 12
             ? std::string{}
             : started_at.substr(0, 4) + "-Q" + std::to_string((month - 1) / 3 + 1);
}

struct QuarterValues {
  QuarterTrend trend;
  std::vector<double> rto, rpo, detection;
};

void count_promises(const HistoryEntry& entry, QuarterTrend& trend) {
  bool has_any = false, has_missed = false;
  for (const HistoryFigure& figure : entry.figures) {
    if (figure.verdict.empty() || figure.verdict == "inconclusive") {
      continue;
    }
    const bool is_met = figure.verdict == "met";
    has_any = true;
    has_missed = has_missed || !is_met;
    (figure.kind == "rto" ? trend.rto_met : trend.rpo_met) += is_met ? 1U : 0U;
    (figure.kind == "rto" ? trend.rto_judged : trend.rpo_judged) += 1U;
  }
  trend.all_met += has_any && !has_missed ? 1U : 0U;
}

void take_in(const HistoryEntry& entry, QuarterValues& values) {
  QuarterTrend& trend = values.trend;
  ++trend.drills;
  trend.verified += entry.is_verified ? 1U : 0U;
  if (!entry.is_verified) {
    return;  // what it says cannot be believed
  }
  count_promises(entry, trend);
  const HistoryFigure* const rto = first_of(entry, "rto");
  if (rto != nullptr && rto->measured_s) {
    values.rto.push_back(*rto->measured_s);
  }
  if (rto != nullptr && rto->measured_s && rto->predicted_low_s) {
    const double high = rto->predicted_high_s.value_or(HUGE_VAL);
    ++trend.predicted;
    trend.within += *rto->predicted_low_s <= *rto->measured_s && *rto->measured_s <= high ? 1U : 0U;
  }
  if (const HistoryFigure* const rpo = first_of(entry, "rpo"); rpo != nullptr && rpo->measured_s) {
    values.rpo.push_back(*rpo->measured_s);
  }
  double detection = 0.0;
  bool is_detected = false;
  for (const HistoryFigure& figure : entry.figures) {
    const bool counts =
        figure.kind == "phase" && (figure.name == "impact" || figure.name == "detected");
    detection += counts ? figure.measured_s.value_or(0.0) : 0.0;
    is_detected = is_detected || (counts && figure.name == "detected");
  }
  if (is_detected) {
    values.detection.push_back(detection);
  }
}

}  // namespace

HistoryEntry history_entry(const RunComparison& comparison) {
  HistoryEntry entry{.id = comparison.id,
                     .folder = comparison.folder,
                     .scenario = comparison.scenario.name,
                     .title = comparison.scenario_title,
                     .target = comparison.target.name,
                     .started_at = comparison.started_at,
                     .state = std::string{name_of(comparison.state)},
                     .is_verified = true,
                     .problem = {},
                     .is_from_stand_in = !is_measured(comparison.target_kind),
                     .figures = {}};
  for (const ComparedObjective& one : comparison.objectives) {
    const char* const kind = one.kind == ObjectiveKind::rto ? "rto" : "rpo";
    HistoryFigure figure = one.figure
                               ? figure_of(kind, one.name, *one.figure)
                               : HistoryFigure{.kind = kind, .name = one.name, .verdict = {}};
    figure.target_s = finite(one.target_s);
    figure.verdict = name_of(one.verdict);
    entry.figures.push_back(std::move(figure));
  }
  for (const ComparedPhase& one : comparison.phases) {
    entry.figures.push_back(figure_of("phase", one.name, one.figure));
  }
  for (const ComparedStep& one : comparison.steps) {
    if (one.length) {
      entry.figures.push_back(figure_of("step", one.name, *one.length));
    }
  }
  return entry;
}

std::vector<QuarterTrend> trend_of(const std::vector<HistoryEntry>& entries) {
  std::map<std::string, QuarterValues> quarters;
  for (const HistoryEntry& entry : entries) {
    const std::string quarter = quarter_of(entry.started_at);
    if (!quarter.empty()) {
      take_in(entry, quarters[quarter]);
    }
  }
  std::vector<QuarterTrend> trends;
  for (auto& [quarter, values] : quarters) {
    values.trend.quarter = quarter;
    values.trend.rto_median_s = middle_of(values.rto);
    values.trend.rpo_median_s = middle_of(values.rpo);
    values.trend.detection_median_s = middle_of(values.detection);
    trends.push_back(values.trend);
  }
  return trends;
}

}  // namespace firedrill
