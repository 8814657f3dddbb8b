// What a live world has carried out for it: everything that takes real time and touches something
// real. Each call may block, comes from a thread of its own, and answers with an outcome, never
// with an exception. Who is behind it (a lab, hosts over ssh, a test) the world does not know.
// Example: const WorkResult result = hands.carry_out(action, {.step = "promote", .patience = 30s});
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "models/recovery/action.hpp"
#include "models/recovery/timeline.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

struct WorkRequest {
  std::string step;     // of the runbook; "" for none
  Duration patience{};  // later nobody waits any more, though the effect may still come
  bool is_by_hand = false;
  const std::atomic<bool>* is_stopped = nullptr;  // once true, the work is given up at once
};

struct WorkResult {
  Outcome outcome = Outcome::unknown;
  std::int64_t value = 0;  // as of an Event of that verb
};

class LiveHands {
 public:
  LiveHands() = default;
  LiveHands(const LiveHands&) = delete;
  LiveHands& operator=(const LiveHands&) = delete;
  virtual ~LiveHands() = default;

  // A runbook's action, or a message to be sent.
  virtual WorkResult carry_out(const Action& action, const WorkRequest& request) = 0;

  // Breaks what the fault says, until heal(), or for `length` at the longest.
  virtual WorkResult inject(FaultId fault, Duration length) = 0;
  virtual WorkResult heal(FaultId fault) = 0;

  // Returns when monitoring has raised an alert since the drill began, or `is_over` is true.
  virtual WorkResult await_alert(const std::atomic<bool>& is_over) = 0;

  // What a person is asked: to acknowledge a page, to decide, to take over a shift. Returns when
  // they have, or `is_over` is true.
  virtual WorkResult ask_person(const Action& question, const std::atomic<bool>& is_over) = 0;

  // What observations find at the end: ReadBack, ReadCopies, ReadDiscarded, ReadWork, ReadLostWork.
  virtual WorkResult read(const Action& observation) = 0;
};

}  // namespace firedrill
