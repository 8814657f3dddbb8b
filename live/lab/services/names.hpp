// DNS in a lab: the zone lab.test with an authority (knot) in each region, whose primary is in the
// third, outside what is usually broken, and a caching resolver (unbound) in each region, which all
// its nodes ask. Names that move at a failover live for `moving_ttl`. Updates are signed (TSIG).
// Example: run(point_name(lab, "eu-west-1/ops-1", "app", "10.77.2.50"))
#pragma once

#include "live/lab/services/common.hpp"

namespace firedrill {

// How long a cache may keep a name that a failover moves: the bound of what DNS adds to it.
inline constexpr Duration moving_ttl = std::chrono::seconds{5};

[[nodiscard]] std::vector<LabService> name_services(const LabLayout& lab);

// hosts and resolv.conf of every node, at ROOT/nodes/REGION/NODE/etc: they belong over those of
// /etc in the node. A node asks its region's resolver, and does not wait long for it.
[[nodiscard]] std::vector<LabFile> node_files(const LabLayout& lab);

// Makes `name`.lab.test point to `address`: asks the primary authority, from `node`.
[[nodiscard]] NodeCommand point_name(const LabLayout& lab, const std::string& node,
                                     const std::string& name, const std::string& address);

}  // namespace firedrill
