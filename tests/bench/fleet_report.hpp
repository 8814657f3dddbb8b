// What every program that simulates the benchmark fleet prints: its speed in processor time, from
// building the model on, and figures that prove that it is the same model.
// Example: print_report(report, "GCC 12.2.0");
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

#include "tests/bench/reference_report.hpp"

namespace firedrill {

struct FleetReport {
  std::string_view engine;
  int nodes = 0;
  std::uint64_t years = 0;     // simulated, one a replication
  double seconds = 0.0;        // that this took
  std::uint64_t failures = 0;  // of nodes, over all years
  double useful = 0.0;         // effective training time ratio, summed over all years
};

inline void print_report(const FleetReport& report, std::string_view version) {
  const auto years = static_cast<double>(report.years);
  fmt::print(R"({{"engine": "{}", "nodes": {}, "years": {}, "seconds": {:.6f}, )"
             R"("seconds_a_year": {:.6f}, "failures_a_year": {:.2f}, )"
             R"("effective_training_ratio": {:.6f}, "version": "{}"}})"
             "\n",
             report.engine, report.nodes, report.years, report.seconds, report.seconds / years,
             static_cast<double>(report.failures) / years, report.useful / years, version);
}

}  // namespace firedrill
