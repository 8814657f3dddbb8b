#include "models/states/state_model.hpp"

namespace firedrill {

std::vector<char> reachable_from(const StateModel& model, std::uint32_t from) {
  std::vector<char> is_reached(model.states.size(), 0);
  std::vector<std::uint32_t> open{from};
  is_reached[from] = 1;
  while (!open.empty()) {
    const std::uint32_t state = open.back();
    open.pop_back();
    for (const StateTransition& transition : model.states[state].transitions) {
      if (is_reached[transition.to] == 0) {
        is_reached[transition.to] = 1;
        open.push_back(transition.to);
      }
    }
  }
  return is_reached;
}

}  // namespace firedrill
