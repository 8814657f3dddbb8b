// What a drill looks at while it goes on: events, faults, abort conditions, its own locks.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "live/drill/drill_going.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

}  // namespace

LiveWatcher Drill::watcher(Going& going) {
  return {.answered =
              [this, &going](const Event& event) {
                const RunEvent named = with_names(event, scenario_);
                going.recorder.record("event",
                                      {{"verb", name_of(named.verb)},
                                       {"outcome", name_of(named.outcome)},
                                       {"step", named.step.value_or("")},
                                       {"subject", named.subject.value_or("")},
                                       {"asked_s", to_seconds(named.asked)},
                                       {"answered_s", to_seconds(named.answered)},
                                       {"attempt", named.attempt},
                                       {"by_hand", named.by_hand},
                                       {"value", named.value}},
                                      event.answered);
                write(going);
              },
          .fault =
              [this, &going](FaultId fault, bool is_injected, const WorkResult& result) {
                RunFault& one = going.run.faults[fault.index];
                const bool succeeded = result.outcome == Outcome::succeeded;
                if (is_injected) {
                  one.outcome = result.outcome;
                  going.hands.set_fault_time(going.world.injecting_since());
                  if (succeeded) {
                    one.injected = going.world.now();
                    going.view.broken.push_back(one.name);
                  } else {
                    stop(RunState::aborted, "fault " + one.name + " could not be injected");
                  }
                } else if (succeeded) {
                  one.healed = going.world.now();
                  std::erase(going.view.broken, one.name);
                }
                write(going);
              },
          .tick =
              [this, &going] {
                going.view.now = going.recorder.now();
                going.view.probes = going.probes.glance();
                going.look(going.view);
                watch_abort(going);
              },
          .ended =
              [this, &going] {
                if (is_stopped_) {
                  heal(going);  // at once: work that is still under way comes to its end later
                }
              }};
}

void Drill::watch_abort(Going& going) {
  for (const std::string& line : going.abort->news()) {
    going.recorder.record("unwatched", {{"problem", line}});
  }
  if (const auto why = going.abort->reason(going.view.probes, going.view.now)) {
    stop(RunState::aborted, *why);
  }
  if (going.view.now > going.view.deadline) {
    stop(RunState::aborted, "the charter's deadline has passed");
  }
}

// Whoever heals a host of this drill from outside ends the drill: its faults are gone, and what
// were measured would be no recovery.
void Drill::watch_locks(const std::atomic<bool>& is_over) {
  constexpr Duration interval = 1s;
  for (auto due = Clock::now() + interval; !is_over; due = Clock::now() + interval) {
    while (!is_over && Clock::now() < due) {
      std::this_thread::sleep_for(50ms);
    }
    const auto lost = is_over ? std::vector<std::string>{} : injector_->lost_locks();
    if (!lost.empty()) {
      return stop(RunState::aborted, "somebody else has healed " + lost.front());
    }
  }
}

}  // namespace firedrill
