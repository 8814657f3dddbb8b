#include "app/drill_stop.hpp"

#include <chrono>

#include "live/process/process_mark.hpp"

namespace firedrill {
namespace {

constexpr int by_a_person = 1;
constexpr int by_stop = 2;

volatile std::sig_atomic_t was_told_to_stop = 0;

void note_signal(int /*signal*/, siginfo_t* info, void* /*context*/) {
  const bool is_stop = info->si_code == SI_QUEUE && info->si_value.sival_int == stop_value;
  was_told_to_stop = is_stop ? by_stop : by_a_person;
}

}  // namespace

StopOnSignal::StopOnSignal(Drill& drill) {
  struct sigaction action {};
  action.sa_sigaction = note_signal;
  action.sa_flags = SA_RESTART | SA_SIGINFO;
  ::sigaction(SIGINT, &action, &interrupt_);
  ::sigaction(SIGTERM, &action, &terminate_);
  waiter_ = std::thread{[this, &drill] {
    while (!is_over_) {
      if (was_told_to_stop == by_stop) {
        drill.stop(RunState::aborted, "stopped by `firedrill stop`");
      } else if (was_told_to_stop == by_a_person) {
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
