// The history of drills in a SQLite file beside their folders: what was drilled when, on what, what
// came of it, and where in the predictions it lay. It is an index that can be made anew from the
// folders at any time; the evidence is in them. Any SQLite program can read it, too.
// Example: RunHistory history{"runs/history.sqlite"}; history.put(entry); history.list({});
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/recovery/run_comparison.hpp"

struct sqlite3;

namespace firedrill {

// One figure of a drill: a promise, a phase or a step.
struct HistoryFigure {
  std::string kind, name;            // "rto", "rpo", "phase", "step"
  std::optional<double> measured_s;  // none: not measured, or not before the run ended
  std::optional<double> target_s;    // of promises
  std::string verdict;               // of promises: met, missed, inconclusive; "" of others
  std::optional<double> predicted_median_s, predicted_low_s, predicted_high_s;
  std::optional<double> rank;  // in [0, 1]
};

struct HistoryEntry {
  std::string id, folder, scenario, title, target, started_at, state;
  bool is_verified = false;
  std::string problem;  // why it is not
  std::vector<HistoryFigure> figures;
};

[[nodiscard]] HistoryEntry history_entry(const RunComparison& comparison);

struct HistoryFilter {
  std::string scenario, target, state;  // "": any
  std::string since, until;             // "2026-07", as far as it goes; "": any
  bool only_missed = false;             // some promise was missed
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

class RunHistory {
 public:
  // Opens or makes the file. Throws std::runtime_error, with what can be done, if it is no history
  // or cannot be written; so do all functions below.
  explicit RunHistory(const std::string& path);
  RunHistory(const RunHistory&) = delete;
  RunHistory& operator=(const RunHistory&) = delete;
  ~RunHistory();

  // Adds the drills, or replaces those of the same folder; all or none.
  void put(const std::vector<HistoryEntry>& entries);

  // In the order in which they were begun, with their figures.
  [[nodiscard]] std::vector<HistoryEntry> list(const HistoryFilter& filter) const;

 private:
  void execute(const char* statements) const;
  void put_one(const HistoryEntry& entry);
  [[nodiscard]] std::vector<HistoryFigure> figures_of(const std::string& folder) const;

  std::string path_;
  sqlite3* database_ = nullptr;
};

// By quarters, ascending; drills whose beginning is unknown are left out.
[[nodiscard]] std::vector<QuarterTrend> trend_of(const std::vector<HistoryEntry>& entries);

}  // namespace firedrill
