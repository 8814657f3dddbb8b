// What a sample says about the whole, with its error: intervals for fractions, and, for quantiles
// of whatever law, intervals from order statistics.
// Examples: fraction_interval(990, 1000) -> {0.9817, 0.9952}
//           quantile_ranks(1000, 0.95, 0.95) -> {936, 964}
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace firedrill {

struct Interval {
  double low = 0.0;
  double high = 1.0;
};

// Wilson's score interval for a fraction.
// Source: Wilson, "Probable inference, the law of succession, and statistical inference",
// J. American Statistical Association 22 (1927).
[[nodiscard]] Interval wilson(std::uint64_t successes, std::uint64_t trials, double confidence);

// Clopper and Pearson's interval, which never covers less than it says.
// Source: Clopper and Pearson, Biometrika 26 (1934).
[[nodiscard]] Interval clopper_pearson(std::uint64_t successes, std::uint64_t trials,
                                       double confidence);

// Garwood's interval for the mean of a Poisson law of which `count` events were seen; it never
// covers less than it says. Source: Garwood, "Fiducial limits for the Poisson distribution",
// Biometrika 28 (1936).
[[nodiscard]] Interval poisson_interval(std::uint64_t count, double confidence);

// The 95 % interval that reports use for a fraction: see docs/decisions/0003-fraction-intervals.md.
[[nodiscard]] Interval fraction_interval(std::uint64_t successes, std::uint64_t trials);

// The probability that the interval `method` computes from `trials` covers the true fraction `p`:
// exact, by summing the binomial law.
using FractionMethod = Interval (*)(std::uint64_t successes, std::uint64_t trials);
[[nodiscard]] double exact_coverage(FractionMethod method, double p, std::uint64_t trials);

// Ranks (from 1) of the order statistics that enclose the p-quantile of a continuous law with at
// least `confidence`, equal tails; no rank on a side where the sample is too small for one.
// Source: David and Nagaraja, Order Statistics (2003), section 7.1.
struct OrderRanks {
  std::optional<std::uint64_t> lower;
  std::optional<std::uint64_t> upper;
};
[[nodiscard]] OrderRanks quantile_ranks(std::uint64_t count, double p, double confidence);

// The exact probability that these order statistics enclose the p-quantile.
[[nodiscard]] double ranks_coverage(const OrderRanks& ranks, std::uint64_t count, double p);

// The rank (from 1) of the p-quantile of a sample: the smallest k with k/count >= p.
[[nodiscard]] std::uint64_t quantile_rank(std::uint64_t count, double p);

// The p-quantile of a sample in ascending order.
template <class Value>
[[nodiscard]] Value sample_quantile(const std::vector<Value>& sorted, double p) {
  return sorted[static_cast<std::size_t>(quantile_rank(sorted.size(), p) - 1)];
}

// How many trials without a failure prove, at `confidence`, that the success rate is at least p.
[[nodiscard]] std::uint64_t trials_to_prove(double p, double confidence);

}  // namespace firedrill
