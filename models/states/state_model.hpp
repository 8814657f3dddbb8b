// A recovery as states and what leads from one to the next, for plans of which no more is known
// than rates: how long in each state is a race between its transitions, each with a law of its own,
// which begins anew whenever the state is entered (a semi-Markov process; with exponential laws a
// Markov chain). Example: {"running", true, {{1, {Exponential{1.5768e7}}}}} leaves for state 1
// every half year.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/base/units.hpp"
#include "models/chance/distribution.hpp"

namespace firedrill {

struct StateTransition {
  std::uint32_t to = 0;  // index of the state
  Distribution after;    // [s]
};

struct ModelState {
  std::string name{};
  bool is_up = false;  // the service works
  std::vector<StateTransition> transitions{};
};

struct StateModel {
  std::vector<ModelState> states{};  // at least one
  std::uint32_t begins = 0;
  std::vector<std::uint32_t> watched{};  // states of which one asks how likely and how soon
  Duration horizon{};
};

// Which states can be reached from `from`, itself included: one entry a state, 0 or 1.
[[nodiscard]] std::vector<char> reachable_from(const StateModel& model, std::uint32_t from);

}  // namespace firedrill
