// One drill held against what was predicted of it: every promise, phase and step as it was
// measured, beside the predicted median, the predicted 90 % interval, and where in the prediction
// it lies. Two verdicts that are never merged: whether the promise was kept, and whether the model
// was right.
// Example: comparison.steps[3].length->rank.low  // 0.97: longer than in 97 % of the predictions
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/chance/interval.hpp"
#include "models/recovery/predicted_run.hpp"
#include "models/recovery/run.hpp"

namespace firedrill {

// A measured figure [s] within its prediction.
struct ComparedFigure {
  double measured = 0.0;         // infinity: not before the run ended
  double low = 0.0, high = 0.0;  // what the probes leave open; both `measured` if nothing
  bool is_censored = false;      // it took at least that long: the run ended first
  double median = 0.0;           // predicted
  Interval interval;             // predicted, 90 %
  Interval rank;                 // shares of the predictions below it, and at most at it
  double even_rank = 0.0;        // the rank with ties broken evenly, by the run's own luck
  Verdict is_inside = Verdict::inconclusive;  // within the 90 % interval, whatever the probes miss
};

struct ComparedObjective {
  std::string name, title;
  ObjectiveKind kind = ObjectiveKind::rto;
  double target_s = 0.0;
  double predicted_met_fraction = 0.0;
  Verdict verdict = Verdict::inconclusive;  // of the run: was it met?
  std::string reason;
  std::optional<ComparedFigure> figure;  // none: not measured, or not predicted
  double score_s = 0.0;                  // CRPS; where there is a figure, and not only a least
};

struct ComparedPhase {
  std::string name;
  ComparedFigure figure;
};

// In which world a step happened.
enum class SeenIn { both, prediction, run, neither };

struct ComparedStep {
  std::string name;
  SeenIn seen_in = SeenIn::neither;
  double reached_fraction = 0.0, failure_fraction = 0.0;  // predicted
  bool has_failed = false, has_succeeded = false;         // its first way; in the end
  std::optional<ComparedFigure> started, length;          // where it was seen in both
  std::optional<double> measured_start, measured_length;  // where it was seen in the run [s]
  std::optional<StepPercentiles> law;                     // where it was predicted
};

// What one probe says of a promised recovery time, whatever the others say.
struct ComparedProbe {
  std::string name, vantage, objective;
  ComparedFigure figure;
};

struct RunComparison {
  std::string folder, id, started_at;
  RunState state = RunState::completed;
  TargetKind target_kind = TargetKind::inventory;
  RunInput scenario, plan, target;
  std::string scenario_title;
  std::uint64_t seed = 0, replications = 0;
  double horizon_s = 0.0;
  std::vector<std::string> fitted_on;
  std::vector<ComparedObjective> objectives;
  std::vector<ComparedPhase> phases;
  std::vector<ComparedStep> steps;
  std::vector<ComparedProbe> probes;
};

[[nodiscard]] std::string_view name_of(SeenIn seen_in);  // "both"

// The first recovery time that was measured, or nothing: one figure a drill is what a model is
// judged by.
[[nodiscard]] const ComparedObjective* first_recovery(const RunComparison& comparison);

}  // namespace firedrill
