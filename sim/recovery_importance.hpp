// How close a recovery under way is to missing its promise, read off the recovery graph: when the
// service would be back if every step that is not done took its mean from now on, as a share of the
// target. What drags on, fails or waits for people pushes that date out long before it is missed.
// Example: RecoveryImportance importance{scenario, 0};  importance.of(timeline, now)  // 0.4
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "models/recovery/timeline.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

class RecoveryImportance {
 public:
  // `objective` is an index into the scenario's objectives; of a loss the importance is always 0:
  // what is lost is settled at once, and no step brings it closer.
  RecoveryImportance(const Scenario& scenario, std::size_t objective);

  // From 0 at the fault to just below 1; 1 is for recoveries that have missed it. None once the
  // service is back: whether that was in time is settled then.
  [[nodiscard]] std::optional<double> of(const Timeline& timeline, Duration now);

 private:
  const Scenario& scenario_;
  std::size_t objective_;
  std::vector<char> is_needed_;    // per step: for the service, or before one that is
  std::vector<Duration> lengths_;  // mean of one try, and of what precedes it by hand
  std::vector<Duration> ends_;     // scratch
};

}  // namespace firedrill
