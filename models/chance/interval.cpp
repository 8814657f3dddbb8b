#include "models/chance/interval.hpp"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "models/chance/elementary.hpp"

namespace firedrill {
namespace {

using Binomial = boost::math::binomial_distribution<double>;

double probability_at_most(std::uint64_t k, std::uint64_t count, double p) {
  return boost::math::cdf(Binomial{static_cast<double>(count), p}, static_cast<double>(k));
}

// The smallest k with P(B <= k) >= q.
std::uint64_t binomial_quantile(std::uint64_t count, double p, double q) {
  std::uint64_t low = 0;
  std::uint64_t high = count;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (probability_at_most(middle, count, p) >= q) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace

Interval wilson(std::uint64_t successes, std::uint64_t trials, double confidence) {
  const double n = static_cast<double>(trials);
  const double share = static_cast<double>(successes) / n;
  const double z = normal_quantile(0.5 + confidence / 2.0);
  const double shrink = 1.0 + z * z / n;
  const double centre = (share + z * z / (2.0 * n)) / shrink;
  const double half = z / shrink * std::sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n));
  return {successes == 0 ? 0.0 : std::max(0.0, centre - half),
          successes == trials ? 1.0 : std::min(1.0, centre + half)};
}

Interval clopper_pearson(std::uint64_t successes, std::uint64_t trials, double confidence) {
  const double tail = (1.0 - confidence) / 2.0;
  const double k = static_cast<double>(successes);
  const double n = static_cast<double>(trials);
  using Beta = boost::math::beta_distribution<double>;
  return {successes == 0 ? 0.0 : boost::math::quantile(Beta{k, n - k + 1.0}, tail),
          successes == trials ? 1.0 : boost::math::quantile(Beta{k + 1.0, n - k}, 1.0 - tail)};
}

Interval poisson_interval(std::uint64_t count, double confidence) {
  const double tail = (1.0 - confidence) / 2.0;
  const double k = static_cast<double>(count);
  // P(Poisson(m) >= k) is the regularised gamma function P(k, m).
  return {count == 0 ? 0.0 : boost::math::gamma_p_inv(k, tail),
          boost::math::gamma_p_inv(k + 1.0, 1.0 - tail)};
}

Interval fraction_interval(std::uint64_t successes, std::uint64_t trials) {
  constexpr double confidence = 0.95;
  constexpr std::uint64_t few = 50;  // chosen by exact coverage, see the decision
  const Interval score = wilson(successes, trials, confidence);
  if (std::min(successes, trials - successes) > few) {
    return score;
  }
  const Interval exact = clopper_pearson(successes, trials, confidence);
  return {std::min(score.low, exact.low), std::max(score.high, exact.high)};
}

double exact_coverage(FractionMethod method, double p, std::uint64_t trials) {
  const Binomial law{static_cast<double>(trials), p};
  double covered = 0.0;
  for (std::uint64_t successes = 0; successes <= trials; ++successes) {
    const Interval interval = method(successes, trials);
    if (interval.low <= p && p <= interval.high) {
      covered += boost::math::pdf(law, static_cast<double>(successes));
    }
  }
  return covered;
}

OrderRanks quantile_ranks(std::uint64_t count, double p, double confidence) {
  const double tail = (1.0 - confidence) / 2.0;
  const std::uint64_t lower = binomial_quantile(count, p, tail);
  const std::uint64_t upper = binomial_quantile(count, p, 1.0 - tail) + 1;
  OrderRanks ranks;
  if (lower >= 1) {
    ranks.lower = lower;
  }
  if (upper <= count) {
    ranks.upper = upper;
  }
  return ranks;
}

// P(X_lower <= quantile < X_upper) = P(lower <= B <= upper - 1), B the number of values below it.
double ranks_coverage(const OrderRanks& ranks, std::uint64_t count, double p) {
  const double above = ranks.upper ? probability_at_most(*ranks.upper - 1, count, p) : 1.0;
  const double below = ranks.lower ? probability_at_most(*ranks.lower - 1, count, p) : 0.0;
  return above - below;
}

std::uint64_t quantile_rank(std::uint64_t count, double p) {
  // The nudge undoes the rounding of p * count where it should be a whole number.
  const double rank = std::ceil(static_cast<double>(count) * p * (1.0 - 1e-15));
  return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(rank), 1, count);
}

std::uint64_t trials_to_prove(double p, double confidence) {
  // Where p^n is 1 - confidence exactly, rounding must not ask for one trial more.
  constexpr double rounding = 1e-14;
  return static_cast<std::uint64_t>(
      std::ceil(det_log(1.0 - confidence) / det_log(p) * (1.0 - rounding)));
}

}  // namespace firedrill
