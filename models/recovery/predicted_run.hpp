// What was predicted of one drill before it began, as far as it can be held against what was then
// measured. Names instead of indexes: it is read back from a sealed prediction.json without the
// files that it was made from. Example: load_predicted_run("runs/a/prediction.json")->steps[0].name
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/chance/percentiles.hpp"
#include "models/recovery/prediction.hpp"
#include "models/recovery/run.hpp"

namespace firedrill {

struct PredictedObjective {
  std::string name, title;
  ObjectiveKind kind = ObjectiveKind::rto;
  double target_s = 0.0;
  double met_fraction = 0.0;
  Percentiles law;  // [s]
};

struct PredictedPhase {
  std::string name;
  Percentiles law;  // [s]
};

struct PredictedStep {
  std::string name;
  double reached_fraction = 0.0, failure_fraction = 0.0;
  std::optional<StepPercentiles> law;  // none: never reached
};

struct PredictedRun {
  RunInput scenario, plan;
  std::uint64_t seed = 0, replications = 0;
  double horizon_s = 0.0;
  std::vector<std::string> fitted_on;  // ids of runs; none of them is judged by this prediction
  std::vector<PredictedObjective> objectives;
  std::vector<PredictedPhase> phases;
  std::vector<PredictedStep> steps;  // of the runbook
};

}  // namespace firedrill
