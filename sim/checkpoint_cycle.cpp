#include "sim/checkpoint_cycle.hpp"

#include <algorithm>
#include <chrono>

#include "models/base/check.hpp"
#include "models/theory/checkpoint.hpp"

namespace firedrill {

CheckpointCycle::CheckpointCycle(Duration interval, Duration write, Duration blocked)
    : interval_{interval}, write_{write}, blocked_{blocked} {
  firedrill_assert(interval > Duration::zero());
  firedrill_assert(blocked >= Duration::zero() && blocked <= write);
  firedrill_assert(write - blocked <= interval);
}

// Checkpoint k, from 1, begins after k intervals of work and k - 1 blocks, and ends `write_` later.
CheckpointCycle::Progress CheckpointCycle::after(Duration elapsed) const {
  const Duration period = interval_ + blocked_;
  const auto cycles = elapsed / period;
  const Duration work = cycles * interval_ + std::min(elapsed % period, interval_);
  const Duration background = write_ - blocked_;
  const auto finished = elapsed < background ? 0 : (elapsed - background) / period;
  return {work, elapsed - work, finished * interval_};
}

Duration CheckpointCycle::next_finished(Duration elapsed) const {
  const Duration period = interval_ + blocked_;
  const Duration background = write_ - blocked_;
  const Duration whole = std::max(elapsed - background, Duration{1}) - Duration{1};
  return (whole / period + 1) * period + background;
}

CheckpointCycle checkpoint_cycle(const FleetStudy& study) {
  const Checkpointing& checkpointing = study.run.checkpointing;
  const Duration write = write_time(checkpointing);
  const Duration blocked = blocking_time(checkpointing);
  if (const auto* interval = std::get_if<Duration>(&checkpointing.interval)) {
    return {*interval, write, blocked};
  }
  const Duration mtbf = from_seconds(1.0 / failure_rate(study.fleet, study.run.nodes));
  const Duration best = std::get<CheckpointRule>(checkpointing.interval) == CheckpointRule::young
                            ? young_interval(blocked, mtbf)
                            : daly_interval(blocked, mtbf);
  const auto whole = std::chrono::ceil<std::chrono::seconds>(std::max(best, write - blocked));
  return {whole, write, blocked};
}

}  // namespace firedrill
