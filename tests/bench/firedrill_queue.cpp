// M/M/1 on firedrill's calendar and coroutines: a task for each customer, one for the arrivals.
// Example: firedrill_queue 1000000
#include <coroutine>
#include <cstdlib>
#include <deque>
#include <utility>

#include "models/chance/elementary.hpp"
#include "models/chance/random.hpp"
#include "scenarios/task.hpp"
#include "sim/calendar.hpp"
#include "tests/bench/queue_report.hpp"

namespace firedrill {
namespace {

class Queue {
 public:
  explicit Queue(std::uint64_t customers) : customers_{customers} {}

  // Mean time from arrival to departure [s]. Hot, and not inlined: as in firedrill_reference.cpp.
  [[gnu::hot, gnu::noinline]] double run() {
    const Task arrivals = arrive();
    arrivals.start();
    while (const auto* waiter = calendar_.pop(now_)) {
      resume(*waiter);
      while (!present_.empty() && present_.front().is_done()) {
        present_.pop_front();
      }
    }
    return total_ / static_cast<double>(customers_);
  }

 private:
  struct Pause {
    Queue& queue;
    Duration length;
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) {
      queue.calendar_.add(queue.now_ + length, waiter);
    }
    void await_resume() const noexcept {}
  };

  struct Turn {
    Queue& queue;
    [[nodiscard]] bool await_ready() const noexcept { return !std::exchange(queue.is_busy_, true); }
    void await_suspend(std::coroutine_handle<> waiter) { queue.waiting_.push_back(waiter); }
    void await_resume() const noexcept {}
  };

  // The next one has its turn.
  void leave() {
    if (waiting_.empty()) {
      is_busy_ = false;
      return;
    }
    const std::coroutine_handle<> next = waiting_.front();
    waiting_.pop_front();
    resume(next);
  }

  Task arrive() {
    for (std::uint64_t customer = 0; customer < customers_; ++customer) {
      Pause gap{*this, exponential(gaps_, mean_gap)};
      co_await gap;
      present_.push_back(be_served());
      present_.back().start();
    }
  }

  Task be_served() {
    const Duration arrived = now_;
    Turn turn{*this};
    co_await turn;
    Pause service{*this, exponential(services_, 1.0)};
    co_await service;
    total_ += to_seconds(now_ - arrived);
    leave();
  }

  static Duration exponential(Draws& draws, double mean) {
    return from_seconds(-mean * det_log(draws.uniform()));
  }

  std::uint64_t customers_;
  Draws gaps_{StreamKey{1, "gaps"}, 0}, services_{StreamKey{1, "services"}, 0};
  Calendar<std::coroutine_handle<>> calendar_;
  Duration now_{};
  bool is_busy_ = false;
  std::deque<std::coroutine_handle<>> waiting_;
  std::deque<Task> present_;  // they leave in the order in which they came
  double total_ = 0.0;
};

}  // namespace
}  // namespace firedrill

int main(int argc, char** argv) {
  using namespace firedrill;
  const auto customers = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000ULL;
  const double begin = queue_seconds();
  Queue queue{customers};
  const double mean = queue.run();
  print_report({.engine = "firedrill",
                .customers = customers,
                .seconds = queue_seconds() - begin,
                .mean = mean});
}
