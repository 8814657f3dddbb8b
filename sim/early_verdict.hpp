// Whether a recovery keeps its recovery objectives, read off a timeline that is still being
// written: as soon as one objective cannot be kept any more, or all of them have been decided. What
// comes after that (updates by the half hour until an outage of days is over, a new standby) is of
// no account to who asks only this. The answer is that of the whole recovery.
// Example: EarlyVerdict verdict{scenario}; world.run_until(drill, [&](Duration now) {
//            return verdict.is_reached(world.timeline, now); });
#pragma once

#include <cstddef>
#include <vector>

#include "models/recovery/timeline.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

class EarlyVerdict {
 public:
  // `scenario` must outlive it.
  explicit EarlyVerdict(const Scenario& scenario);

  // Forgets the last recovery.
  void begin();

  // Reads what `timeline` holds by `now`, and whether that is enough.
  [[nodiscard]] bool is_reached(const Timeline& timeline, Duration now);

  // Some objective is missed for certain, whatever a measurement of the timeline so far says.
  [[nodiscard]] bool is_missed() const { return is_missed_; }

 private:
  void read(const Event& event);

  const Scenario& scenario_;
  std::vector<Duration> latest_;  // per objective: seen later than this, a recovery is too late
  std::size_t objectives_ = 0;    // about recovery
  std::size_t decided_ = 0;
  std::size_t read_ = 0;  // events
  bool is_missed_ = false;
};

}  // namespace firedrill
