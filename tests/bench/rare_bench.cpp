// Events with known probabilities, each estimate with its pilot until the 95 % interval is within
// 10 % of the mean: what that takes by each method, and how often the truth is within 10 % then.
// Every iteration has another seed. Source of the probabilities: docs/ORACLES.md.
// Run: bench_rare --benchmark_filter=tandem
#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

#include "models/chance/estimate.hpp"
#include "sim/process_walker.hpp"
#include "sim/rare_estimate.hpp"
#include "tests/unit/sim/queue_processes.hpp"

namespace firedrill {
namespace {

constexpr std::uint64_t arrivals = 400;
constexpr std::uint64_t least = 8, most = 2'000;  // repetitions

template <class Process>
MeanEstimate estimate(const Process& process, double goal, RareMethod method, std::uint64_t seed) {
  ProcessWalker walker{process, StreamKey{seed, "bench"}};
  const auto levels = Splitter{walker}.choose_levels({.goal = goal, .arrivals = arrivals});
  std::vector<double> values;
  MeanEstimate found;
  while (values.size() < most) {
    values.push_back(estimate_once(walker, levels, arrivals, method, values.size()).value);
    if (values.size() >= least) {
      found = estimate_mean(values, 0.95);
      if (found.mean - found.interval.low < 0.1 * found.mean) {
        break;
      }
    }
  }
  return found;
}

template <class Process>
void rare(benchmark::State& state, const Process& process, double goal, double exact,
          RareMethod method) {
  std::uint64_t seed = 0;
  double within = 0.0;
  for (auto _ : state) {
    const MeanEstimate found = estimate(process, goal, method, ++seed);
    within += std::abs(found.mean - exact) < 0.1 * exact ? 1.0 : 0.0;
  }
  state.counters["within 10 %"] = within / static_cast<double>(state.iterations());
}

#define FIREDRILL_RARE(name, ...)                                              \
  BENCHMARK_CAPTURE(rare, name##_fixed, __VA_ARGS__, RareMethod::fixed_effort) \
      ->Unit(benchmark::kMillisecond);                                         \
  BENCHMARK_CAPTURE(rare, name##_restart, __VA_ARGS__, RareMethod::restart)    \
      ->Unit(benchmark::kMillisecond);                                         \
  BENCHMARK_CAPTURE(rare, name##_adaptive, __VA_ARGS__, RareMethod::adaptive)  \
      ->Unit(benchmark::kMillisecond)

FIREDRILL_RARE(tandem_14, TandemQueue{14}, 14.0, 1.138931133e-9);
FIREDRILL_RARE(breakdowns_120, BreakdownQueue{120}, 120.0, 3.016366e-10);
FIREDRILL_RARE(jackson_30, JacksonNetwork{}, 30.0, 1.862644893e-9);

}  // namespace
}  // namespace firedrill
