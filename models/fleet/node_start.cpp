#include "models/fleet/node_start.hpp"

namespace firedrill {
namespace {

constexpr int request_limit = 1'000;

}  // namespace

Duration sample_node_start(const NodeStart& start, Draws& draws) {
  Duration needed{};
  for (int request = 0; request < request_limit; ++request) {
    if (draws.bernoulli(start.refusal_probability)) {
      needed = add(needed, sample_duration(start.refusal_wait, draws));
      continue;
    }
    needed = add(needed, sample_duration(start.launch, draws));
    if (!draws.bernoulli(start.acceptance_failure)) {
      return needed;
    }
  }
  return never;
}

}  // namespace firedrill
