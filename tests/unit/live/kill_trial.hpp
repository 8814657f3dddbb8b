// One short drill that is killed in the middle: firedrill alone, or with it everything that its
// connection to the host had started. Afterwards only the host itself is watched: is it as before,
// how long after the deadline, and does anything remain?
// Example: const KillResult result = kill_trial({.number = 7, .at = 900ms});
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "models/base/units.hpp"

namespace firedrill {

struct KillPlan {
  int number = 0;                 // of the trial: its namespaces and files have names of their own
  std::optional<int> boundary{};  // after so many scripts have begun or ended; or else
  Duration at{};                  // so long after the drill's beginning
  bool cuts_connection = false;   // the scripts that run are killed too
};

struct KillResult {
  bool was_killed = false;    // false: the drill had ended before
  bool was_broken = false;    // something was injected when it was killed
  double healed_after = 0.0;  // [s] the deadline; below zero: before it
  std::string remains;        // what was left 5 s after the deadline; "" if nothing
  [[nodiscard]] bool is_good() const { return remains.empty() && healed_after <= 5.0; }
};

// Runs two faults on two network namespaces of its own for at most `kill_deadline`, as root.
[[nodiscard]] KillResult kill_trial(const KillPlan& plan);

inline constexpr Duration kill_deadline = std::chrono::seconds{4};

// The instant of random trial `number`, evenly within the drill's length.
[[nodiscard]] Duration kill_instant(int number);

}  // namespace firedrill
