// Reads infrastructure as code: resources that need each other, and what of the plan they become.
// Example: {"infrastructure": {"resources": [
//   {"name": "network", "creation": "2 min"},
//   {"name": "database", "needs": ["network"], "creation": "8 min", "stands_for": "database"}]}}
#pragma once

#include <vector>

#include "models/plan/component.hpp"
#include "scenarios/reading.hpp"

namespace firedrill {

// FD3003 for resources that need each other in a circle.
[[nodiscard]] InfrastructureCode read_infrastructure(ObjectReader& object, Reading& reading);

// FD3021 for a resource that stands for what it cannot be; `list` is the plan's "components".
void check_infrastructure(const Node& list, const std::vector<Component>& components,
                          Reading& reading);

// Puts the code's skip_gpu_tests into the clusters that it creates; FD3022.
void settle_tests(const Node& list, std::vector<Component>& components, Reading& reading);

}  // namespace firedrill
