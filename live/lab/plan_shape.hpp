// The lab that a plan asks for: its regions by their roles, as many workers as its clusters have
// nodes, and between the regions the round trips, rates and losses of its links. What a plan cannot
// say, a lab has all the same: two databases in the first region and one in each other, a store, an
// authority, a resolver and an observer in each.
// Example: const Result<LabShape> shape = shape_of(*load_plan("scenarios/plans/lab.json"));
#pragma once

#include <vector>

#include "live/lab/layout.hpp"
#include "live/network/wan_link.hpp"
#include "models/base/result.hpp"
#include "models/plan/plan.hpp"

namespace firedrill {

// FD5401: not three regions of the roles primary, secondary and tertiary, or more nodes in a region
// than the lab has addresses for.
[[nodiscard]] Result<LabShape> shape_of(const Plan& plan);

// As default_wan, with what the plan's links say in its place.
[[nodiscard]] std::vector<LinkSettings> wan_of(const LabLayout& layout, const Plan& plan);

}  // namespace firedrill
