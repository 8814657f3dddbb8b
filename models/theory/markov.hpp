// Finite Markov chains in continuous time, solved numerically: availability, time to data loss,
// expected downtime. No step takes the difference of close numbers, so that a probability of 1e-12
// has nearly as many correct digits as one of 0.5. Dense: for up to a few hundred states, and times
// as long as one likes; SparseMarkovChain is for thousands.
// Rates are per unit of time and times in that unit: any unit, the same throughout a chain.
// Example: const MarkovChain mirror{{"both", "one", "lost"},
//            {{"both", "one", 2e-3}, {"one", "both", 1.0}, {"one", "lost", 1e-3}}};  // per hour
//          mirror.mean_time_to(mirror.indicator({"both"}), mirror.indicator({"lost"}));  // 501500
#pragma once

#include <Eigen/Core>
#include <string>
#include <string_view>
#include <vector>

namespace firedrill {

struct Transition {
  std::string from, to;
  double rate = 0.0;  // >= 0
};

// A vector below has one entry a state, in the order of the constructor; a `start` is a probability
// for each, adding up to 1. Unknown or repeated names, negative rates and wrong sizes are asserted.
class MarkovChain {
 public:
  // Transitions between the same two states add up; one from a state to itself is not allowed.
  MarkovChain(std::vector<std::string> states, const std::vector<Transition>& transitions);

  [[nodiscard]] const std::vector<std::string>& states() const { return states_; }

  // 1 in the named states, 0 elsewhere: a certain start, a set of targets, or "is up" as a reward.
  [[nodiscard]] Eigen::VectorXd indicator(const std::vector<std::string>& names) const;

  // The probability of every state at time `t` >= 0. By uniformization (Jensen, "Markoff chains as
  // an aid in the study of Markoff processes", 1953) over a short time, then squaring.
  [[nodiscard]] Eigen::VectorXd transient(const Eigen::VectorXd& start, double t) const;

  // The long-run share of time in every state, whatever the start. Every state must be able to
  // reach the first one (asserted). By elimination of states, like mean_time_to (elimination.hpp).
  [[nodiscard]] Eigen::VectorXd steady_state() const;

  // The expected integral over [0, t] of `reward`, which is earned per unit of time in each state:
  // with "is down" as reward, the expected downtime.
  [[nodiscard]] double expected_reward(const Eigen::VectorXd& start, const Eigen::VectorXd& reward,
                                       double t) const;

  // The probability to have been in any of `targets` (non-zero entries) by time `t`.
  [[nodiscard]] double hitting_probability(const Eigen::VectorXd& start,
                                           const Eigen::VectorXd& targets, double t) const;

  // The expected time until any of `targets` (non-zero entries) is first entered. Every state must
  // be able to reach a target (asserted).
  [[nodiscard]] double mean_time_to(const Eigen::VectorXd& start,
                                    const Eigen::VectorXd& targets) const;

 private:
  [[nodiscard]] Eigen::Index index_of(std::string_view name) const;

  std::vector<std::string> states_;
  Eigen::MatrixXd rates_;  // from row to column; the diagonal is zero
};

}  // namespace firedrill
