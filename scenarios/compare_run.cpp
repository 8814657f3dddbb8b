#include "scenarios/compare_run.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "models/chance/random.hpp"

namespace firedrill {
namespace {

constexpr double tail = 0.05;  // outside the 90 % interval, on either side

// Breaks ties between a measured value and its predictions: evenly, by luck that belongs to the run
// and the figure, so that comparing it again gives the same.
class Luck {
 public:
  explicit Luck(const Run& run) : run_{run} {}
  [[nodiscard]] double of(const std::string& figure) const {
    return Draws{StreamKey{run_.seed, "rank/" + run_.id + "/" + figure}, 0}.uniform();
  }

 private:
  const Run& run_;
};

// Within the interval, outside it, or not to be told from what the probes saw.
Verdict inside(const ComparedFigure& figure) {
  const bool low_is_inside =
      figure.interval.low <= figure.low && figure.low <= figure.interval.high;
  const bool high_is_inside =
      figure.interval.low <= figure.high && figure.high <= figure.interval.high;
  if (low_is_inside && high_is_inside) {
    return Verdict::met;
  }
  const bool is_outside = figure.low > figure.interval.high || figure.high < figure.interval.low;
  return is_outside ? Verdict::missed : Verdict::inconclusive;
}

struct Measured {
  double value = 0.0, low = 0.0, high = 0.0;
  bool is_censored = false;
};

Measured exactly(double value) { return {value, value, value, false}; }

// Both ends of a phase are read off probes, or off questions asked as often: what lies within a
// period of the prediction cannot be told from it.
Measured phase_of(const RunPhase& phase, const Run& run) {
  Duration period{};
  for (const RunProbe& probe : run.probes) {
    if (!probe.service.empty()) {
      period = std::max(period, probe.period);
    }
  }
  const double value = to_seconds(phase.length);
  return {value, std::max(0.0, value - to_seconds(period)), value + to_seconds(period), false};
}

ComparedFigure compare(const Measured& measured, const Percentiles& law, double luck) {
  ComparedFigure figure{.measured = measured.value,
                        .low = measured.low,
                        .high = measured.high,
                        .is_censored = measured.is_censored,
                        .median = quantile(law, 0.5),
                        .interval = {quantile(law, tail), quantile(law, 1.0 - tail)},
                        .rank = rank_within(law, measured.value)};
  if (measured.is_censored) {
    figure.high = std::numeric_limits<double>::infinity();
    figure.rank.high = 1.0;
  }
  figure.even_rank = figure.rank.low + luck * (figure.rank.high - figure.rank.low);
  figure.is_inside = inside(figure);
  return figure;
}

// The same where the prediction can be narrower than what the probes leave open: then the rank is
// open, too, from one end to the other.
ComparedFigure compare_span(const Measured& measured, const Percentiles& law, double luck) {
  ComparedFigure figure = compare(measured, law, luck);
  const bool is_apart = figure.low > figure.interval.high || figure.high < figure.interval.low;
  figure.is_inside = is_apart ? Verdict::missed : Verdict::met;
  figure.rank = {rank_within(law, measured.low).low, rank_within(law, measured.high).high};
  figure.even_rank = figure.rank.low + luck * (figure.rank.high - figure.rank.low);
  return figure;
}

// Evenly between the two ends of what the probes leave open would be as good; the value is what the
// verdict of the run rests on.
Measured measured_of(const RunObjective& objective) {
  const bool is_least = objective.high == never && objective.value != never;
  return {to_seconds(objective.value), to_seconds(objective.low), to_seconds(objective.high),
          is_least};
}

ComparedObjective compare_objective(const RunObjective& measured, const PredictedRun& predicted,
                                    const Luck& luck) {
  ComparedObjective compared{.name = measured.name,
                             .title = measured.title,
                             .kind = measured.kind,
                             .target_s = to_seconds(measured.target),
                             .verdict = measured.verdict,
                             .reason = measured.reason,
                             .figure = std::nullopt};
  const auto found =
      std::find_if(predicted.objectives.begin(), predicted.objectives.end(),
                   [&](const PredictedObjective& one) { return one.name == measured.name; });
  if (found == predicted.objectives.end()) {
    return compared;
  }
  compared.predicted_met_fraction = found->met_fraction;
  if (measured.is_measured) {
    compared.figure =
        compare(measured_of(measured), found->law, luck.of("objective/" + measured.name));
    compared.score_s = compared.figure->is_censored
                           ? std::numeric_limits<double>::quiet_NaN()
                           : crps(found->law, compared.figure->measured, predicted.horizon_s);
  }
  return compared;
}

ComparedStep predicted_only(const PredictedStep& step) {
  return {.name = step.name,
          .seen_in = step.law ? SeenIn::prediction : SeenIn::neither,
          .reached_fraction = step.reached_fraction,
          .failure_fraction = step.failure_fraction,
          .started = std::nullopt,
          .length = std::nullopt,
          .measured_start = std::nullopt,
          .measured_length = std::nullopt,
          .law = step.law};
}

// When the recording ends: what has begun and not ended was cut short then.
Duration end_of(const Run& run) {
  Duration end = run.injected;
  for (const RunEvent& event : run.timeline) {
    end = std::max(end, event.answered);
  }
  return end;
}

void add_measured(const RunStep& measured, const Run& run, const Luck& luck, ComparedStep& step) {
  if (!measured.started) {
    return;
  }
  const bool is_over = measured.ended.has_value();
  const Duration ended = std::max(*measured.started, measured.ended.value_or(end_of(run)));
  const Duration length = std::max(ended - *measured.started - measured.waited, Duration::zero());
  step.seen_in = step.law ? SeenIn::both : SeenIn::run;
  step.has_failed = measured.automatic_failed;
  step.has_succeeded = measured.succeeded;
  step.measured_start = to_seconds(*measured.started - run.injected);
  step.measured_length = to_seconds(length);
  if (step.law) {
    step.started =
        compare(exactly(*step.measured_start), step.law->started, luck.of("start/" + step.name));
    Measured taken = exactly(*step.measured_length);
    taken.is_censored = !is_over;
    step.length = compare(taken, step.law->length, luck.of("length/" + step.name));
  }
}

void compare_steps(const Run& run, const PredictedRun& predicted, const Luck& luck,
                   RunComparison& comparison) {
  for (const PredictedStep& step : predicted.steps) {
    comparison.steps.push_back(predicted_only(step));
  }
  for (const RunStep& measured : run.steps) {
    auto place = std::find_if(comparison.steps.begin(), comparison.steps.end(),
                              [&](const ComparedStep& one) { return one.name == measured.name; });
    if (place == comparison.steps.end()) {
      comparison.steps.push_back(predicted_only({.name = measured.name, .law = std::nullopt}));
      place = comparison.steps.end() - 1;
    }
    add_measured(measured, run, luck, *place);
  }
}

// A probe speaks for a service; the first promise of a recovery time of that service is compared.
void compare_probes(const Run& run, const PredictedRun& predicted, const Luck& luck,
                    RunComparison& comparison) {
  for (const RunProbe& probe : run.probes) {
    const auto promised =
        std::find_if(run.objectives.begin(), run.objectives.end(), [&](const RunObjective& one) {
          return one.kind == ObjectiveKind::rto && one.subject == probe.service;
        });
    if (probe.service.empty() || promised == run.objectives.end() || !probe.first_failure) {
      continue;
    }
    const auto found =
        std::find_if(predicted.objectives.begin(), predicted.objectives.end(),
                     [&](const PredictedObjective& one) { return one.name == promised->name; });
    if (found != predicted.objectives.end()) {
      const double back = probe.first_success ? to_seconds(*probe.first_success - run.begun)
                                              : std::numeric_limits<double>::infinity();
      const double period = to_seconds(probe.period);
      const Measured seen{back, std::max(0.0, back - period), back + period, false};
      comparison.probes.push_back({probe.name, probe.vantage, promised->name,
                                   compare(seen, found->law, luck.of("probe/" + probe.name))});
    }
  }
}

}  // namespace

RunComparison compare_run(const Run& run, const PredictedRun& predicted) {
  const Luck luck{run};
  RunComparison comparison;
  comparison.id = run.id;
  comparison.started_at = run.started_at;
  comparison.state = run.state;
  comparison.scenario = run.scenario;
  comparison.plan = run.plan;
  comparison.target = run.target;
  comparison.target_kind = run.target_kind;
  comparison.scenario_title = run.scenario_title;
  comparison.seed = run.seed;
  comparison.replications = predicted.replications;
  comparison.horizon_s = predicted.horizon_s;
  comparison.fitted_on = predicted.fitted_on;
  for (const RunObjective& objective : run.objectives) {
    comparison.objectives.push_back(compare_objective(objective, predicted, luck));
  }
  for (const RunPhase& phase : run.phases) {
    const auto found =
        std::find_if(predicted.phases.begin(), predicted.phases.end(),
                     [&](const PredictedPhase& one) { return one.name == phase.name; });
    if (found != predicted.phases.end()) {
      comparison.phases.push_back({phase.name, compare_span(phase_of(phase, run), found->law,
                                                            luck.of("phase/" + phase.name))});
    }
  }
  compare_steps(run, predicted, luck, comparison);
  compare_probes(run, predicted, luck, comparison);
  return comparison;
}

}  // namespace firedrill
