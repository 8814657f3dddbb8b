// The laws of a cause of failure: lemons, unnoticed failures, replacement, ageing.
#include "sim/failure_process.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "tests/unit/sim/fleet_fixture.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// The mean [h] of `time` over many sources' present lives.
MeanEstimate mean_hours(const FailureProcess& process,
                        const std::function<Duration(std::uint32_t)>& time) {
  std::vector<double> hours;
  for (std::uint32_t source = 0; source < process.sources(); ++source) {
    hours.push_back(to_seconds(time(source)) / 3600.0);
  }
  return estimate_mean(hours, 0.95);
}

constexpr int many = 100'000;

FailureCause lemons() {
  FailureCause cause = node_failures(1'000h);
  cause.lemons = {0.1, 4.0};
  return cause;
}

double failures_a_year(const FleetTally& tally) { return static_cast<double>(tally.failures[0]); }

}  // namespace

TEST_CASE("a tenth of all nodes are lemons that fail four times as often") {
  const FailureCause cause = lemons();
  FailureProcess process{cause, many, 1};
  process.begin(0);
  const auto life = mean_hours(process, [&](std::uint32_t source) { return process.life(source); });
  check_estimate(life, 0.9 * 1'000.0 + 0.1 * 250.0);
  check_tells_apart(life, 925.0, 1'000.0);
}

TEST_CASE("a rate that is not known is one draw a replication for all sources of a cause") {
  const FailureCause known = node_failures(1'000h);
  FailureCause uncertain = known;
  uncertain.rate_uncertainty = Distribution{Lognormal{2.0, 0.5}};
  FailureProcess sure{known, 3, 1};
  FailureProcess unsure{uncertain, 3, 1};
  std::vector<double> logarithms;
  for (std::uint64_t replication = 0; replication < 2'000; ++replication) {
    sure.begin(replication);
    unsure.begin(replication);
    const double factor = to_seconds(sure.life(0)) / to_seconds(unsure.life(0));
    CHECK(to_seconds(sure.life(2)) / to_seconds(unsure.life(2)) == Approx(factor).epsilon(1e-6));
    logarithms.push_back(std::log(factor / 2.0) / 0.5);
  }
  check_estimate(estimate_mean(logarithms, 0.95), 0.0);
  std::vector<double> squares;
  for (const double logarithm : logarithms) {
    squares.push_back(logarithm * logarithm);
  }
  check_estimate(estimate_mean(squares, 0.95), 1.0);
}

TEST_CASE("a repaired lemon stays one, a replaced one leaves") {
  FleetStudy study = undisturbed(200);
  study.fleet.causes = {lemons()};
  const auto counted = [&] {
    return estimate_of(simulate_fleet(study, {1, 60, 0}), failures_a_year);
  };
  const double life_rate = 8'760.0 / 1'000.0 * 200.0;
  const double repaired = life_rate * (0.9 + 0.1 * 4.0);
  // In steady state after 100,000 h; a replaced node's lives are on average 0.9 + 0.1/4 as long.
  study.fleet.in_service = 100'000h;
  check_estimate(counted(), repaired);
  CHECK(failure_rate(study.fleet, 200) * to_seconds(study.horizon) == Approx(repaired));
  study.fleet.causes[0].restoration = NodeStart{};
  const double replaced = life_rate / (0.9 + 0.1 / 4.0);
  const MeanEstimate found = counted();
  check_estimate(found, replaced);
  check_tells_apart(found, replaced, repaired);
  CHECK(failure_rate(study.fleet, 200) * to_seconds(study.horizon) == Approx(replaced));
}

TEST_CASE("lives of Weibull's law have its mean; a settled fleet fails at the long-run rate") {
  FailureCause cause = node_failures(1h);
  cause.time_between_failures = Distribution{Weibull{3.6e6, 0.5}};  // mean 2,000 h
  FailureProcess process{cause, many, 1};
  process.begin(0);
  const auto life = mean_hours(process, [&](std::uint32_t source) { return process.life(source); });
  check_estimate(life, 2'000.0);

  FleetStudy study = undisturbed(200);
  study.fleet.causes = {cause};
  const auto counted = [&] {
    return estimate_of(simulate_fleet(study, {1, 60, 0}), failures_a_year);
  };
  const MeanEstimate fresh = counted();
  study.fleet.in_service = 200'000h;
  const double settled = 200.0 * 8'760.0 / 2'000.0;
  check_estimate(counted(), settled);
  // A new fleet fails more often, in its infancy: by (variance/mean^2 - 1)/2 = 2 failures a node
  // in the long run (Cox, Renewal Theory, 1962), of which most fall into the first year.
  CHECK(fresh.mean > settled + 200.0);
  CHECK(fresh.mean < settled + 400.0);
}

TEST_CASE("detection mixes what monitors notice with what people find") {
  FailureCause cause = node_failures(1h);
  cause.detection = {memoryless(1h), 0.25, memoryless(10h)};
  FailureProcess process{cause, many, 1};
  process.begin(0);
  const auto delay =
      mean_hours(process, [&](std::uint32_t source) { return process.detection(source); });
  check_estimate(delay, 0.75 * 1.0 + 0.25 * 10.0);
}

TEST_CASE("a replacement is asked for until granted and launched until accepted") {
  FailureCause cause = node_failures(1h);
  cause.restoration = NodeStart{.launch = memoryless(1h),
                                .refusal_probability = 0.5,
                                .refusal_wait = memoryless(2h),
                                .defect_probability = 0.2};
  FailureProcess process{cause, many, 1};
  process.begin(0);
  const auto time =
      mean_hours(process, [&](std::uint32_t source) { return process.restoration(source); });
  // One refusal of 2 h on average before each launch of 1 h; 1/0.8 launches.
  check_estimate(time, (1.0 + 2.0) / 0.8);
  check_tells_apart(time, 3.75, 3.0);
}

TEST_CASE("a switch takes its neighbours down; the last one may have fewer") {
  FailureCause cause = node_failures(1h);
  cause.nodes = 16;
  const FailureProcess process{cause, 40, 1};
  CHECK(process.sources() == 3);
  CHECK(process.range(1).first == 16);
  CHECK(process.range(1).count == 16);
  CHECK(process.range(2).first == 32);
  CHECK(process.range(2).count == 8);
}

TEST_CASE("a replacement that nobody tested may break before its time") {
  FailureCause cause = node_failures(1'000h);
  cause.restoration = NodeStart{.launch = Distribution{Constant{60.0}},
                                .refusal_probability = 0.0,
                                .refusal_wait = {},
                                .defect_probability = 0.25,
                                .test_length = std::nullopt,
                                .skips_tests = true,
                                .defect_shows = Distribution{Constant{36'000.0}}};
  FailureProcess process{cause, many, 1};
  process.begin(0);
  const auto life = [&](std::uint32_t source) { return process.life(source); };
  check_estimate(mean_hours(process, life), 1'000.0);  // the first nodes were tested
  for (std::uint32_t source = 0; source < process.sources(); ++source) {
    process.renew(source);
  }
  // The least of 10 h and an exponential of mean 1,000 h is 1,000 (1 - exp(-0.01)) h in the mean.
  const double cut = 1'000.0 * (1.0 - std::exp(-0.01));
  const auto renewed = mean_hours(process, life);
  check_estimate(renewed, 0.75 * 1'000.0 + 0.25 * cut);
  check_tells_apart(renewed, 0.75 * 1'000.0 + 0.25 * cut, 1'000.0);
}
