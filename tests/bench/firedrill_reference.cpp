// The reference outage simulated by firedrill on one thread, as a program like those of the other
// engines. The scenario is read from its file; every replication has its timeline and measurement.
// Run from the root of the repository: firedrill_reference 100000
//                                       firedrill_reference 100000 events   event by event
#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "scenarios/scenario_reader.hpp"
#include "sim/replicator.hpp"
#include "tests/bench/reference_report.hpp"

#ifdef __clang__
#define FIREDRILL_BENCH_COMPILER __VERSION__
#else
#define FIREDRILL_BENCH_COMPILER "GCC " __VERSION__
#endif

namespace firedrill {
namespace {

// Hot, and not inlined: g++ takes what main calls once for run once, and optimises it for size.
[[gnu::hot, gnu::noinline]] ReferenceSamples simulate(Replicator& replicator,
                                                      std::uint64_t replications, bool by_events) {
  ReferenceSamples samples;
  samples.recovery.reserve(replications);
  samples.loss.reserve(replications);
  for (std::uint64_t replication = 0; replication < replications; ++replication) {
    const Measurement& measurement =
        by_events ? replicator.run_by_events(replication) : replicator.run(replication);
    samples.recovery.push_back(to_seconds(measurement.objectives[0]));
    samples.loss.push_back(to_seconds(measurement.objectives[1]));
  }
  return samples;
}

}  // namespace
}  // namespace firedrill

int main(int argc, char** argv) {
  using namespace firedrill;
  const auto replications = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000ULL;
  const Result<Scenario> scenario = load_scenario("scenarios/library/reference-outage.json");
  if (!scenario) {
    fmt::print(stderr, "the scenario cannot be read: run from the root of the repository\n");
    return 3;
  }
  const bool by_events = argc > 2 && std::string_view{argv[2]} == "events";
  Replicator replicator{*scenario, 1};
  const double begin = processor_seconds();
  ReferenceSamples samples = simulate(replicator, replications, by_events);
  const double seconds = processor_seconds() - begin;
  print_report(by_events ? "firedrill, by events" : "firedrill", seconds, std::move(samples),
               R"(, "version": ")" FIREDRILL_BENCH_COMPILER R"(, )" FIREDRILL_BENCH_FLAGS R"(")");
}
