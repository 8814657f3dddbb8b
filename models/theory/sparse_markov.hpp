// Markov chains in continuous time of up to some ten thousand states with few transitions each,
// such as a system of many components makes (state_space.hpp explores one). Like MarkovChain, its
// dense brother, it subtracts no close numbers: rare losses keep their digits.
// Rates are per unit of time and times in that unit: any unit, the same throughout a chain.
// Example: const SparseMarkovChain chain{rates};  // per hour
//          chain.hitting_probability(start, is_lost, 8760.0);
#pragma once

#include <Eigen/Core>

#include "models/theory/elimination.hpp"

namespace firedrill {

// A vector below has one entry a state; a `start` is a probability for each, adding up to 1; a set
// of states is the non-zero entries of a vector. Wrong sizes and t < 0 are asserted.
//
// What depends on a time t is computed by uniformization (Jensen, "Markoff chains as an aid in the
// study of Markoff processes", 1953): the chain is observed at the ticks of a Poisson clock, a
// little faster than the fastest state is left. That takes a product with the matrix for each tick
// in t, or fewer: once the proportions between all states stay the same from tick to tick, to 1e-10
// until t, the rest of the sum is a geometric series.
class SparseMarkovChain {
 public:
  explicit SparseMarkovChain(const RateMatrix& rates);

  [[nodiscard]] Eigen::Index size() const { return rates_.rows(); }
  [[nodiscard]] const RateMatrix& rates() const { return rates_; }

  // The probability of every state at time `t`. With a reward r earned per unit of time in each
  // state, r.dot(transient) is the reward rate expected at `t`.
  [[nodiscard]] Eigen::VectorXd transient(const Eigen::VectorXd& start, double t) const;

  // The expected time spent in every state by `t`; adds up to t. r.dot(occupancy) is the expected
  // reward by `t`; with the rate of a kind of transition as r, their expected number.
  [[nodiscard]] Eigen::VectorXd occupancy(const Eigen::VectorXd& start, double t) const;

  // For each target the probability that, by time `t`, a target has been entered and it was the
  // first; 0 for other states. Split by cause of failure, how a system fails.
  [[nodiscard]] Eigen::VectorXd first_entered(const Eigen::VectorXd& start,
                                              const Eigen::VectorXd& targets, double t) const;

  // The same without a limit of time, and the expected time in each state until then, of which
  // r.dot(times) is the expected reward. Every state must be able to reach a target (asserted).
  [[nodiscard]] Absorption until(const Eigen::VectorXd& start,
                                 const Eigen::VectorXd& targets) const {
    return absorb(rates_, start, targets);
  }

  // The long-run share of time in every state, whatever the start. Every state must be able to
  // reach the first one (asserted).
  [[nodiscard]] Eigen::VectorXd steady_state() const { return firedrill::steady_state(rates_); }

  // As in MarkovChain: the expected reward by `t`; the probability to have been in a target by `t`;
  // the expected time until a target is entered.
  [[nodiscard]] double expected_reward(const Eigen::VectorXd& start, const Eigen::VectorXd& reward,
                                       double t) const;
  [[nodiscard]] double hitting_probability(const Eigen::VectorXd& start,
                                           const Eigen::VectorXd& targets, double t) const;
  [[nodiscard]] double mean_time_to(const Eigen::VectorXd& start,
                                    const Eigen::VectorXd& targets) const;

 private:
  // The expected time spent in every state by `t` and before a target is entered.
  [[nodiscard]] Eigen::VectorXd occupancy_before(const Eigen::VectorXd& start,
                                                 const Eigen::VectorXd& targets, double t) const;

  RateMatrix rates_;
};

}  // namespace firedrill
