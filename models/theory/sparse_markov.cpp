#include "models/theory/sparse_markov.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "models/base/check.hpp"
#include "models/theory/poisson_window.hpp"

namespace firedrill {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

// A chain observed at the ticks of a Poisson clock, until it enters one of some targets.
struct TickingChain {
  double clock = 0.0;   // ticks per unit of time
  RateMatrix arrivals;  // the probability to go from column to row in a tick; no targets
  VectorXd stay;        // the probability to be in the same state a tick later; 0 in targets
  VectorXd loss_rates;  // to targets, per unit of time

  // 2 % faster than the fastest exit: a state may always stay, so that nothing goes in circles.
  TickingChain(const RateMatrix& rates, const VectorXd& targets) {
    const VectorXd is_target = (targets.array() != 0.0).cast<double>();
    const VectorXd is_other = (targets.array() == 0.0).cast<double>();
    const VectorXd exit_rates = (rates * VectorXd::Ones(rates.cols())).cwiseProduct(is_other);
    RateMatrix inner = rates;
    inner.prune(
        [&](Index from, Index to, double) { return targets[from] == 0.0 && targets[to] == 0.0; });
    loss_rates = (rates * is_target).cwiseProduct(is_other);
    clock = 1.02 * exit_rates.maxCoeff();
    const double tick_length = clock > 0.0 ? 1.0 / clock : 0.0;
    arrivals = tick_length * inner.transpose();
    stay = is_other - tick_length * exit_rates;
  }

  // The probabilities a tick after `now`.
  void tick(const VectorXd& now, VectorXd& next) const {
    next = stay.cwiseProduct(now);
    next.noalias() += arrivals * now;
  }
};

// What a sum over the ticks weighs them with.
struct TransientWeights {
  const PoissonWindow& ticks;  // until t
  [[nodiscard]] double before_window() const { return 0.0; }
  [[nodiscard]] double operator()(std::int64_t tick) const { return ticks.probability(tick); }
};
struct OccupancyWeights {
  const PoissonWindow& ticks;
  double clock;
  [[nodiscard]] double before_window() const { return 1.0 / clock; }
  [[nodiscard]] double operator()(std::int64_t tick) const {
    return ticks.probability_of_above(tick) / clock;  // between two ticks, 1/clock passes
  }
};

// Whether `after` is a multiple of `before`, each entry to a relative `spread`. Entries that are as
// good as zero are not looked at.
bool are_proportional(const VectorXd& before, const VectorXd& after, double spread) {
  constexpr double as_good_as_zero = 1e-290;
  double least = std::numeric_limits<double>::infinity();
  double most = 0.0;
  for (Index state = 0; state < before.size(); ++state) {
    if (before[state] > as_good_as_zero || after[state] > as_good_as_zero) {
      least = std::min(least, after[state] / before[state]);
      most = std::max(most, after[state] / before[state]);
    }
  }
  return most <= least * (1.0 + spread);
}

// The sum of the weights from `tick` on, where each tick keeps the share 1 - `loss` of the last.
template <class Weights>
double geometric_sum(const Weights& weights, std::int64_t tick, double loss) {
  const double log_kept = std::log1p(-loss);
  const std::int64_t window = std::max(tick, weights.ticks.first());
  const auto ahead = static_cast<double>(window - tick);
  double sum =
      weights.before_window() * (loss > 0.0 ? -std::expm1(ahead * log_kept) / loss : ahead);
  for (std::int64_t later = window; later <= weights.ticks.last(); ++later) {
    sum += weights(later) * std::exp(static_cast<double>(later - tick) * log_kept);
  }
  return sum;
}

// The sum over all ticks of weight times the probability of every state at that tick, to a relative
// 1e-10. Of a chain whose states all shift by nearly the same factor within `stride` ticks, between
// lowest and highest, the same bounds hold for every later stride, since no rate is negative.
template <class Weights>
VectorXd sum_over_ticks(const TickingChain& chain, const VectorXd& start, const Weights& weights) {
  constexpr double tolerance = 1e-10;
  const bool is_closed = chain.loss_rates.maxCoeff() == 0.0;
  const std::int64_t last = weights.ticks.last();
  const std::int64_t stride = std::max<std::int64_t>(1'024, last / 8'192);
  VectorXd sum = VectorXd::Zero(start.size());
  VectorXd now = start;
  VectorXd next(start.size());
  VectorXd one_stride_ago = start;
  for (std::int64_t tick = 0;; ++tick) {
    if (const double weight = weights(tick); weight > 0.0) {
      sum += weight * now;
    }
    if (tick == last) {
      return sum;
    }
    chain.tick(now, next);
    if ((tick + 1) % stride == 0) {
      if (next.sum() == 0.0) {
        return sum;  // all has been lost
      }
      if (is_closed) {
        next *= start.sum() / next.sum();  // or rounding errors would add up
      }
      const double strides_left = static_cast<double>(last - tick) / static_cast<double>(stride);
      if (are_proportional(now, next, tolerance / static_cast<double>(stride)) &&
          are_proportional(one_stride_ago, next, tolerance / std::max(1.0, strides_left))) {
        const double loss = chain.loss_rates.dot(next) / next.sum() / chain.clock;
        return sum + next * geometric_sum(weights, tick + 1, loss);
      }
      one_stride_ago = next;
    }
    std::swap(now, next);
  }
}

}  // namespace

SparseMarkovChain::SparseMarkovChain(const RateMatrix& rates) : rates_{rates} {
  check_rates(rates_);
}

VectorXd SparseMarkovChain::transient(const VectorXd& start, double t) const {
  firedrill_assert(start.size() == size() && t >= 0.0 && std::isfinite(t));
  const TickingChain chain{rates_, VectorXd::Zero(size())};
  const PoissonWindow ticks{chain.clock * t};
  return sum_over_ticks(chain, start, TransientWeights{ticks});
}

VectorXd SparseMarkovChain::occupancy(const VectorXd& start, double t) const {
  return occupancy_before(start, VectorXd::Zero(size()), t);
}

VectorXd SparseMarkovChain::occupancy_before(const VectorXd& start, const VectorXd& targets,
                                             double t) const {
  firedrill_assert(start.size() == size() && targets.size() == size());
  firedrill_assert(t >= 0.0 && std::isfinite(t));
  const VectorXd outside = (targets.array() == 0.0).select(start, 0.0);
  const TickingChain chain{rates_, targets};
  if (chain.clock == 0.0) {
    return t * outside;
  }
  const PoissonWindow ticks{chain.clock * t};
  return sum_over_ticks(chain, outside, OccupancyWeights{ticks, chain.clock});
}

VectorXd SparseMarkovChain::first_entered(const VectorXd& start, const VectorXd& targets,
                                          double t) const {
  const VectorXd arrived = start + rates_.transpose() * occupancy_before(start, targets, t);
  return (targets.array() != 0.0).select(arrived, 0.0);
}

double SparseMarkovChain::expected_reward(const VectorXd& start, const VectorXd& reward,
                                          double t) const {
  firedrill_assert(reward.size() == size());
  return reward.dot(occupancy(start, t));
}

double SparseMarkovChain::hitting_probability(const VectorXd& start, const VectorXd& targets,
                                              double t) const {
  return first_entered(start, targets, t).sum();
}

double SparseMarkovChain::mean_time_to(const VectorXd& start, const VectorXd& targets) const {
  return until(start, targets).times.sum();
}

}  // namespace firedrill
