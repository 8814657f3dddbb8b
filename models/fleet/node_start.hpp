// Starting one more node: asked for, perhaps refused, launched, tested, accepted or replaced by
// another. Both the scaling out of a standby cluster and the replacement of a node that failed go
// this way. A test that is skipped saves its time; the defects it would have found show later.
// Example: NodeStart{.launch = Distribution{Lognormal{180.0, 0.45}}, .defect_probability = 0.02}
#pragma once

#include <optional>

#include "models/chance/distribution.hpp"

namespace firedrill {

struct NodeStart {
  Distribution launch;                         // [s] from a granted request to a node to be tested
  double refusal_probability = 0.0;            // of one request: no capacity in the region
  Distribution refusal_wait;                   // [s] until asking again
  double defect_probability = 0.0;             // of one launched node
  std::optional<Distribution> test_length{};   // [s] of the test that finds any; none: no time
  bool skips_tests = false;                    // nodes take work untested
  std::optional<Distribution> defect_shows{};  // [s] of work until a node with a defect breaks
};

struct StartedNode {
  Duration ready{};               // from the first request; `never` after 1,000 requests in vain
  Duration breaks_after = never;  // of an untested node with a defect, from when it is ready
};

// One draw. A defect that a test finds costs another start.
[[nodiscard]] StartedNode sample_node_start(const NodeStart& start, Draws& draws);

}  // namespace firedrill
