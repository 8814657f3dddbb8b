// One random number of each common law, from a firedrill stream by inversion, beside a
// std::mt19937_64 with the standard distributions; and what a fresh stream costs until its first
// number, which every stream of every replication pays.
// Example: bench_sampling --benchmark_filter=lognormal
#include <benchmark/benchmark.h>

#include <cstdint>
#include <random>

#include "models/chance/distribution.hpp"

namespace firedrill {
namespace {

void firedrill_sample(benchmark::State& state, const Distribution& distribution) {
  Draws draws{StreamKey{1, "bench"}, 0};
  for (auto _ : state) {
    benchmark::DoNotOptimize(sample(distribution, draws));
  }
}

template <class Law>
void standard_sample(benchmark::State& state, Law law) {
  std::mt19937_64 engine{1};
  for (auto _ : state) {
    benchmark::DoNotOptimize(law(engine));
  }
}

void firedrill_seed(benchmark::State& state) {
  const StreamKey key{1, "bench"};
  std::uint64_t replication = 0;
  for (auto _ : state) {
    Draws draws{key, replication++};
    benchmark::DoNotOptimize(draws.bits());
  }
}

void standard_seed(benchmark::State& state) {
  std::uint64_t replication = 0;
  for (auto _ : state) {
    std::mt19937_64 engine{replication++};
    benchmark::DoNotOptimize(engine());
  }
}

BENCHMARK(firedrill_seed);
BENCHMARK(standard_seed);
BENCHMARK_CAPTURE(firedrill_sample, uniform, Distribution{Uniform{0.0, 60.0}});
BENCHMARK_CAPTURE(standard_sample, uniform, std::uniform_real_distribution{0.0, 60.0});
BENCHMARK_CAPTURE(firedrill_sample, exponential, Distribution{Exponential{3600.0}});
BENCHMARK_CAPTURE(standard_sample, exponential, std::exponential_distribution{1.0 / 3600.0});
BENCHMARK_CAPTURE(firedrill_sample, normal, Distribution{Normal{60.0, 5.0}});
BENCHMARK_CAPTURE(standard_sample, normal, std::normal_distribution{60.0, 5.0});
BENCHMARK_CAPTURE(firedrill_sample, lognormal, Distribution{Lognormal{30.0, 0.5}});
BENCHMARK_CAPTURE(standard_sample, lognormal, std::lognormal_distribution{3.4011973816621555, 0.5});

}  // namespace
}  // namespace firedrill
