// What one await costs: an operation that the world answers at once, one that it answers later, and
// a child task, beside the same request made through a std::function callback. Every request is
// recorded on the timeline, as in a simulation.
// Example: bench_await --benchmark_filter=later
#include <benchmark/benchmark.h>

#include <functional>
#include <utility>

#include "scenarios/task.hpp"
#include "scenarios/world.hpp"

namespace firedrill {
namespace {

constexpr std::int64_t batch = 1024;  // requests between two resets of the timeline

// Answers at once, or keeps the operation until answer() is called.
class TrivialWorld final : public World {
 public:
  explicit TrivialWorld(bool answers_at_once) : answers_at_once_{answers_at_once} {}

  [[nodiscard]] Duration now() const override { return now_; }

  void submit(Operation& operation) override {
    ++now_;
    if (answers_at_once_) {
      operation.answer(Outcome::succeeded);
    } else {
      waiting_ = &operation;
    }
  }

  void answer() {
    Operation& operation = *std::exchange(waiting_, nullptr);
    operation.answer(Outcome::succeeded);
    resume(operation.waiter());
  }

 private:
  bool answers_at_once_;
  Duration now_{};
  Operation* waiting_ = nullptr;
};

Task ask(World& world, const Action& action) {
  for (std::int64_t index = 0; index < batch; ++index) {
    Operation operation{world, action, {}};
    co_await operation;
  }
}

void await_operation(benchmark::State& state, bool answers_at_once) {
  TrivialWorld world{answers_at_once};
  const Action action{AwaitAlert{}};
  while (state.KeepRunningBatch(batch)) {
    const Task task = ask(world, action);
    task.start();
    while (!task.is_done()) {
      world.answer();
    }
    benchmark::DoNotOptimize(world.timeline.events().data());
    world.timeline.clear();
  }
}

// The same without coroutines: what happens next is a function object that the world calls.
class CallbackWorld {
 public:
  void submit(const Action& action, std::function<void(Outcome)> next) {
    ++now_;
    asked_ = now_;
    verb_ = verb_of(action);
    next_ = std::move(next);
  }

  void answer() {
    timeline.append(
        {.asked = asked_, .answered = now_, .verb = verb_, .outcome = Outcome::succeeded});
    const auto next = std::exchange(next_, nullptr);
    next(Outcome::succeeded);
  }

  Timeline timeline;

 private:
  Duration now_{};
  Duration asked_{};
  Verb verb_{};
  std::function<void(Outcome)> next_;
};

struct Asker {
  CallbackWorld& world;
  const Action& action;
  std::int64_t left = batch;

  void ask() {
    world.submit(action, [this](Outcome) {
      if (--left > 0) {
        ask();
      }
    });
  }
};

void call_back(benchmark::State& state) {
  CallbackWorld world;
  const Action action{AwaitAlert{}};
  while (state.KeepRunningBatch(batch)) {
    Asker asker{world, action};
    asker.ask();
    while (asker.left > 0) {
      world.answer();
    }
    benchmark::DoNotOptimize(world.timeline.events().data());
    world.timeline.clear();
  }
}

Task child(std::int64_t& count) {
  ++count;
  co_return;
}

Task parent(std::int64_t& count) {
  for (std::int64_t index = 0; index < batch; ++index) {
    Task task = child(count);
    co_await task;
  }
}

void await_child(benchmark::State& state) {
  std::int64_t count = 0;
  while (state.KeepRunningBatch(batch)) {
    const Task task = parent(count);
    task.start();
    benchmark::DoNotOptimize(count);
  }
}

void call_child(benchmark::State& state) {
  std::int64_t count = 0;
  while (state.KeepRunningBatch(batch)) {
    for (std::int64_t index = 0; index < batch; ++index) {
      std::function<void()> task = [&count] { ++count; };
      benchmark::DoNotOptimize(task);  // or the call is inlined away
      task();
    }
    benchmark::DoNotOptimize(count);
  }
}

BENCHMARK_CAPTURE(await_operation, answered_at_once, true);
BENCHMARK_CAPTURE(await_operation, answered_later, false);
BENCHMARK(call_back)->Name("std_function/answered_later");
BENCHMARK(await_child)->Name("await_child_task");
BENCHMARK(call_child)->Name("std_function/child");

}  // namespace
}  // namespace firedrill
