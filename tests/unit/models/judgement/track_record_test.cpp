// Coverage, ranks, bias and skill, held against figures worked out by hand or published.
#include "models/judgement/track_record.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

using namespace firedrill;

TEST_CASE("coverage has its exact binomial interval") {
  std::vector<Hit> hits(20, Hit{true, 10.0});
  hits[3] = {false, 30.0};
  hits[7] = {false, 30.0};
  const Coverage coverage = coverage_of(hits);
  CHECK(coverage.held == 18);
  CHECK(coverage.count == 20);
  CHECK(coverage.mean_width == Approx(12.0));
  // Clopper-Pearson of 18 in 20, as R's binom.test gives it.
  CHECK(coverage.interval.low == Approx(0.6830173).epsilon(1e-6));
  CHECK(coverage.interval.high == Approx(0.9876515).epsilon(1e-6));
  CHECK(coverage_of({}).count == 0);
}

TEST_CASE("ranks are counted by tenths") {
  const std::vector<double> ranks{0.0, 0.05, 0.1, 0.55, 0.999, 1.0};
  const RankHistogram histogram = rank_histogram(ranks);
  CHECK(histogram == RankHistogram{2, 1, 0, 0, 0, 1, 0, 0, 0, 2});
}

TEST_CASE("bias is a factor") {
  const std::vector<double> ratios{2.0, 0.5, 2.0, 2.0};
  const auto bias = bias_of(ratios);
  REQUIRE(bias);
  CHECK(bias->factor == Approx(1.41421356));
  // mean ln 2 / 2, sd of {1,-1,1,1} ln 2 is ln 2, standard error ln 2 / 2, t(3) 3.182446
  CHECK(bias->interval.high == Approx(std::exp(0.34657359 + 3.182446 * 0.34657359)).epsilon(1e-5));
  CHECK_FALSE(bias_of(std::vector<double>{1.0}));
}

TEST_CASE("skill is the share by which scores are smaller") {
  const std::vector<double> ours{1.0, 2.0, 3.0};
  const std::vector<double> theirs{2.0, 4.0, 6.0};
  const auto skill = skill_of(ours, theirs);
  REQUIRE(skill);
  CHECK(skill->value == Approx(0.5));
  CHECK(skill->interval.low == Approx(0.5));  // whatever pairs are drawn
  CHECK(skill->interval.high == Approx(0.5));
  CHECK_FALSE(skill_of(std::vector<double>{1.0}, std::vector<double>{1.0}));
  CHECK_FALSE(skill_of(ours, std::vector<double>{0.0, 0.0, 0.0}));
}
