#include "models/theory/markov.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/base/check.hpp"
#include "models/theory/elimination.hpp"

namespace firedrill {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// What a chain does in a time t, from row to column.
struct Kernel {
  MatrixXd transition;  // the probability to be there at t; rows add up to 1
  MatrixXd occupancy;   // the expected time spent there until t; rows add up to t
};

// Rounding errors that make the sum of a row drift would double with every squaring.
void rescale_rows(MatrixXd& matrix, double sum) {
  for (Index row = 0; row < matrix.rows(); ++row) {
    matrix.row(row) *= sum / matrix.row(row).sum();
  }
}

// The kernel for t <= 1/clock, where clock is at least twice the fastest exit rate: the sum over k
// of the probability of k ticks of a Poisson clock times the k-th power of the jump matrix.
Kernel short_kernel(const MatrixXd& rates, double clock, double t) {
  const Index count = rates.rows();
  MatrixXd jump = rates / clock;
  jump.diagonal() = 1.0 - rates.rowwise().sum().array() / clock;
  // What is left out is below 1/25!, and every state has been reached that can be.
  const Index terms = 25 + count;
  VectorXd ticks(terms);
  ticks[0] = std::exp(-clock * t);
  for (Index k = 1; k < terms; ++k) {
    ticks[k] = ticks[k - 1] * clock * t / static_cast<double>(k);
  }
  Kernel kernel{MatrixXd::Zero(count, count), MatrixXd::Zero(count, count)};
  double more_ticks = 0.0;  // the probability of more than k
  for (Index k = terms - 1; k >= 0; --k) {
    kernel.transition = jump * kernel.transition;
    kernel.transition.diagonal().array() += ticks[k];
    kernel.occupancy = jump * kernel.occupancy;
    kernel.occupancy.diagonal().array() += more_ticks / clock;
    more_ticks += ticks[k];
  }
  return kernel;
}

Kernel kernel_of(const MatrixXd& rates, double t) {
  firedrill_assert(t >= 0.0 && std::isfinite(t));
  const double clock = 2.0 * rates.rowwise().sum().maxCoeff();
  const MatrixXd identity = MatrixXd::Identity(rates.rows(), rates.rows());
  if (clock * t == 0.0) {
    return {identity, t * identity};
  }
  const int halvings = std::max(0, static_cast<int>(std::ceil(std::log2(clock * t))));
  double span = std::ldexp(t, -halvings);
  Kernel kernel = short_kernel(rates, clock, span);
  rescale_rows(kernel.transition, 1.0);
  rescale_rows(kernel.occupancy, span);
  for (int step = 0; step < halvings; ++step) {
    span *= 2.0;
    kernel.occupancy += (kernel.transition * kernel.occupancy).eval();
    kernel.transition = (kernel.transition * kernel.transition).eval();
    rescale_rows(kernel.transition, 1.0);
    rescale_rows(kernel.occupancy, span);
  }
  return kernel;
}

}  // namespace

MarkovChain::MarkovChain(std::vector<std::string> states,
                         const std::vector<Transition>& transitions)
    : states_{std::move(states)} {
  firedrill_assert(!states_.empty());
  const auto count = static_cast<Index>(states_.size());
  for (Index index = 0; index < count; ++index) {
    firedrill_assert(index_of(states_[static_cast<std::size_t>(index)]) == index);
  }
  rates_ = MatrixXd::Zero(count, count);
  for (const auto& [from, to, rate] : transitions) {
    firedrill_assert(from != to && rate >= 0.0 && std::isfinite(rate));
    rates_(index_of(from), index_of(to)) += rate;
  }
}

Index MarkovChain::index_of(std::string_view name) const {
  const auto found = std::find(states_.begin(), states_.end(), name);
  firedrill_assert(found != states_.end());
  return found - states_.begin();
}

VectorXd MarkovChain::indicator(const std::vector<std::string>& names) const {
  VectorXd result = VectorXd::Zero(rates_.rows());
  for (const std::string& name : names) {
    result[index_of(name)] = 1.0;
  }
  return result;
}

VectorXd MarkovChain::transient(const VectorXd& start, double t) const {
  firedrill_assert(start.size() == rates_.rows());
  return kernel_of(rates_, t).transition.transpose() * start;
}

VectorXd MarkovChain::steady_state() const {
  return firedrill::steady_state(RateMatrix{rates_.sparseView()});
}

double MarkovChain::expected_reward(const VectorXd& start, const VectorXd& reward, double t) const {
  firedrill_assert(start.size() == rates_.rows() && reward.size() == rates_.rows());
  return start.dot(kernel_of(rates_, t).occupancy * reward);
}

double MarkovChain::hitting_probability(const VectorXd& start, const VectorXd& targets,
                                        double t) const {
  firedrill_assert(start.size() == rates_.rows() && targets.size() == rates_.rows());
  MatrixXd rates = rates_;
  VectorXd is_target = VectorXd::Zero(targets.size());
  for (Index state = 0; state < targets.size(); ++state) {
    if (targets[state] != 0.0) {
      is_target[state] = 1.0;
      rates.row(state).setZero();  // there to stay
    }
  }
  return start.dot(kernel_of(rates, t).transition * is_target);
}

double MarkovChain::mean_time_to(const VectorXd& start, const VectorXd& targets) const {
  return absorb(RateMatrix{rates_.sparseView()}, start, targets).times.sum();
}

}  // namespace firedrill
