// The hand-written simulation of the reference model as a program: see hand_written_reference.hpp.
// Example: hand_written_reference 100000
#include "tests/bench/hand_written_reference.hpp"

#include <cstdlib>

#include "tests/bench/reference_report.hpp"

int main(int argc, char** argv) {
  const auto replications = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000ULL;
  firedrill::HandWrittenReference model{1, false};
  firedrill::ReferenceSamples samples;
  samples.recovery.reserve(replications);
  samples.loss.reserve(replications);
  const double begin = firedrill::processor_seconds();
  for (std::uint64_t replication = 0; replication < replications; ++replication) {
    model.run();
    samples.recovery.push_back(model.recovery());
    samples.loss.push_back(model.loss());
  }
  const double seconds = firedrill::processor_seconds() - begin;
  firedrill::print_report("hand-written", seconds, std::move(samples));
}
