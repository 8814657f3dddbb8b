// A year of a training fleet, from eight nodes to a hundred thousand; failures/s counts those of
// nodes. Example: bench_fleet --benchmark_filter=100000
#include <benchmark/benchmark.h>

#include <cstdint>

#include "sim/fleet_simulation.hpp"
#include "tests/bench/fleet_model.hpp"

namespace firedrill {
namespace {

void year_of(benchmark::State& state, bool is_weibull) {
  FleetStudy study = benchmark_fleet(static_cast<int>(state.range(0)));
  if (is_weibull) {  // the same mean, decreasing hazard: scale = mean / gamma(1 + 1/0.5)
    study.fleet.causes[0].time_between_failures = Distribution{Weibull{43'200.0 / 6.5e-3, 0.5}};
  }
  FleetSimulation simulation{study, 1};
  std::uint64_t replication = 0;
  std::uint64_t failures = 0;
  for (auto _ : state) {
    failures += simulation.run(replication++).failures[0];
  }
  using benchmark::Counter;
  state.counters["failures/s"] = Counter{static_cast<double>(failures), Counter::kIsRate};
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(8)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
}

BENCHMARK_CAPTURE(year_of, exponential, false)->Apply(sizes);
BENCHMARK_CAPTURE(year_of, weibull, true)->Apply(sizes);

}  // namespace
}  // namespace firedrill
