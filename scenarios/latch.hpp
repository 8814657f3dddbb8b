// Tasks that another waits for: each counts down, and the last one resumes whoever awaits the
// latch. With nothing open, awaiting it does not suspend.
// Example: Latch left{.open = 2, .waiter = {}}; co_await left; // goes on after two count_down()
#pragma once

#include <coroutine>
#include <utility>

#include "scenarios/task.hpp"

namespace firedrill {

struct Latch {
  int open = 0;
  std::coroutine_handle<> waiter{};
  [[nodiscard]] bool await_ready() const noexcept { return open == 0; }
  void await_suspend(std::coroutine_handle<> handle) noexcept { waiter = handle; }
  void await_resume() const noexcept {}
  void count_down() {
    --open;
    if (open == 0 && waiter) {
      resume(std::exchange(waiter, {}));
    }
  }
};

}  // namespace firedrill
