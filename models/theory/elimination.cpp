#include "models/theory/elimination.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <queue>
#include <utility>
#include <vector>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

// The order in which states are taken out: the last first, and those to keep at the end. Of states
// numbered as they are found, breadth first, this leaves few new transitions (George, "Computer
// implementation of the finite element method", 1971, on the reversed order of Cuthill and McKee).
std::vector<Index> elimination_order(const VectorXd& kept) {
  std::vector<Index> order(static_cast<std::size_t>(kept.size()));
  std::iota(order.rbegin(), order.rend(), Index{0});
  std::stable_partition(order.begin(), order.end(),
                        [&kept](Index state) { return kept[state] == 0.0; });
  return order;
}

// A chain out of which one state after the other is taken: its predecessors go straight on to its
// successors, in the proportion of their rates. States are numbered by their place in the order.
class Elimination {
 public:
  // Keeps the states with a non-zero entry in `kept`; begins with the probabilities `start`.
  Elimination(const RateMatrix& rates, const VectorXd& start, const VectorXd& kept);

  // The probability to begin in a kept state, or to enter it first of them.
  [[nodiscard]] VectorXd entered() const;

  // The expected time in every state, given that in the kept ones. What flows into a state, or
  // begins there, flows out of it.
  [[nodiscard]] VectorXd times(const VectorXd& kept_times) const;

 private:
  struct Entry {
    std::size_t place = 0;
    double rate = 0.0;
  };

  void redirect(const RateMatrix& rates, std::size_t from);
  void take_out(std::size_t place);

  std::vector<Index> order_;             // the state at each place
  std::vector<std::size_t> place_of_;    // of each state
  std::size_t kept_from_;                // the places before are taken out
  std::vector<double> rates_from_here_;  // of one state, by place; zero between redirections
  // When a state was taken out, with no other left but later places: where it led, its exit rate,
  // what led to it, and the probability to have begun there or to have been sent on there.
  std::vector<std::vector<Entry>> onwards_;
  std::vector<double> exit_rates_;
  std::vector<std::vector<Entry>> arrivals_;
  std::vector<double> begun_;
};

Elimination::Elimination(const RateMatrix& rates, const VectorXd& start, const VectorXd& kept)
    : order_{elimination_order(kept)},
      place_of_(order_.size()),
      kept_from_{static_cast<std::size_t>((kept.array() == 0.0).count())},
      rates_from_here_(order_.size()),
      onwards_(kept_from_),
      exit_rates_(kept_from_),
      arrivals_(kept_from_),
      begun_(order_.size()) {
  for (std::size_t place = 0; place < order_.size(); ++place) {
    place_of_[static_cast<std::size_t>(order_[place])] = place;
    begun_[place] = start[order_[place]];
  }
  for (std::size_t place = 0; place < order_.size(); ++place) {
    redirect(rates, place);
    if (place < kept_from_) {
      take_out(place);
    }
  }
}

// Finds where the state at `from` leads once all earlier places are taken out, the first one first,
// since it may lead on to others of them.
void Elimination::redirect(const RateMatrix& rates, std::size_t from) {
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> taken_out;
  std::vector<std::size_t> left;
  const auto add = [&](std::size_t to, double rate) {
    if (to == from) {
      return;  // going back is no transition
    }
    if (rates_from_here_[to] == 0.0) {
      if (to < std::min(from, kept_from_)) {
        taken_out.push(to);
      } else {
        left.push_back(to);
      }
    }
    rates_from_here_[to] += rate;
  };
  for (RateMatrix::InnerIterator entry{rates, order_[from]}; entry; ++entry) {
    add(place_of_[static_cast<std::size_t>(entry.col())], entry.value());
  }
  while (!taken_out.empty()) {
    const std::size_t place = taken_out.top();
    taken_out.pop();
    const double rate = std::exchange(rates_from_here_[place], 0.0);
    if (rate > 0.0) {
      arrivals_[place].push_back({from, rate});
      for (const Entry& onward : onwards_[place]) {
        add(onward.place, onward.rate * (rate / exit_rates_[place]));
      }
    }
  }
  for (const std::size_t to : left) {
    const double rate = std::exchange(rates_from_here_[to], 0.0);
    if (from < kept_from_ && rate > 0.0) {
      onwards_[from].push_back({to, rate});
    }
  }
}

void Elimination::take_out(std::size_t place) {
  for (const Entry& onward : onwards_[place]) {
    exit_rates_[place] += onward.rate;
  }
  firedrill_assert(exit_rates_[place] > 0.0);
  for (const Entry& onward : onwards_[place]) {
    begun_[onward.place] += begun_[place] * (onward.rate / exit_rates_[place]);
  }
}

VectorXd Elimination::entered() const {
  VectorXd result = VectorXd::Zero(static_cast<Index>(order_.size()));
  for (std::size_t place = kept_from_; place < order_.size(); ++place) {
    result[order_[place]] = begun_[place];
  }
  return result;
}

VectorXd Elimination::times(const VectorXd& kept_times) const {
  VectorXd result = kept_times;
  for (std::size_t place = kept_from_; place-- > 0;) {
    double inflow = begun_[place];
    for (const Entry& arrival : arrivals_[place]) {
      inflow += result[order_[arrival.place]] * arrival.rate;
    }
    result[order_[place]] = inflow / exit_rates_[place];
  }
  return result;
}

}  // namespace

void check_rates(const RateMatrix& rates) {
  firedrill_assert(rates.rows() == rates.cols() && rates.rows() > 0);
  for (Index from = 0; from < rates.rows(); ++from) {
    for (RateMatrix::InnerIterator entry{rates, from}; entry; ++entry) {
      firedrill_assert(entry.col() != from);
      firedrill_assert(entry.value() >= 0.0 && std::isfinite(entry.value()));
    }
  }
}

Absorption absorb(const RateMatrix& rates, const VectorXd& start, const VectorXd& targets) {
  check_rates(rates);
  firedrill_assert(start.size() == rates.rows() && targets.size() == rates.rows());
  const Elimination elimination{rates, start, targets};
  return {elimination.entered(), elimination.times(VectorXd::Zero(rates.rows()))};
}

VectorXd steady_state(const RateMatrix& rates) {
  check_rates(rates);
  VectorXd first = VectorXd::Zero(rates.rows());
  first[0] = 1.0;
  const VectorXd times = Elimination{rates, first, first}.times(first);
  return times / times.sum();
}

}  // namespace firedrill
