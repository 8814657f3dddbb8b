// The fleet simulation against closed forms: machine repairman, Daly's completion time, Kokolis'
// effective training time ratio, 1/(N r), and Llama 3's training.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/theory/checkpoint.hpp"
#include "models/theory/queueing.hpp"
#include "sim/fleet_runs.hpp"
#include "sim/fleet_simulation.hpp"
#include "tests/unit/sim/fleet_fixture.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr Duration year = 8'760h;

// One source of failures that stops the whole job, as in Daly's model.
FleetStudy daly_study(Duration interval, Duration mtbf) {
  FleetStudy study = undisturbed(1);
  study.fleet.causes = {node_failures(mtbf)};
  study.run.restart = fixed(10min);
  study.run.checkpointing = {.interval = interval, .write = Duration{5min}, .blocking_share = 1.0};
  study.horizon = 100 * year;
  return study;
}

// Wall-clock time per unit of useful work.
double simulated_time_ratio(const FleetTally& tally) {
  return 1.0 / effective_training_ratio(tally);
}

// Kokolis' setting: nodes fail `rate` times a day, the job goes on at once on as many.
FleetStudy kokolis_study(int nodes, double rate, Duration initialisation) {
  FleetStudy study = undisturbed(nodes);
  study.fleet.causes = {node_failures(from_seconds(86'400.0 / rate))};
  study.run.restart = fixed(initialisation);
  study.run.checkpointing = {
      .interval = CheckpointRule::young, .write = Duration{5min}, .blocking_share = 1.0};
  return study;
}

// The shares of time with no, and with two or more machines down, one a replication.
struct DownShares {
  std::vector<double> none, several;
};
DownShares simulated_shares(const FleetStudy& study, std::uint64_t replications) {
  DownShares shares;
  FleetSimulation simulation{study, 1};
  for (std::uint64_t replication = 0; replication < replications; ++replication) {
    simulation.run(replication);
    const auto times = simulation.time_with_down();
    const double none = to_seconds(times[0]) / to_seconds(study.horizon);
    shares.none.push_back(none);
    shares.several.push_back(1.0 - none - to_seconds(times[1]) / to_seconds(study.horizon));
  }
  return shares;
}

}  // namespace

TEST_CASE("machine repairman: eight machines, one or two repairers") {
  const int crew = GENERATE(1, 2);
  FleetStudy study = undisturbed(8);
  study.horizon = 100 * year;
  study.fleet.causes = {node_failures(500h)};
  study.fleet.causes[0].restoration = Repair{memoryless(4h), crew};
  const double all_up = crew == 1 ? .936537293351 : .938230750911;
  const double several_down = crew == 1 ? .00352431987 : .00172248103;
  const double down = crew == 1 ? .0671616689 : .0635337350;
  const auto with = [](int repairers) { return machines_down(8, repairers, 1 / 500.0, 1 / 4.0); };
  REQUIRE(with(crew)[0] == Approx(all_up).epsilon(1e-11));

  const DownShares shares = simulated_shares(study, 60);
  const MeanEstimate none = estimate_mean(shares.none, 0.95);
  check_estimate(none, all_up);
  check_tells_apart(none, all_up, with(3 - crew)[0]);
  const MeanEstimate several = estimate_mean(shares.several, 0.95);
  check_estimate(several, several_down);
  check_tells_apart(several, several_down, crew == 1 ? .00172248103 : .00352431987);

  const FleetSamples samples = simulate_fleet(study, {1, 60, 0});
  const MeanEstimate up =
      estimate_of(samples, [](const FleetTally& tally) { return tally.nodes_up; });
  check_estimate(up, 8.0 - down);
  check_tells_apart(up, 8.0 - down, 8.0 - (crew == 1 ? .0635337350 : .0671616689));
  CHECK(samples.share_with_down(0) == Approx(none.mean).epsilon(1e-12));
}

TEST_CASE("Daly's expected completion time, failures during checkpoints and restarts included") {
  struct Case {
    Duration mtbf, interval;
    double expected;
  };
  const Case made = GENERATE(values<Case>({{1440min, optimal_interval(5min, 1440min), 1.095763565},
                                           {1440min, 120min, 1.095798328},
                                           {360min, optimal_interval(5min, 360min), 1.220432814}}));
  const bool is_frequent = made.mtbf == 360min;
  const FleetSamples samples =
      simulate_fleet(daly_study(made.interval, made.mtbf), {1, is_frequent ? 100U : 40U, 0});
  const MeanEstimate ratio = estimate_of(samples, simulated_time_ratio);
  check_estimate(ratio, made.expected);
  check_tells_apart(ratio, made.expected, time_ratio(made.interval, 5min, 11min, made.mtbf));
  if (is_frequent) {  // restarts that do not fail: 1 + R/M in place of e^(R/M)
    const double share = 10.0 / 360.0;
    check_tells_apart(ratio, made.expected, made.expected * (1.0 + share) * std::exp(-share));
  }
}

TEST_CASE("interruptions of a job come N r times a day") {
  const int nodes = GENERATE(128, 2'048, 16'384);
  FleetStudy study = undisturbed(nodes);
  study.fleet.causes = {node_failures(from_seconds(86'400.0 / 6.50e-3))};
  study.horizon = from_seconds(86'400.0 * 2.0e5 / nodes);
  const FleetSamples samples = simulate_fleet(study, {1, 30, 0});
  const double mttf = to_seconds(node_law_mttf(nodes, 6.50e-3)) / 3600.0;
  const double count = to_seconds(study.horizon) / 3600.0 / mttf;
  const MeanEstimate found = estimate_of(samples, interruptions);
  check_estimate(found, count);
  check_tells_apart(found, count, 0.95 * count);
  // A Poisson process: the counts vary as much as they are large (chi-squared, 29 degrees).
  const double variance = 30.0 * found.standard_error * found.standard_error;
  CHECK(variance / count * 29.0 > 8.0);
  CHECK(variance / count * 29.0 < 71.0);
  CHECK(estimate_of(samples, hours_between_interruptions).mean == Approx(mttf).epsilon(0.03));
}

TEST_CASE("Kokolis' effective training time ratio, and what his approximation leaves out") {
  struct Case {
    int nodes;
    double rate;
    Duration initialisation;
    double approximate;
  };
  const Case made =
      GENERATE(values<Case>({{1'000, 5e-3, 5min, .813661}, {8, 6.5e-3, 10min, .980818}}));
  FleetStudy study = kokolis_study(made.nodes, made.rate, made.initialisation);
  study.horizon = made.nodes == 8 ? 100 * year : year;
  const FleetSamples samples = simulate_fleet(study, {1, 120, 0});
  const MeanEstimate ratio = estimate_of(samples, effective_training_ratio);
  const Duration mtbf = node_law_mttf(made.nodes, made.rate);
  const Duration interval = young_interval(5min, mtbf);
  CHECK(ratio.mean == Approx(made.approximate).epsilon(0.05));
  const double exact = 1.0 / time_ratio(interval, 5min, made.initialisation, mtbf);
  check_estimate(ratio, exact);
  check_tells_apart(ratio, exact, 1.0 / time_ratio(interval, 5min, 2 * made.initialisation, mtbf));
  if (made.nodes == 1'000) {
    check_tells_apart(ratio, exact, made.approximate);
  }
}
