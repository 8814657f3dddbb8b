// How well a model has predicted so far, over drills that were each predicted before they began:
// what its intervals held, where in its predictions the drills lay, how its scores compare with
// those of the history alone, which steps it is wrong about, and whether it has stopped fitting.
// Below twenty drills there is no verdict. Scores of one scenario are never pooled with another's.
// Example: const ModelRecord record = record_of(comparisons); record.verdict
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/judgement/track_record.hpp"
#include "models/recovery/run_comparison.hpp"
#include "scenarios/drift_watch.hpp"

namespace firedrill {

// One kind of figure over all drills that have it.
struct FigureRecord {
  std::string name;
  Coverage coverage;  // of the 90 % intervals; mean width [s]
  RankHistogram ranks{};
  std::optional<Bias> bias;  // measured / predicted median, where both are above zero
};

// The first recovery time of one scenario.
struct ScenarioRecord {
  std::string scenario, title;
  FigureRecord recovery;
  double mean_score_s = 0.0;             // CRPS
  std::optional<double> median_error;    // |predicted median - measured| / measured
  std::optional<Skill> against_earlier;  // the scenario's own earlier drills
  std::optional<Skill> against_pooled;  // other scenarios' earlier drills, where nothing was fitted
};

struct ModelRecord {
  std::uint64_t drills = 0;     // with a recovery time that was measured and predicted
  std::uint64_t stand_ins = 0;  // of them, made by stand-ins: simulated
  Verdict verdict = Verdict::inconclusive;
  std::string reason;
  FigureRecord recovery;  // all scenarios; one figure a drill
  std::optional<double> median_error;
  std::vector<ScenarioRecord> scenarios;
  std::vector<FigureRecord> objectives, phases, steps;
  DriftReport drift;
};

// Sorts `comparisons` by when the drills began; void and unfinished ones are left out.
[[nodiscard]] ModelRecord record_of(std::vector<RunComparison> comparisons);

}  // namespace firedrill
