#include "models/fleet/node_start.hpp"

namespace firedrill {
namespace {

constexpr int request_limit = 1'000;

}  // namespace

StartedNode sample_node_start(const NodeStart& start, Draws& draws) {
  Duration needed{};
  for (int request = 0; request < request_limit; ++request) {
    if (draws.bernoulli(start.refusal_probability)) {
      needed = add(needed, sample_duration(start.refusal_wait, draws));
      continue;
    }
    needed = add(needed, sample_duration(start.launch, draws));
    const bool is_defective = draws.bernoulli(start.defect_probability);
    if (start.skips_tests) {
      const bool breaks = is_defective && start.defect_shows;
      return {needed, breaks ? sample_duration(*start.defect_shows, draws) : never};
    }
    if (start.test_length) {
      needed = add(needed, sample_duration(*start.test_length, draws));
    }
    if (!is_defective) {
      return {needed};
    }
  }
  return {never};
}

}  // namespace firedrill
