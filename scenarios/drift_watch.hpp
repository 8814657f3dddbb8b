// Watches every step, promise, phase and probe over a history of drills, each with a drift test of
// its own, and says what has stopped fitting, since which drill, and how sure that is. All series
// together alarm wrongly in at most 5 % of histories, however long (Bonferroni).
// What explains the rest is named as the cause: a step or a lag that has changed moves the recovery
// time, the phases and what all probes see, but not the other way round; a probe that drifts while
// everything it speaks of fits is itself at fault.
// Example: watch_drift(comparisons).findings[0].name  // "promote_replica"
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/recovery/run_comparison.hpp"

namespace firedrill {

// In the order in which one can be the cause of the next.
enum class WatchedKind { step, loss, phase_before_steps, probe, phase, recovery };
[[nodiscard]] std::string_view name_of(WatchedKind kind);  // "step"

struct DriftFinding {
  WatchedKind kind = WatchedKind::step;
  std::string name;
  double fortune = 1.0;      // of who bets against the model: at odds of that to one
  double false_alarm = 1.0;  // the probability that any series says so by chance, at most
  std::string since, earliest, latest;  // ids of runs; the change lies in between with 95 %
  std::uint64_t drills = 0;             // since then
  double share_above = 0.0;             // of these, measured above the predicted median
  bool is_cause = false;
};

struct DriftReport {
  std::uint64_t series = 0;  // watched
  double level = 0.05;
  std::vector<DriftFinding> findings;  // causes first, the surest first
};

// `comparisons` in the order in which the drills were run.
[[nodiscard]] DriftReport watch_drift(std::span<const RunComparison> comparisons);

}  // namespace firedrill
