// Reads an outage off the results of one probe, in the order in which they were meant to be sent:
// it begins with the intended time of the first failure, and ends with the first success that
// begins a streak which lasts, when that success was answered. A streak lasts if of all probes
// meant for the time `sustained` from its beginning on, both ends included, the `share` that is
// asked for succeeded; it is known to have lasted once a probe of its end has been answered.
// Example: StreakTracker tracker{{.from = injected, .sustained = 30s}}; tracker.take(result);
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "live/probes/probe_result.hpp"

namespace firedrill {

struct StreakRule {
  Duration from{};       // results meant for an earlier time say nothing
  Duration sustained{};  // zero: one success is enough
  double share = 1.0;    // of the probes of a streak, that succeed
};

struct StreakReport {
  std::optional<Duration> impact;         // intended time of the first failure
  std::optional<Duration> first_success;  // when the first success of the streak was answered
  std::optional<Duration> stable;         // when the last one that the streak needed was
  std::uint64_t goodput_lost = 0;         // probes between impact and the streak that failed

  // Zero: no outage; `never`: it has not ended.
  [[nodiscard]] Duration unavailable() const {
    return !impact ? Duration::zero() : !first_success ? never : *first_success - *impact;
  }
};

class StreakTracker {
 public:
  explicit StreakTracker(const StreakRule& rule) : rule_{rule} {}

  // In the order of `intended`, each instant once.
  void take(const ProbeResult& result);

  [[nodiscard]] const StreakReport& report() const { return report_; }

 private:
  struct Sample {
    Duration intended{}, answered{};
    bool succeeded = false;
  };

  void look_for_streak();
  [[nodiscard]] bool has_lasted(std::size_t last) const;

  StreakRule rule_;
  StreakReport report_;
  std::vector<Sample> samples_;           // from the impact on
  std::vector<std::uint64_t> successes_;  // among the samples before each
  std::size_t candidate_ = 0;             // no streak begins before it
  std::size_t end_ = 0;                   // where the last look for the candidate's end stopped
};

// Of all results of a probe.
[[nodiscard]] StreakReport read_streak(const std::vector<ProbeResult>& results,
                                       const StreakRule& rule);

}  // namespace firedrill
