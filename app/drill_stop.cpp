#include "app/drill_stop.hpp"

#include <chrono>

namespace firedrill {
namespace {

volatile std::sig_atomic_t was_told_to_stop = 0;

void note_signal(int /*signal*/) { was_told_to_stop = 1; }

}  // namespace

StopOnSignal::StopOnSignal(Drill& drill) {
  struct sigaction action {};
  action.sa_handler = note_signal;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGINT, &action, &interrupt_);
  ::sigaction(SIGTERM, &action, &terminate_);
  waiter_ = std::thread{[this, &drill] {
    while (!is_over_) {
      if (was_told_to_stop != 0) {
        drill.stop(RunState::interrupted, "interrupted by a person");
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
  }};
}

StopOnSignal::~StopOnSignal() {
  is_over_ = true;
  waiter_.join();
  ::sigaction(SIGINT, &interrupt_, nullptr);
  ::sigaction(SIGTERM, &terminate_, nullptr);
}

}  // namespace firedrill
