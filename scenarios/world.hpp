// The port between a drill and what it acts on. A simulated world answers on virtual time from
// models, a live one on real time by acting on a cluster; no question reveals which it is.
// Example:
//   Operation promotion{world, action, {.patience = 30min, .step = 3}};
//   const auto outcome = co_await promotion;  // a full statement over a named thing: see
//   docs/STYLE.md
#pragma once

#include <coroutine>
#include <cstdint>
#include <type_traits>

#include "models/base/check.hpp"
#include "models/recovery/timeline.hpp"

namespace firedrill {

class Operation;

class World {
 public:
  World() = default;
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  virtual ~World() = default;

  // Time since the run began.
  [[nodiscard]] virtual Duration now() const = 0;

  // Takes on `operation`. It is answered exactly once, at the latest when its patience ends: either
  // before submit returns (Operation::answer), or later (Operation::answer, then resume(waiter())).
  virtual void submit(Operation& operation) = 0;

  // What has been asked and answered so far; written by operations, by no world.
  Timeline timeline;
};

// What an operation needs beside its action.
struct Request {
  Duration patience{};
  std::uint32_t step = no_step;
  std::uint32_t subject = 0;
  std::uint8_t attempt = 0;
  bool by_hand = false;
};

// One request and its awaiter in one object, which lives in the frame of the coroutine that awaits
// it.
class Operation {
 public:
  Operation(World& world, const Action& action, const Request& request)
      : world_{&world},
        action_{&action},
        patience_{request.patience},
        step_{request.step},
        subject_{request.subject},
        attempt_{request.attempt},
        by_hand_{request.by_hand} {}

  // --- for worlds ---
  [[nodiscard]] const Action& action() const { return *action_; }
  [[nodiscard]] Duration patience() const { return patience_; }
  [[nodiscard]] std::uint32_t step() const { return step_; }
  [[nodiscard]] std::uint8_t attempt() const { return attempt_; }
  [[nodiscard]] bool is_by_hand() const { return by_hand_; }
  [[nodiscard]] std::coroutine_handle<> waiter() const { return waiter_; }
  void answer(Outcome outcome, std::int64_t value = 0) {
    firedrill_assert(!is_answered_);
    is_answered_ = true;
    outcome_ = outcome;
    value_ = value;
  }

  // --- for the coroutine that awaits it ---
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    asked_ = world_->now();
    world_->submit(*this);
    return !is_answered_;
  }
  Outcome await_resume() {
    // Field by field: a copy of a struct whose narrow fields have just been written stalls the
    // processor (wide loads cannot be forwarded from narrow stores), and this runs at every await.
    const Duration answered = world_->now();
    Event& event = world_->timeline.append();
    event.asked = asked_;
    event.answered = answered;
    event.value = value_;
    event.step = step_;
    event.subject = subject_;
    event.verb = verb_of(*action_);
    event.outcome = outcome_;
    event.attempt = attempt_;
    event.by_hand = by_hand_;
    return outcome_;
  }
  [[nodiscard]] std::int64_t value() const { return value_; }

 private:
  World* world_;
  const Action* action_;
  Duration patience_;
  std::uint32_t step_;
  std::uint32_t subject_;
  std::uint8_t attempt_;
  bool by_hand_;
  Duration asked_{};
  std::int64_t value_ = 0;
  std::coroutine_handle<> waiter_{};
  Outcome outcome_ = Outcome::unknown;
  bool is_answered_ = false;
};
// g++ 12 destroys aggregate temporaries of an await expression twice; nothing to destroy, no harm.
static_assert(std::is_trivially_destructible_v<Operation>);

}  // namespace firedrill
