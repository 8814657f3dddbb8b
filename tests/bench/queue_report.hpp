// The queue that all engines simulate: customers arrive at random, 0.9 in the mean while one is
// served, and wait for a single server, first come first served (M/M/1). Every program prints the
// mean time from arrival to departure, which is 10 service times (Pollaczek and Khinchine).
// Example: QueueReport{.engine = "firedrill", .customers = 1'000'000, .seconds = 0.06, .mean = 9.9}
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <ctime>
#include <string_view>

namespace firedrill {

inline constexpr double mean_gap = 1.0 / 0.9;  // between arrivals, in mean service times

struct QueueReport {
  std::string_view engine;
  std::uint64_t customers = 0;
  double seconds = 0.0;  // of the processor
  double mean = 0.0;     // time from arrival to departure [mean service times]
};

inline double queue_seconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

inline void print_report(const QueueReport& report) {
  fmt::print(R"({{"engine": "{}", "customers": {}, "seconds": {:.6f}, )"
             R"("customers_per_second": {:.1f}, "mean_time": {:.4f}}})"
             "\n",
             report.engine, report.customers, report.seconds,
             static_cast<double>(report.customers) / report.seconds, report.mean);
}

}  // namespace firedrill
