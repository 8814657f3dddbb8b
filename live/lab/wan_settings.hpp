// How far the regions of a lab are from each other: the delay of each direction, and the rate. The
// round trips are chosen, not measured: 62, 70 and 130 ms, near the medians of 64, 70 and 118 ms
// between these regions that cloudping.co showed in July 2025; 70 ms between any others.
// Example: order.wan = default_wan(order.layout);
#pragma once

#include <vector>

#include "live/lab/layout.hpp"
#include "live/network/wan_link.hpp"

namespace firedrill {

// The round trip between two regions.
[[nodiscard]] Duration round_trip(const std::string& one, const std::string& other);

// Settings from region i to region j at [i * regions + j]: half the round trip, 1 Gbit/s, no loss.
[[nodiscard]] std::vector<LinkSettings> default_wan(const LabLayout& layout);

}  // namespace firedrill
