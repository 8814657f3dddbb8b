// What a history keeps of every drill: its promises, phases and steps, measured and as predicted;
// and what a year of them comes to, quarter by quarter. Kept by history/run_history.hpp, shown by
// reports/history_text.hpp. Example: trend_of(history.list({})).back().rto_median_s
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/recovery/run_comparison.hpp"

namespace firedrill {

// One figure of a drill: a promise, a phase or a step.
struct HistoryFigure {
  std::string kind, name;              // "rto", "rpo", "phase", "step"
  std::optional<double> measured_s{};  // none: not measured, or not before the run ended
  std::optional<double> target_s{};    // of promises
  std::string verdict{};               // of promises: met, missed, inconclusive; "" of others
  std::optional<double> predicted_median_s{}, predicted_low_s{}, predicted_high_s{};
  std::optional<double> rank{};  // in [0, 1]
};

struct HistoryEntry {
  std::string id, folder, scenario, title, target, started_at, state;
  bool is_verified = false;
  std::string problem;            // why it is not
  bool is_from_stand_in = false;  // simulated: it touched nothing
  std::vector<HistoryFigure> figures;
};

[[nodiscard]] HistoryEntry history_entry(const RunComparison& comparison);

struct HistoryFilter {
  std::string scenario{}, target{}, state{};  // "": any
  std::string since{}, until{};               // "2026-07", as far as it goes; "": any
  bool only_missed = false;                   // some promise was missed
};

// One quarter of a year. Medians are over the drills that measured it; shares over all of them.
struct QuarterTrend {
  std::string quarter;  // "2026-Q4"
  std::uint64_t drills = 0, verified = 0;
  std::optional<double> rto_median_s, rpo_median_s;  // first promise of each kind
  std::optional<double> detection_median_s;          // from the injection to the alert
  std::uint64_t rto_met = 0, rto_judged = 0, rpo_met = 0, rpo_judged = 0;
  std::uint64_t all_met = 0;                // drills that kept every promise they measured
  std::uint64_t within = 0, predicted = 0;  // first recovery times in their 90 % interval
};

// By quarters, ascending; drills whose beginning is unknown are left out.
[[nodiscard]] std::vector<QuarterTrend> trend_of(const std::vector<HistoryEntry>& entries);

}  // namespace firedrill
