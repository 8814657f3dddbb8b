// Published values, and the exact coverage of what reports print.
#include "models/chance/interval.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/printed.hpp"

using namespace firedrill;

TEST_CASE("order-statistic ranks for 95 % have the published values") {
  struct Row {
    std::uint64_t count;
    double p;
    std::uint64_t lower, upper;
    double coverage;
  };
  const auto row = GENERATE(values<Row>({{1'000, 0.95, 936, 964, 0.958},
                                         {10'000, 0.99, 9'880, 9'920, 0.956},
                                         {100'000, 0.999, 99'880, 99'920, 0.955}}));
  const OrderRanks ranks = quantile_ranks(row.count, row.p, 0.95);
  CHECK(ranks.lower == row.lower);
  CHECK(ranks.upper == row.upper);
  CHECK(ranks_coverage(ranks, row.count, row.p) == printed(row.coverage, 3));
}

TEST_CASE("a sample too small for a bound has none") {
  CHECK_FALSE(quantile_ranks(367, 0.99, 0.95).upper);
  CHECK(quantile_ranks(368, 0.99, 0.95).upper == 368);
  CHECK_FALSE(quantile_ranks(5, 0.5, 0.95).lower);
  CHECK(quantile_ranks(6, 0.5, 0.95).lower == 1);
}

TEST_CASE("order-statistic intervals cover at least what they say, wherever both bounds exist") {
  for (const std::uint64_t count : {300U, 1'000U, 3'000U, 10'000U}) {
    for (const double p : {0.5, 0.9, 0.95, 0.99}) {
      const OrderRanks ranks = quantile_ranks(count, p, 0.95);
      CHECK(ranks_coverage(ranks, count, p) >= 0.95);
      if (ranks.lower && ranks.upper) {
        CHECK(ranks_coverage(ranks, count, p) < 0.98);
      }
    }
  }
}

TEST_CASE("Wilson's and Clopper and Pearson's intervals have the published values") {
  CHECK(wilson(0, 300, 0.95).high == printed(0.01264, 5));
  CHECK(wilson(0, 300, 0.95).low == 0.0);
  CHECK(clopper_pearson(0, 300, 0.95).high == printed(0.01222, 5));
  CHECK(clopper_pearson(990, 1'000, 0.95).low == printed(0.98169, 5));
  CHECK(clopper_pearson(990, 1'000, 0.95).high == printed(0.99519, 5));
  CHECK(wilson(300, 300, 0.95).high == 1.0);
  CHECK(clopper_pearson(300, 300, 0.95).high == 1.0);
}

TEST_CASE("failure-free trials that prove a rate have the published numbers") {
  CHECK(trials_to_prove(0.95, 0.95) == 59);
  CHECK(trials_to_prove(0.99, 0.95) == 299);
  CHECK(trials_to_prove(0.999, 0.95) == 2'995);
  CHECK(trials_to_prove(0.1, 0.9) == 1);  // 0.1^1 is 1 - 0.9, but not in binary
}

TEST_CASE("the rank of a quantile is the smallest whose share reaches it") {
  CHECK(quantile_rank(10, 0.5) == 5);
  CHECK(quantile_rank(11, 0.5) == 6);
  CHECK(quantile_rank(100, 0.95) == 95);
  CHECK(quantile_rank(1'000, 0.99) == 990);
  CHECK(quantile_rank(3, 0.99) == 3);
  CHECK(quantile_rank(1, 0.5) == 1);
}

TEST_CASE("the reported interval of a fraction never covers less than 94 %") {
  for (const std::uint64_t trials : {300U, 500U, 1'000U, 3'000U, 10'000U}) {
    for (const double p : {0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999}) {
      INFO("p = " << p << ", n = " << trials);
      REQUIRE(exact_coverage(&fraction_interval, p, trials) >= 0.94);
    }
  }
  // Coverage is a saw-tooth in p: least where p has just left the interval of some count.
  constexpr double step_out = 1e-9;
  for (const std::uint64_t trials : {300U, 1'000U, 3'000U}) {
    const std::uint64_t stride = trials / 100;
    for (std::uint64_t successes = trials / 2; successes <= trials; successes += stride) {
      const Interval interval = fraction_interval(successes, trials);
      for (const double p : {interval.low - step_out, interval.high + step_out}) {
        if (p >= 0.5 && p <= 0.999) {
          INFO("p = " << p << ", n = " << trials);
          REQUIRE(exact_coverage(&fraction_interval, p, trials) >= 0.94);
        }
      }
    }
  }
}

TEST_CASE("at its worst fractions the reported interval covers 94.2 %, where Wilson's may not") {
  struct Worst {
    std::uint64_t trials;
    double p;
    double wilson_coverage, reported_coverage;
  };
  const auto worst = GENERATE(values<Worst>({{300, 0.78329, 0.94186, 0.94186},
                                             {300, 0.98643, 0.92919, 0.96071},
                                             {500, 0.97400, 0.93494, 0.95207},
                                             {500, 0.99900, 0.90987, 0.98567},
                                             {3'000, 0.98149, 0.94264, 0.94264},
                                             {10'000, 0.99560, 0.94180, 0.94180}}));
  const FractionMethod score = [](std::uint64_t successes, std::uint64_t trials) {
    return wilson(successes, trials, 0.95);
  };
  INFO("p = " << worst.p << ", n = " << worst.trials);
  CHECK(exact_coverage(score, worst.p, worst.trials) == printed(worst.wilson_coverage, 5));
  CHECK(exact_coverage(&fraction_interval, worst.p, worst.trials) ==
        printed(worst.reported_coverage, 5));
}

TEST_CASE("exact coverage agrees with a hand calculation") {
  // n = 2: Wilson covers p = 0.5 for 1 success only if (0.0945, 0.9055) and for 0 up to 0.6576.
  const FractionMethod method = [](std::uint64_t successes, std::uint64_t trials) {
    return wilson(successes, trials, 0.95);
  };
  CHECK(exact_coverage(method, 0.5, 2) == Approx(1.0));
  CHECK(exact_coverage(method, 0.7, 2) == Approx(1.0 - 0.09));
}
