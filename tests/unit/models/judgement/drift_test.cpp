// The drift test: how often it alarms where nothing has changed, and how soon where something has.
#include "models/judgement/drift.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "models/chance/elementary.hpp"
#include "models/chance/percentiles.hpp"
#include "models/chance/random.hpp"

using namespace firedrill;

namespace {

// As a comparison does it: `sample` of a predicted law, then the rank of a measured value in it.
double rank_of(const std::vector<double>& sample, double measured, Draws& draws) {
  std::vector<double> sorted = sample;
  std::sort(sorted.begin(), sorted.end());
  const Interval rank = rank_within(percentiles_of(sorted), measured);
  return rank.low + draws.uniform() * (rank.high - rank.low);
}

double lognormal(double median, double log_sd, Draws& draws) {
  return median * lognormal_quantile(draws.uniform(), log_sd);
}

// A step of a minute, slowed by `factor` from drill `change` on; drills until the alarm, or 0.
int drills_until_alarm(double log_sd, double factor, int change, double bound,
                       std::uint64_t round) {
  Draws draws{StreamKey{5, "drift"}, round};
  DriftTest test;
  for (int drill = 0; drill < change + 10; ++drill) {
    const double z =
        normal_quantile(draws.uniform()) + (drill >= change ? std::log(factor) / log_sd : 0.0);
    test.add(0.5 * std::erfc(-z / std::sqrt(2.0)));
    if (test.fortune() >= bound) {
      return drill + 1;
    }
  }
  return 0;
}

}  // namespace

TEST_CASE("nothing changes: alarms are as rare as promised, however long one watches") {
  constexpr int rounds = 4'000;
  int at_20 = 0, at_200 = 0;
  for (int round = 0; round < rounds; ++round) {
    Draws draws{StreamKey{3, "drift/level"}, static_cast<std::uint64_t>(round)};
    DriftTest test;
    for (int drill = 0; drill < 200; ++drill) {
      test.add(draws.uniform());
    }
    at_20 += test.strongest() >= 20.0 ? 1 : 0;
    at_200 += test.strongest() >= 200.0 ? 1 : 0;
  }
  // At most 5 % and 0.5 %, three standard errors allowed for.
  CHECK(at_20 <= 4'000 * 0.05 + 3 * std::sqrt(4'000 * 0.05 * 0.95));
  CHECK(at_200 <= 4'000 * 0.005 + 3 * std::sqrt(4'000 * 0.005 * 0.995));
  CHECK(at_20 >= 10);  // it does watch
}

TEST_CASE("the bets are fair: over all ranks that come equally often, fortunes average one") {
  double after_one = 0.0, after_two = 0.0;
  for (int first = 0; first < 100; ++first) {
    for (int second = 0; second < 100; ++second) {
      DriftTest test;
      test.add((first + 0.5) / 100.0);
      after_one += test.fortune() / 1e4;
      test.add((second + 0.5) / 100.0);
      after_two += test.fortune() / 1e4;
    }
  }
  CHECK(after_one == Approx(1.0).epsilon(1e-12));
  CHECK(after_two == Approx(1.0).epsilon(1e-12));
}

TEST_CASE("the level holds for ranks in predictions that are samples themselves") {
  constexpr int rounds = 1'000;
  int alarms = 0;
  for (int round = 0; round < rounds; ++round) {
    Draws draws{StreamKey{4, "drift/sampled"}, static_cast<std::uint64_t>(round)};
    DriftTest test;
    for (int drill = 0; drill < 30; ++drill) {
      std::vector<double> sample(400);
      for (double& value : sample) {
        value = lognormal(60.0, 0.3, draws);
      }
      const double measured = lognormal(60.0, 0.3, draws);
      test.add(rank_of(sample, measured, draws));
    }
    alarms += test.strongest() >= 20.0 ? 1 : 0;
  }
  CHECK(alarms <= 50 + 3 * 7);
}

TEST_CASE("a step that takes half as long again is found within ten drills") {
  constexpr int rounds = 400;
  constexpr int change = 12;
  constexpr double bound = 12 / 0.05;  // a dozen series watched at 5 % together
  int found = 0, early = 0;
  for (int round = 0; round < rounds; ++round) {
    const int drill =
        drills_until_alarm(0.18, 1.5, change, bound, static_cast<std::uint64_t>(round));
    found += drill > change ? 1 : 0;
    early += drill > 0 && drill <= change ? 1 : 0;
  }
  CHECK(found >= 0.95 * rounds);
  CHECK(early <= 0.05 * rounds);
}

TEST_CASE("the drill at which the change came is told") {
  DriftTest test;
  Draws draws{StreamKey{6, "drift/since"}, 0};
  for (int drill = 0; drill < 30; ++drill) {
    test.add(drill < 20 ? draws.uniform() : 0.97 + 0.03 * draws.uniform());
  }
  const ChangePoint found = test.change_point();
  CHECK(found.likeliest >= 19);
  CHECK(found.likeliest <= 21);
  CHECK(found.earliest <= 20);
  CHECK(found.latest >= 20);
  CHECK(found.latest - found.earliest < 6);
  CHECK(test.share_above(found.likeliest) > 0.9);
}

TEST_CASE("a fortune beyond all numbers stays a number") {
  DriftTest test;
  for (int drill = 0; drill < 2'000; ++drill) {
    test.add(1.0);
  }
  CHECK(std::isfinite(test.fortune()));
  CHECK(test.fortune() > 1e200);
  CHECK(test.change_point().likeliest == 0);
}
