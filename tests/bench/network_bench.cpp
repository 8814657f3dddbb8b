// The surrogate of the network beside the packet simulation it stands in for: every committed case
// predicted, and how many times as long ns-3 took for it (the least over all cases, and all
// together). Fails where it is not 10,000 times.
// Example: bench_network --benchmark_filter=predict_all
#include <benchmark/benchmark.h>

#include <algorithm>
#include <ctime>
#include <limits>

#include "models/network/transfer_case.hpp"
#include "scenarios/wan_study.hpp"

namespace firedrill {
namespace {

const std::vector<WanResult>& results() {
  static const std::vector<WanResult> all = [] {
    const auto read = load_wan_results("models/parameters/wan/ns-3.37.json");
    return read ? read->results : std::vector<WanResult>{};
  }();
  return all;
}

// Of processor time, as firedrill-wan counts that of the packets.
double seconds_to_predict(const TransferCase& one, const ResponseSet& responses) {
  constexpr int repeats = 500;
  const std::clock_t begin = std::clock();
  for (int repeat = 0; repeat < repeats; ++repeat) {
    benchmark::DoNotOptimize(predict(one, responses));
  }
  const double spent = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  return std::max(spent, 1.0 / CLOCKS_PER_SEC) / repeats;
}

void predict_all(benchmark::State& state) {
  const ResponseSet responses = packet_simulation();
  if (results().empty()) {
    state.SkipWithError("models/parameters/wan/ns-3.37.json: run this from the repository's root");
    return;
  }
  double packets = 0.0;
  for (const WanResult& result : results()) {
    packets += result.cpu_seconds;
  }
  for (auto _ : state) {
    for (const WanResult& result : results()) {
      benchmark::DoNotOptimize(predict(result.one.transfer, responses));
    }
  }
  double least = std::numeric_limits<double>::infinity();
  double all = 0.0;
  for (const WanResult& result : results()) {
    const double seconds = seconds_to_predict(result.one.transfer, responses);
    least = std::min(least, result.cpu_seconds / seconds);
    all += seconds;
  }
  state.counters["packets_s"] = packets;
  state.counters["surrogate_s"] = all;
  state.counters["cases"] = static_cast<double>(results().size());
  state.counters["times_all"] = packets / all;
  state.counters["times_least"] = least;
  if (packets / all < 10'000.0) {
    state.SkipWithError("less than 10,000 times as fast as packets");
  }
}
BENCHMARK(predict_all)->Unit(benchmark::kMillisecond);

void goodput_alone(benchmark::State& state) {
  NetworkPath path;
  path.round_trip = std::chrono::milliseconds{62};
  path.loss = 1e-4;
  path.capacity = Rate{125e6};
  path.flows = 8;
  const ResponseSet responses = hosts();
  for (auto _ : state) {
    benchmark::DoNotOptimize(goodput(path, responses));
  }
}
BENCHMARK(goodput_alone);

}  // namespace
}  // namespace firedrill
