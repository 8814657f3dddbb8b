// Whole replications: the reference outage beside the same model written by hand, with the lag
// drawn at the outage or stepped every 10 s until then; and the full regional outage. firedrill's
// include timeline and measurement. events/s counts what each records or handles: timeline entries
// for firedrill, queue entries for the hand-written model.
// Run from the root of the repository: bench_replication --benchmark_filter=regional
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "scenarios/scenario_reader.hpp"
#include "sim/replicator.hpp"
#include "tests/bench/hand_written_reference.hpp"

namespace firedrill {
namespace {

void count(benchmark::State& state, std::uint64_t events) {
  using benchmark::Counter;
  state.counters["replications/s"] =
      Counter{static_cast<double>(state.iterations()), Counter::kIsRate};
  state.counters["events/s"] = Counter{static_cast<double>(events), Counter::kIsRate};
}

void firedrill_replication(benchmark::State& state, const std::string& name) {
  const Result<Scenario> scenario = load_scenario("scenarios/library/" + name + ".json");
  if (!scenario) {
    state.SkipWithError("the scenario cannot be read: run from the root of the repository");
    return;
  }
  Replicator replicator{*scenario, 1};
  std::uint64_t replication = 0;
  std::uint64_t events = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(replicator.run(replication++).objectives.data());
    events += replicator.timeline().events().size();
  }
  count(state, events);
}

void hand_written_replication(benchmark::State& state, bool is_stepped) {
  HandWrittenReference model{1, is_stepped};
  for (auto _ : state) {
    model.run();
    benchmark::DoNotOptimize(model.recovery());
  }
  count(state, model.events());
}

BENCHMARK_CAPTURE(firedrill_replication, reference, "reference-outage");
BENCHMARK_CAPTURE(hand_written_replication, reference, false);
BENCHMARK_CAPTURE(firedrill_replication, reference_stepped, "reference-outage-stepped");
BENCHMARK_CAPTURE(hand_written_replication, reference_stepped, true);
BENCHMARK_CAPTURE(firedrill_replication, regional, "regional-outage");
BENCHMARK_CAPTURE(firedrill_replication, regional_hardened, "regional-outage-hardened");

}  // namespace
}  // namespace firedrill
