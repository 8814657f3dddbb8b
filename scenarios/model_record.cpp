#include "scenarios/model_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "models/theory/scores.hpp"

namespace firedrill {
namespace {

constexpr std::size_t least_history = 5;  // drills before which a history predicts nothing

// The figures of one name, collected drill by drill.
class FigureCollector {
 public:
  void add(const ComparedFigure& figure) {
    if (figure.is_censored) {
      return;
    }
    // Where the probes leave open on which side of an end it lies, the value decides.
    const bool is_inside =
        figure.is_inside == Verdict::met ||
        (figure.is_inside == Verdict::inconclusive && figure.interval.low <= figure.measured &&
         figure.measured <= figure.interval.high);
    hits_.push_back({is_inside, figure.interval.high - figure.interval.low});
    ranks_.push_back(figure.even_rank);
    if (figure.measured > 0.0 && std::isfinite(figure.measured) && figure.median > 0.0 &&
        std::isfinite(figure.median)) {
      ratios_.push_back(figure.measured / figure.median);
    }
  }

  [[nodiscard]] FigureRecord record(const std::string& name) const {
    return {.name = name,
            .coverage = coverage_of(hits_),
            .ranks = rank_histogram(ranks_),
            .bias = bias_of(ratios_)};
  }

 private:
  std::vector<Hit> hits_;
  std::vector<double> ranks_, ratios_;
};

// Figures by name, in the order in which the names were first seen.
class Collectors {
 public:
  void add(const std::string& name, const ComparedFigure& figure) {
    if (collectors_.emplace(name, FigureCollector{}).second) {
      names_.push_back(name);
    }
    collectors_[name].add(figure);
  }
  [[nodiscard]] std::vector<FigureRecord> records() const {
    std::vector<FigureRecord> records;
    for (const std::string& name : names_) {
      records.push_back(collectors_.at(name).record(name));
    }
    return records;
  }

 private:
  std::vector<std::string> names_;
  std::map<std::string, FigureCollector> collectors_;
};

std::optional<double> middle_of(std::vector<double> values) {
  if (values.empty()) {
    return std::nullopt;
  }
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

// What drills of one scenario are held against: their own past, and that of all others.
struct Pairs {
  std::vector<double> ours, theirs;
};

class ScenarioCollector {
 public:
  explicit ScenarioCollector(const RunComparison& first)
      : name_{first.scenario.name}, title_{first.scenario_title} {}

  void add(const ComparedObjective& recovery) {
    figures_.add(*recovery.figure);
    scores_.push_back(recovery.score_s);
    if (const auto error = error_of(*recovery.figure)) {
      errors_.push_back(*error);
    }
  }
  static std::optional<double> error_of(const ComparedFigure& figure) {
    return figure.measured > 0.0 && std::isfinite(figure.measured) && std::isfinite(figure.median)
               ? std::optional{std::fabs(figure.median - figure.measured) / figure.measured}
               : std::nullopt;
  }

  Pairs earlier, pooled;

  [[nodiscard]] ScenarioRecord record() const {
    double sum = 0.0;
    for (const double score : scores_) {
      sum += score;
    }
    return {.scenario = name_,
            .title = title_,
            .recovery = figures_.record(name_),
            .mean_score_s = sum / static_cast<double>(scores_.size()),
            .median_error = middle_of(errors_),
            .against_earlier = skill_of(earlier.ours, earlier.theirs),
            .against_pooled = skill_of(pooled.ours, pooled.theirs)};
  }

 private:
  std::string name_, title_;
  FigureCollector figures_;
  std::vector<double> scores_, errors_;
};

// One drill of the past, as later drills see it.
struct Past {
  std::string id, scenario;
  double measured = 0.0;
};

void add_pair(const std::vector<double>& history, double measured, double horizon, double score,
              Pairs& pairs) {
  if (history.size() < least_history) {
    return;
  }
  std::vector<double> sorted;
  sorted.reserve(history.size());
  for (const double value : history) {
    sorted.push_back(std::min(value, horizon));
  }
  std::sort(sorted.begin(), sorted.end());
  pairs.ours.push_back(score);
  pairs.theirs.push_back(empirical_crps(sorted, std::min(measured, horizon)));
}

// Whether the model had learned from a drill of this scenario; of a run that is not in the history
// nobody knows, so it counts.
bool was_fitted(const RunComparison& drill, const std::vector<Past>& past) {
  return std::any_of(drill.fitted_on.begin(), drill.fitted_on.end(), [&](const std::string& id) {
    const auto found =
        std::find_if(past.begin(), past.end(), [&](const Past& one) { return one.id == id; });
    return found == past.end() || found->scenario == drill.scenario.name;
  });
}

void hold_against_past(const RunComparison& drill, const std::vector<Past>& past,
                       ScenarioCollector& collector) {
  const ComparedObjective& recovery = *first_recovery(drill);
  std::vector<double> own, others;
  for (const Past& one : past) {
    (one.scenario == drill.scenario.name ? own : others).push_back(one.measured);
  }
  const double measured = recovery.figure->measured;
  add_pair(own, measured, drill.horizon_s, recovery.score_s, collector.earlier);
  if (!was_fitted(drill, past)) {
    add_pair(others, measured, drill.horizon_s, recovery.score_s, collector.pooled);
  }
}

void judge_model(ModelRecord& record) {
  const Interval& interval = record.recovery.coverage.interval;
  if (record.drills < least_drills) {
    record.reason = fmt::format("{} drill{}, and {} are needed", record.drills,
                                record.drills == 1 ? "" : "s", least_drills);
  } else if (interval.high < predicted_coverage || interval.low > predicted_coverage) {
    record.verdict = Verdict::missed;
    record.reason = interval.high < predicted_coverage
                        ? "its 90 % intervals hold fewer drills than they should"
                        : "its 90 % intervals are wider than they need be";
  } else if (!record.drift.findings.empty()) {
    record.verdict = Verdict::missed;
    record.reason = "drills have stopped fitting: " + record.drift.findings.front().name;
  } else {
    record.verdict = Verdict::met;
    record.reason = "its 90 % intervals hold as many drills as they should";
  }
}

bool counts(const RunComparison& comparison) {
  return comparison.state == RunState::completed || comparison.state == RunState::aborted;
}

}  // namespace

ModelRecord record_of(std::vector<RunComparison> comparisons) {
  std::erase_if(comparisons, [](const RunComparison& one) { return !counts(one); });
  std::stable_sort(comparisons.begin(), comparisons.end(),
                   [](const RunComparison& a, const RunComparison& b) {
                     return std::pair{a.started_at, a.id} < std::pair{b.started_at, b.id};
                   });
  ModelRecord record;
  Collectors objectives, phases, steps;
  FigureCollector recoveries;
  std::vector<double> errors;
  std::vector<Past> past;
  std::vector<std::string> order;
  std::map<std::string, ScenarioCollector> scenarios;
  for (const RunComparison& drill : comparisons) {
    for (const ComparedObjective& one : drill.objectives) {
      if (one.figure) {
        objectives.add(one.name, *one.figure);
      }
    }
    for (const ComparedPhase& one : drill.phases) {
      phases.add(one.name, one.figure);
    }
    for (const ComparedStep& one : drill.steps) {
      if (one.length) {
        steps.add(one.name, *one.length);
      }
    }
    const ComparedObjective* const recovery = first_recovery(drill);
    if (recovery == nullptr) {
      continue;
    }
    const auto [place, is_new] =
        scenarios.try_emplace(drill.scenario.name, ScenarioCollector{drill});
    if (is_new) {
      order.push_back(drill.scenario.name);
    }
    place->second.add(*recovery);
    hold_against_past(drill, past, place->second);
    past.push_back({drill.id, drill.scenario.name, recovery->figure->measured});
    recoveries.add(*recovery->figure);
    if (const auto error = ScenarioCollector::error_of(*recovery->figure)) {
      errors.push_back(*error);
    }
    ++record.drills;
    record.stand_ins += is_measured(drill.target_kind) ? 0 : 1;
  }
  record.recovery = recoveries.record("recovery time");
  record.median_error = middle_of(errors);
  for (const std::string& name : order) {
    record.scenarios.push_back(scenarios.at(name).record());
  }
  record.objectives = objectives.records();
  record.phases = phases.records();
  record.steps = steps.records();
  record.drift = watch_drift(comparisons);
  judge_model(record);
  return record;
}

}  // namespace firedrill
