// Reads how a node is started: the same words for a standby cluster that scales out and for a node
// that replaces one which failed.
// Example: {"launch": "5 min", "refusal_probability": 0.1, "refusal_wait": "1 min",
//           "defect_probability": "2 %", "test_length": "15 min"}
#pragma once

#include "models/fleet/node_start.hpp"
#include "scenarios/law_reader.hpp"

namespace firedrill {

[[nodiscard]] NodeStart read_node_start(const Node& node, LawReader& laws, ReadContext& context);

}  // namespace firedrill
