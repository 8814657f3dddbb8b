// Ctrl-C, SIGTERM and `firedrill stop` end a drill in good order: nothing more is begun, everything
// is undone, and what was recorded stays. By a handler and not by a mask, which all that the drill
// starts would inherit.
// Example: const StopOnSignal stopper{drill}; drill.run(...);
#pragma once

#include <atomic>
#include <csignal>
#include <thread>

#include "live/drill/drill.hpp"

namespace firedrill {

class StopOnSignal {
 public:
  explicit StopOnSignal(Drill& drill);
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;
  ~StopOnSignal();

 private:
  struct sigaction interrupt_ {};  // what these did before
  struct sigaction terminate_ {};
  std::atomic<bool> is_over_{false};
  std::thread waiter_;
};

}  // namespace firedrill
