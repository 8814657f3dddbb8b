// The rate that a promise about checkpoints needs, against faults at random moments of a process
// that is played through: checkpoint after checkpoint, each late by luck of its own.
#include "models/analysis/link_needs.hpp"

#include <catch2/catch.hpp>

#include "models/chance/random.hpp"

using namespace firedrill;

namespace {

constexpr double written = 105e9;                                // [bytes]
constexpr double promised = 900.0, median = 20.0, log_sd = 0.5;  // [s]
constexpr std::uint64_t faults = 100'000;

// In what share of faults the newest checkpoint that had crossed was at most as old as promised.
double share_kept(double rate, double interval) {
  Draws draws{StreamKey{7, "faults"}, 0};
  std::uint64_t kept = 0;
  for (std::uint64_t fault = 0; fault < faults; ++fault) {
    for (double age = interval * draws.uniform(); age <= promised; age += interval) {
      const double latency = median * lognormal_quantile(draws.uniform(), log_sd);
      if (written / rate + latency <= age) {
        ++kept;
        break;
      }
    }
  }
  return static_cast<double>(kept) / static_cast<double>(faults);
}

std::optional<Rate> needed(double interval, double fraction) {
  return rate_for_checkpoints(Bytes{static_cast<std::int64_t>(written)}, from_seconds(interval),
                              from_seconds(promised), fraction,
                              Distribution{Lognormal{median, log_sd}});
}

}  // namespace

TEST_CASE("at the rate that a cadence needs the promise is kept, at a tenth less it is not") {
  for (const double interval : {300.0, 600.0, 720.0}) {
    const auto rate = needed(interval, 0.99);
    REQUIRE(rate);
    INFO(interval << " s: " << rate->bytes_per_second * 8e-9 << " Gbit/s");
    // Latencies of two checkpoints in a row are independent here, and one law in the formula,
    // which is a little on the safe side. Sampling error: 0.0003.
    CHECK(share_kept(rate->bytes_per_second, interval) > 0.989);
    CHECK(share_kept(rate->bytes_per_second * 0.9, interval) < 0.9895);
  }
}

TEST_CASE("checkpoints that are written too seldom keep no promise at any rate") {
  CHECK_FALSE(needed(promised, 0.99));
  CHECK(needed(promised, 0.5));
}
