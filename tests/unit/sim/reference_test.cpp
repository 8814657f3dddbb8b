// The reference model against its quantiles, computed numerically by independent code (FFT
// convolution of densities; see the table's source in docs/ORACLES.md): through the public scenario
// file, with the false alarms of the whole table controlled.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/chance/interval.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"

using namespace firedrill;

namespace {

struct QuantileRow {
  double p;
  double seconds;
};

// Whether the sample's order statistics enclose `row` at five standard errors, about 1 - 6e-7: with
// sixteen rows and two variants a false alarm comes once in fifty thousand runs of another seed.
void check_quantile(const std::vector<Duration>& sorted, const QuantileRow& row) {
  const auto count = static_cast<std::uint64_t>(sorted.size());
  const OrderRanks ranks = quantile_ranks(count, row.p, 1.0 - 6e-7);
  REQUIRE(ranks.lower);
  REQUIRE(ranks.upper);
  INFO("p = " << row.p);
  CHECK(to_seconds(sorted[*ranks.lower - 1]) <= row.seconds);
  CHECK(to_seconds(sorted[*ranks.upper - 1]) >= row.seconds);
}

}  // namespace

TEST_CASE("the reference scenario file reproduces its quantiles, direct and stepped") {
  const std::string file = GENERATE("scenarios/library/reference-outage.json",
                                    "scenarios/library/reference-outage-stepped.json");
  const auto scenario = load_scenario(file);
  REQUIRE(scenario);
  const bool is_stepped = file.find("stepped") != std::string::npos;
  Samples samples = simulate(*scenario, {.seed = 20261122,
                                         .replications = is_stepped ? 40'000U : 200'000U,
                                         .first_replication = 0,
                                         .threads = 0,
                                         .progress = {}});
  auto& recovery = samples.objectives[0];
  auto& loss = samples.objectives[1];
  std::sort(recovery.begin(), recovery.end());
  std::sort(loss.begin(), loss.end());
  INFO(file);
  for (const QuantileRow row : {QuantileRow{0.01, 326.961},
                                {0.05, 369.298},
                                {0.25, 446.094},
                                {0.50, 520.2735},
                                {0.75, 644.417},
                                {0.90, 1387.181},
                                {0.95, 2088.4565},
                                {0.99, 3658.940}}) {
    check_quantile(recovery, row);
  }
  for (const QuantileRow row : {QuantileRow{0.01, 0.31857},
                                {0.05, 0.54931},
                                {0.25, 1.18642},
                                {0.50, 2.0},
                                {0.75, 3.37150},
                                {0.90, 5.45136},
                                {0.95, 7.28182},
                                {0.99, 12.55602}}) {
    check_quantile(loss, row);
  }
}

TEST_CASE("the reference scenario meets its objectives as often as computed") {
  const auto scenario = load_scenario("scenarios/library/reference-outage.json");
  REQUIRE(scenario);
  const Samples samples = simulate(
      *scenario,
      {.seed = 1, .replications = 200'000, .first_replication = 0, .threads = 0, .progress = {}});
  struct Row {
    double seconds, probability;
  };
  for (const Row row : {Row{600, 0.687938}, {900, 0.856302}, {1800, 0.932629}, {3600, 0.989402}}) {
    const auto met = static_cast<double>(
        std::count_if(samples.objectives[0].begin(), samples.objectives[0].end(),
                      [&](Duration value) { return to_seconds(value) <= row.seconds; }));
    const double count = static_cast<double>(samples.replications());
    const double error = std::sqrt(row.probability * (1.0 - row.probability) / count);
    INFO("P(RTO <= " << row.seconds << " s)");
    CHECK(std::fabs(met / count - row.probability) < 5.0 * error);
  }
}
