// The benchmark fleet simulated by firedrill on one thread, as a program like those of the other
// engines: prints one JSON line. Example: firedrill_fleet 10000 4   (nodes, years)
#include <cstdint>
#include <cstdlib>

#include "sim/fleet_simulation.hpp"
#include "tests/bench/fleet_model.hpp"
#include "tests/bench/fleet_report.hpp"

#ifdef __clang__
#define FIREDRILL_BENCH_COMPILER __VERSION__
#else
#define FIREDRILL_BENCH_COMPILER "GCC " __VERSION__
#endif

namespace firedrill {
namespace {

// Hot, and not inlined: as in firedrill_reference.cpp.
[[gnu::hot, gnu::noinline]] void simulate(FleetSimulation& simulation, FleetReport& report) {
  for (std::uint64_t replication = 0; replication < report.years; ++replication) {
    const FleetTally& tally = simulation.run(replication);
    report.failures += tally.failures[0];
    report.useful += effective_training_ratio(tally);
  }
}

}  // namespace
}  // namespace firedrill

int main(int argc, char** argv) {
  using namespace firedrill;
  const int nodes = argc > 1 ? std::atoi(argv[1]) : 1'000;
  const auto years = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1ULL;
  FleetReport report{.engine = "firedrill", .nodes = nodes, .years = years};
  const double begin = processor_seconds();
  const FleetStudy study = benchmark_fleet(nodes);
  FleetSimulation simulation{study, 1};
  simulate(simulation, report);
  report.seconds = processor_seconds() - begin;
  print_report(report, FIREDRILL_BENCH_COMPILER ", " FIREDRILL_BENCH_FLAGS);
}
