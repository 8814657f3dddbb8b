// What the reported 95 % intervals cover, measured over 20,000 repetitions with a known answer and
// compared with the exact coverage of the method: at fixed sizes, after a pilot run has chosen the
// size
// (--precision), and through the engine itself on the reference model.
#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <string>

#include "models/chance/interval.hpp"
#include "models/chance/random.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"
#include "tests/unit/sim/reference_scenario.hpp"

using namespace firedrill;

namespace {

constexpr int repetitions = 20'000;

// Four standard errors of a coverage measured over `rounds`.
double tolerance(double coverage, int rounds) {
  return 4.0 * std::sqrt(coverage * (1.0 - coverage) / rounds);
}

// Binomial draws by inversion of the exact law: the number of `trials` recoveries that meet a
// promise which holds with probability p.
class Successes {
 public:
  Successes(std::uint64_t trials, double p) {
    const boost::math::binomial_distribution<double> law{static_cast<double>(trials), p};
    double sum = 0.0;
    for (std::uint64_t k = 0; k <= trials; ++k) {
      sum += boost::math::pdf(law, static_cast<double>(k));
      cumulated_.push_back(sum);
    }
  }
  std::uint64_t draw(Draws& draws) const {
    const auto found = std::lower_bound(cumulated_.begin(), cumulated_.end(), draws.uniform());
    return static_cast<std::uint64_t>(std::min(found, cumulated_.end() - 1) - cumulated_.begin());
  }

 private:
  std::vector<double> cumulated_;
};

bool covers(const Interval& interval, double p) { return interval.low <= p && p <= interval.high; }

}  // namespace

TEST_CASE("the fraction's interval covers what its exact coverage says, and at least 94 %") {
  const std::uint64_t trials = GENERATE(300U, 1'000U, 3'000U, 10'000U);
  const double p = GENERATE(0.5, 0.75, 0.9, 0.95, 0.99);
  const Successes successes{trials, p};
  int covered = 0;
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    Draws draws{StreamKey{1, "fraction"}, static_cast<std::uint64_t>(repetition)};
    covered += static_cast<int>(covers(fraction_interval(successes.draw(draws), trials), p));
  }
  const double measured = static_cast<double>(covered) / repetitions;
  const double exact = exact_coverage(&fraction_interval, p, trials);
  INFO("p = " << p << ", n = " << trials << ", measured " << measured << ", exact " << exact);
  CHECK(std::fabs(measured - exact) < tolerance(exact, repetitions));
  CHECK(measured >= 0.94);
}

TEST_CASE("the quantile's interval covers what its exact coverage says, and at least 95 %") {
  const std::uint64_t count = GENERATE(400U, 1'000U, 3'000U, 10'000U);
  const double p = GENERATE(0.5, 0.9, 0.95, 0.99);
  const OrderRanks ranks = quantile_ranks(count, p, 0.95);
  REQUIRE(ranks.lower);
  REQUIRE(ranks.upper);
  const Successes successes{count, p};
  int covered = 0;
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    Draws draws{StreamKey{2, "quantile"}, static_cast<std::uint64_t>(repetition)};
    // X_(k) <= q exactly if at least k values are <= q.
    const std::uint64_t below = successes.draw(draws);
    covered += static_cast<int>(*ranks.lower <= below && below < *ranks.upper);
  }
  const double measured = static_cast<double>(covered) / repetitions;
  const double exact = ranks_coverage(ranks, count, p);
  INFO("p = " << p << ", n = " << count << ", measured " << measured << ", exact " << exact);
  CHECK(exact >= 0.95);
  CHECK(std::fabs(measured - exact) < tolerance(exact, repetitions));
}

TEST_CASE("stopping by precision does not narrow the coverage") {
  const double p = GENERATE(0.5, 0.75, 0.9, 0.95, 0.99);
  Scenario scenario = reference_scenario();
  scenario.objectives.resize(1);
  scenario.objectives[0].target = Duration{1};
  const Successes in_pilot{1'000, p};
  std::map<std::uint64_t, Successes> by_size;  // run sizes repeat: they follow from the pilot
  std::map<std::uint64_t, std::uint64_t> size_after;
  int covered = 0;
  double widest = 0.0;
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    Draws draws{StreamKey{3, "precision"}, static_cast<std::uint64_t>(repetition)};
    const std::uint64_t met = in_pilot.draw(draws);
    if (!size_after.contains(met)) {
      Samples pilot;
      pilot.digests.resize(1'000);
      pilot.objectives.assign(1, std::vector<Duration>(1'000, Duration{2}));
      std::fill_n(pilot.objectives[0].begin(), met, Duration{1});
      size_after[met] = replications_for(scenario, pilot, 0.02);
      by_size.try_emplace(size_after[met], size_after[met], p);
    }
    const std::uint64_t trials = size_after[met];
    const Interval interval = fraction_interval(by_size.at(trials).draw(draws), trials);
    covered += static_cast<int>(covers(interval, p));
    widest = std::max(widest, (interval.high - interval.low) / 2.0);
  }
  const double measured = static_cast<double>(covered) / repetitions;
  INFO("p = " << p << ", measured " << measured << ", widest " << widest);
  CHECK(measured >= 0.94);
  CHECK(measured <= 0.985);
  CHECK(widest < 0.022);
}

TEST_CASE("the engine's own intervals cover the known answers of the reference model") {
  const auto scenario = load_scenario("scenarios/library/reference-outage.json");
  REQUIRE(scenario);
  constexpr int rounds = 1'000;
  constexpr std::uint64_t size = 300;
  const Samples samples = simulate(*scenario, {.seed = 11,
                                               .replications = rounds * size,
                                               .first_replication = 0,
                                               .threads = 0,
                                               .progress = {}});
  struct Promise {
    double seconds, probability;
  };
  const auto promise = GENERATE(
      values<Promise>({{600, 0.687938}, {900, 0.856302}, {1800, 0.932629}, {3600, 0.989402}}));
  int covered = 0;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const auto begin = samples.objectives[0].begin() + static_cast<std::ptrdiff_t>(round * size);
    const auto met = static_cast<std::uint64_t>(std::count_if(
        begin, begin + size, [&](Duration value) { return to_seconds(value) <= promise.seconds; }));
    covered += static_cast<int>(covers(fraction_interval(met, size), promise.probability));
  }
  const double exact = exact_coverage(&fraction_interval, promise.probability, size);
  INFO("P(RTO <= " << promise.seconds << " s)");
  CHECK(std::fabs(static_cast<double>(covered) / rounds - exact) < tolerance(exact, rounds));
}
