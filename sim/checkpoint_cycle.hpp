// Work, block, work, block: the regular course of an undisturbed training run, in closed form, so
// that a year of checkpoints costs nothing between two failures. A checkpoint begins after every
// `interval` of work; the job stands still for `blocked`, works on, and `write` after its beginning
// the checkpoint can be used. All arithmetic is in whole nanoseconds.
// Example: CheckpointCycle{10min, 40s, 40s}.after(25min).saved  // 20 min of work
#pragma once

#include "models/fleet/training_run.hpp"

namespace firedrill {

class CheckpointCycle {
 public:
  // interval > 0; 0 <= blocked <= write; a checkpoint ends before the next one begins:
  // write - blocked <= interval.
  CheckpointCycle(Duration interval, Duration write, Duration blocked);

  // What has come of an undisturbed run after `elapsed`; work + blocked == elapsed.
  struct Progress {
    Duration work{};     // done
    Duration blocked{};  // stood still
    Duration saved{};    // of the work, by the last finished checkpoint
  };
  [[nodiscard]] Progress after(Duration elapsed) const;

  // When, after `elapsed` or then, the next checkpoint finishes; counted from the run's beginning.
  [[nodiscard]] Duration next_finished(Duration elapsed) const;

  [[nodiscard]] Duration interval() const { return interval_; }

 private:
  Duration interval_, write_, blocked_;
};

// The cycle of `study`. An interval left to a rule follows from the blocking time, which must not
// be zero, and the mean time between the job's failures; it is rounded to whole seconds, and no
// shorter than a checkpoint needs to end before the next.
[[nodiscard]] CheckpointCycle checkpoint_cycle(const FleetStudy& study);

}  // namespace firedrill
