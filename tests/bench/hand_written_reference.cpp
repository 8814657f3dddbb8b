// The hand-written simulation of the reference model as a program: see hand_written_reference.hpp.
// Example: hand_written_reference 100000
#include "tests/bench/hand_written_reference.hpp"

#include <cstdint>
#include <cstdlib>
#include <utility>

#include "tests/bench/reference_report.hpp"

namespace firedrill {
namespace {

// Hot, and not inlined: g++ takes what main calls once for run once, and optimises it for size.
[[gnu::hot, gnu::noinline]] ReferenceSamples simulate(HandWrittenReference& model,
                                                      std::uint64_t replications) {
  ReferenceSamples samples;
  samples.recovery.reserve(replications);
  samples.loss.reserve(replications);
  for (std::uint64_t replication = 0; replication < replications; ++replication) {
    model.run();
    samples.recovery.push_back(model.recovery());
    samples.loss.push_back(model.loss());
  }
  return samples;
}

}  // namespace
}  // namespace firedrill

int main(int argc, char** argv) {
  const auto replications = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000ULL;
  firedrill::HandWrittenReference model{1, false};
  const double begin = firedrill::processor_seconds();
  firedrill::ReferenceSamples samples = firedrill::simulate(model, replications);
  const double seconds = firedrill::processor_seconds() - begin;
  firedrill::print_report("hand-written", seconds, std::move(samples));
}
