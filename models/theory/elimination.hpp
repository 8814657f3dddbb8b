// Markov chains in continuous time solved by taking out one state after the other: what they do in
// the long run, and until they first enter some states. Only positive numbers are added, multiplied
// and divided, so that a share of 1e-30 has as many correct digits as one of 0.5; and nothing is
// iterated that could stop short of its limit.
// Source: Grassmann, Taksar, Heyman, "Regenerative analysis and steady state distributions for
// Markov chains", Operations Research 33 (1985).
// Example: absorb(rates, start, targets).times.sum()  // the mean time to a target
#pragma once

#include <Eigen/Core>
#include <Eigen/SparseCore>

namespace firedrill {

// From row to column, per unit of time; none negative, none on the diagonal.
using RateMatrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
void check_rates(const RateMatrix& rates);  // asserts that

// What happens until a target is entered, one entry a state.
struct Absorption {
  Eigen::VectorXd entered;  // the probability that it is the first target entered; 0 elsewhere
  Eigen::VectorXd times;    // the expected time spent in it before that; 0 in targets
};

// From the probabilities `start` to the states with a non-zero entry in `targets`. Every state must
// be able to reach one of them (asserted).
[[nodiscard]] Absorption absorb(const RateMatrix& rates, const Eigen::VectorXd& start,
                                const Eigen::VectorXd& targets);

// The long-run share of time in every state, whatever the start. Every state must be able to reach
// the first one (asserted).
[[nodiscard]] Eigen::VectorXd steady_state(const RateMatrix& rates);

}  // namespace firedrill
