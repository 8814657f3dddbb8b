// What every program that simulates the reference model prints: its rate, and quantiles that prove
// that it is the same model. Time is the processor's, so that a busy neighbour does not count.
// Example: print_report("simgrid", 100, seconds, {recovery, loss});
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <string_view>
#include <vector>

namespace firedrill {

// Processor time of this process so far [s].
inline double processor_seconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

// Recovery time and data loss of every replication [s].
struct ReferenceSamples {
  std::vector<double> recovery;
  std::vector<double> loss;
};

// The value that a share `level` of all samples does not exceed; sorts no more than it must.
inline double sample_quantile(std::vector<double>& samples, double level) {
  const auto rank = static_cast<std::ptrdiff_t>(level * static_cast<double>(samples.size() - 1));
  std::nth_element(samples.begin(), samples.begin() + rank, samples.end());
  return samples[static_cast<std::size_t>(rank)];
}

// `extra`: further members, each with its leading comma.
inline void print_report(std::string_view engine, double seconds, ReferenceSamples samples,
                         std::string_view extra = "") {
  const std::size_t count = samples.recovery.size();
  fmt::print(R"({{"engine": "{}", "replications": {}, "seconds": {:.6f}, )"
             R"("replications_per_second": {:.1f}, )"
             R"("rto_p50_s": {:.3f}, "rto_p95_s": {:.3f}, "rpo_p50_s": {:.4f}{}}})"
             "\n",
             engine, count, seconds, static_cast<double>(count) / seconds,
             sample_quantile(samples.recovery, 0.5), sample_quantile(samples.recovery, 0.95),
             sample_quantile(samples.loss, 0.5), extra);
}

}  // namespace firedrill
