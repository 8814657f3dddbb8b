// The hold model: take the earliest of N pending entries and put it back a random time later. The
// calendar beside a std::priority_queue of equally much payload, both first-in first-out for equal
// times. Increments are exponential, or half of them are a fixed 10 s (synchronised probes), which
// makes ties. The time includes drawing the increment; increment_alone says how much that is.
// Source: Jones, "An empirical comparison of priority-queue and event-set implementations" (1986).
// Example: bench_hold --benchmark_filter='/1000$'
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <queue>
#include <vector>

#include "sim/calendar.hpp"

namespace firedrill {
namespace {

constexpr double mean_increment = 10e9;  // [ns]

// SplitMix64 (Steele, Lea and Flood 2014): cheap enough not to hide the queue.
class Increments {
 public:
  explicit Increments(bool half_fixed) : half_fixed_{half_fixed} {}

  Duration next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t bits = state_;
    bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
    bits ^= bits >> 31U;
    if (half_fixed_ && (bits & 1U) != 0) {
      return Duration{static_cast<std::int64_t>(mean_increment)};
    }
    const double uniform = (static_cast<double>(bits >> 11U) + 0.5) * 0x1p-53;
    return Duration{static_cast<std::int64_t>(-mean_increment * std::log(uniform))};
  }

 private:
  bool half_fixed_;
  std::uint64_t state_ = 1;
};

class StandardQueue {
 public:
  void add(Duration time, std::uint64_t payload) { entries_.push({time, order_++, payload}); }

  const std::uint64_t* pop(Duration& time) {
    if (entries_.empty()) {
      return nullptr;
    }
    time = entries_.top().time;
    taken_ = entries_.top().payload;
    entries_.pop();
    return &taken_;
  }

 private:
  struct Entry {
    Duration time;
    std::uint64_t order;
    std::uint64_t payload;
    bool operator<(const Entry& other) const {  // the greatest is taken first
      return time != other.time ? time > other.time : order > other.order;
    }
  };
  std::priority_queue<Entry> entries_;
  std::uint64_t taken_ = 0;
  std::uint64_t order_ = 0;
};

template <class Queue>
void hold(benchmark::State& state, bool half_fixed) {
  const auto pending = static_cast<std::uint64_t>(state.range(0));
  Queue queue;
  Increments increments{half_fixed};
  Duration now{};
  std::uint64_t payload = 0;
  for (; payload < pending; ++payload) {
    queue.add(increments.next(), payload);
  }
  const auto hold_once = [&] {
    payload = *queue.pop(now);
    queue.add(now + increments.next(), payload);
  };
  for (std::uint64_t index = 0; index < pending; ++index) {
    hold_once();  // to the steady state
  }
  for (auto _ : state) {
    hold_once();
  }
  benchmark::DoNotOptimize(now);
}

void increment_alone(benchmark::State& state, bool half_fixed) {
  Increments increments{half_fixed};
  for (auto _ : state) {
    benchmark::DoNotOptimize(increments.next());
  }
}

void calendar(benchmark::State& state, bool half_fixed) {
  hold<Calendar<std::uint64_t>>(state, half_fixed);
}

void standard_queue(benchmark::State& state, bool half_fixed) {
  hold<StandardQueue>(state, half_fixed);
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(64)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->MinTime(0.2);
}

BENCHMARK_CAPTURE(increment_alone, exponential, false);
BENCHMARK_CAPTURE(increment_alone, half_ties, true);
BENCHMARK_CAPTURE(calendar, exponential, false)->Apply(sizes);
BENCHMARK_CAPTURE(standard_queue, exponential, false)->Apply(sizes);
BENCHMARK_CAPTURE(calendar, half_ties, true)->Apply(sizes);
BENCHMARK_CAPTURE(standard_queue, half_ties, true)->Apply(sizes);

}  // namespace
}  // namespace firedrill
