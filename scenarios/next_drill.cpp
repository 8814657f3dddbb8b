#include "scenarios/next_drill.hpp"

#include <algorithm>
#include <map>

namespace firedrill {
namespace {

constexpr double prior_drills = 2.0;

// Beta law of the probability that a promise is kept.
struct Belief {
  double kept = 1.0, missed = 1.0;

  [[nodiscard]] double mean() const { return kept / (kept + missed); }
  // Variance now less the expected variance after one more drill: Var / (a + b + 1).
  [[nodiscard]] double worth() const {
    const double total = kept + missed;
    return kept * missed / (total * total * (total + 1.0) * (total + 1.0));
  }
};

struct PromiseCount {
  double foreseen = 0.0;  // the mean of what was predicted
  double drills = 0.0, kept = 0.0, missed = 0.0;
};

Belief belief_of(const PromiseCount& count) {
  constexpr double edge = 0.02;  // no prediction is that sure
  const double foreseen = std::clamp(count.foreseen / count.drills, edge, 1.0 - edge);
  return {prior_drills * foreseen + count.kept, prior_drills * (1.0 - foreseen) + count.missed};
}

DrillSuggestion suggestion_for(const DrillOption& candidate,
                               std::span<const RunComparison> comparisons) {
  DrillSuggestion suggestion{.scenario = candidate.scenario, .promise = {}};
  std::map<std::string, PromiseCount> promises;
  for (const RunComparison& comparison : comparisons) {
    if (comparison.scenario.name != candidate.scenario) {
      continue;
    }
    ++suggestion.drills;
    for (const ComparedObjective& one : comparison.objectives) {
      PromiseCount& count = promises[one.name];
      count.foreseen += one.predicted_met_fraction;
      count.drills += 1.0;
      count.kept += one.verdict == Verdict::met ? 1.0 : 0.0;
      count.missed += one.verdict == Verdict::missed ? 1.0 : 0.0;
    }
  }
  if (promises.empty()) {
    suggestion.worth = candidate.weight * Belief{}.worth();
    return suggestion;
  }
  double most = -1.0;
  for (const auto& [name, count] : promises) {
    const Belief belief = belief_of(count);
    suggestion.worth += candidate.weight * belief.worth();
    if (belief.worth() > most) {
      most = belief.worth();
      suggestion.promise = name;
      suggestion.belief = belief.mean();
    }
  }
  return suggestion;
}

}  // namespace

std::vector<DrillSuggestion> next_drills(std::span<const DrillOption> candidates,
                                         std::span<const RunComparison> comparisons) {
  std::vector<DrillSuggestion> suggestions;
  for (const DrillOption& candidate : candidates) {
    suggestions.push_back(suggestion_for(candidate, comparisons));
  }
  std::stable_sort(
      suggestions.begin(), suggestions.end(),
      [](const DrillSuggestion& a, const DrillSuggestion& b) { return a.worth > b.worth; });
  return suggestions;
}

}  // namespace firedrill
