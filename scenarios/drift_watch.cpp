#include "scenarios/drift_watch.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "models/judgement/drift.hpp"

namespace firedrill {
namespace {

struct Series {
  DriftTest test;
  std::vector<std::string> runs;  // which each value is of
};

using SeriesKey = std::pair<WatchedKind, std::string>;

// What happens before any step does: no step can be the cause of it.
bool is_before_steps(const std::string& phase) { return phase == "impact" || phase == "detected"; }

class Watch {
 public:
  void add(const RunComparison& comparison);
  [[nodiscard]] DriftReport report() const;

 private:
  void add(WatchedKind kind, const std::string& name, const std::string& run,
           const ComparedFigure& figure) {
    // What was cut short says only that it took longer than some time that chance chose.
    if (!figure.is_censored) {
      Series& series = series_[{kind, name}];
      series.test.add(figure.even_rank);
      series.runs.push_back(run);
    }
  }

  std::map<SeriesKey, Series> series_;
};

void Watch::add(const RunComparison& comparison) {
  for (const ComparedStep& step : comparison.steps) {
    if (step.length) {
      add(WatchedKind::step, step.name, comparison.id, *step.length);
    }
  }
  for (const ComparedObjective& objective : comparison.objectives) {
    if (objective.figure) {
      add(objective.kind == ObjectiveKind::rpo ? WatchedKind::loss : WatchedKind::recovery,
          objective.name, comparison.id, *objective.figure);
    }
  }
  for (const ComparedPhase& phase : comparison.phases) {
    add(is_before_steps(phase.name) ? WatchedKind::phase_before_steps : WatchedKind::phase,
        phase.name, comparison.id, phase.figure);
  }
  for (const ComparedProbe& probe : comparison.probes) {
    add(WatchedKind::probe, probe.name, comparison.id, probe.figure);
  }
}

DriftReport Watch::report() const {
  DriftReport report;
  report.series = series_.size();
  const auto count = static_cast<double>(series_.size());
  for (const auto& [key, series] : series_) {
    if (series.test.strongest() * report.level < count) {
      continue;
    }
    const ChangePoint change = series.test.change_point();
    report.findings.push_back({.kind = key.first,
                               .name = key.second,
                               .fortune = series.test.strongest(),
                               .false_alarm = std::min(1.0, count / series.test.strongest()),
                               .since = series.runs[change.likeliest],
                               .earliest = series.runs[change.earliest],
                               .latest = series.runs[change.latest],
                               .drills = series.test.count() - change.likeliest,
                               .share_above = series.test.share_above(change.likeliest),
                               .is_cause = false});
  }
  // The kinds before the first that drifts explain nothing; those after it are explained by it.
  // Steps, losses and what comes before the steps do not explain each other.
  const auto cause_rank = [](const DriftFinding& one) {
    return one.kind <= WatchedKind::phase_before_steps ? 0 : static_cast<int>(one.kind);
  };
  int first = static_cast<int>(WatchedKind::recovery);
  for (const DriftFinding& one : report.findings) {
    first = std::min(first, cause_rank(one));
  }
  for (DriftFinding& one : report.findings) {
    one.is_cause = cause_rank(one) == first;
  }
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const DriftFinding& a, const DriftFinding& b) {
                     return std::pair{!a.is_cause, -a.fortune} < std::pair{!b.is_cause, -b.fortune};
                   });
  return report;
}

}  // namespace

std::string_view name_of(WatchedKind kind) {
  constexpr std::array<std::string_view, 6> names{"step",  "loss",  "phase_before_steps",
                                                  "probe", "phase", "recovery"};
  return names[static_cast<std::size_t>(kind)];
}

DriftReport watch_drift(std::span<const RunComparison> comparisons) {
  Watch watch;
  for (const RunComparison& comparison : comparisons) {
    watch.add(comparison);
  }
  return watch.report();
}

}  // namespace firedrill
