// All states a system can get into, found from an initial one and a function that says what can
// happen in a state: how a chain of thousands of states is written down in a dozen lines.
// Example: struct Pool { int up; auto operator<=>(const Pool&) const = default; };
//          const auto space = explore(Pool{8}, [](const Pool& pool) -> Moves<Pool> {
//            return {{{pool.up - 1}, pool.up / 500.0}, {{pool.up + 1}, pool.up < 8 ? 0.25 : 0.0}};
//          });
//          space.chain.steady_state().dot(space.each([](Pool pool) { return pool.up < 6; }));
#pragma once

#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <concepts>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "models/base/check.hpp"
#include "models/theory/sparse_markov.hpp"

namespace firedrill {

template <class State>
struct Move {
  State to;
  double rate = 0.0;  // per unit of time; at 0, it never happens
};

template <class State>
using Moves = std::vector<Move<State>>;

template <class State>
struct StateSpace {
  std::vector<State> states;  // the initial one first
  SparseMarkovChain chain;    // numbered likewise

  // 1 in the initial state, 0 elsewhere.
  [[nodiscard]] Eigen::VectorXd start() const { return Eigen::VectorXd::Unit(chain.size(), 0); }

  // function(state) for each: a reward if it is a number, a set of states if it is a bool.
  template <class Function>
  [[nodiscard]] Eigen::VectorXd each(Function function) const {
    Eigen::VectorXd result(chain.size());
    for (Eigen::Index index = 0; index < result.size(); ++index) {
      result[index] = static_cast<double>(function(states[static_cast<std::size_t>(index)]));
    }
    return result;
  }
};

// The states reachable from `initial`, where moves(state) gives what can happen in a state. Moves
// from one state to the same other add up, one to the state itself changes nothing. `State` is a
// value with an order; more than `most_states` of them are asserted not to be.
template <std::totally_ordered State, class Function>
[[nodiscard]] StateSpace<State> explore(const State& initial, Function moves,
                                        std::size_t most_states = 1'000'000) {
  std::vector<State> states{initial};
  std::map<State, int> numbers{{initial, 0}};
  std::vector<Eigen::Triplet<double>> transitions;
  for (int from = 0; from < static_cast<int>(states.size()); ++from) {
    const Moves<State> possible = moves(states[static_cast<std::size_t>(from)]);
    for (const auto& [to, rate] : possible) {
      firedrill_assert(rate >= 0.0);
      if (rate == 0.0) {
        continue;
      }
      const auto [found, is_new] = numbers.try_emplace(to, static_cast<int>(states.size()));
      if (is_new) {
        firedrill_assert(states.size() < most_states);
        states.push_back(to);
      }
      if (found->second != from) {
        transitions.emplace_back(from, found->second, rate);
      }
    }
  }
  const auto count = static_cast<Eigen::Index>(states.size());
  RateMatrix rates{count, count};
  rates.setFromTriplets(transitions.begin(), transitions.end());
  return {std::move(states), SparseMarkovChain{rates}};
}

}  // namespace firedrill
