// Starting one more node: asked for, perhaps refused, launched, accepted or replaced by another.
// Both the scaling out of a standby cluster and the replacement of a node that failed go this way.
// Example: NodeStart{.launch = Distribution{Lognormal{180.0, 0.45}}, .acceptance_failure = 0.02}
#pragma once

#include "models/chance/distribution.hpp"

namespace firedrill {

struct NodeStart {
  Distribution launch;               // [s] from a granted request to a node that takes work
  double refusal_probability = 0.0;  // of one request: no capacity in the region
  Distribution refusal_wait;         // [s] until asking again
  double acceptance_failure = 0.0;   // of one launched node, which is then replaced by another
};

// One draw of the time from the first request to an accepted node; `never` after 1,000 requests in
// vain.
[[nodiscard]] Duration sample_node_start(const NodeStart& start, Draws& draws);

}  // namespace firedrill
