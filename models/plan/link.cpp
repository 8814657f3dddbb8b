#include "models/plan/link.hpp"

#include <algorithm>

#include "models/network/goodput.hpp"
#include "models/plan/plan.hpp"

namespace firedrill {

LinkRates link_rates(const RegionLink& link) {
  const ResponseSet responses = hosts();
  const auto rate = [&](int flows) {
    NetworkPath path = link.path;
    path.flows = flows;
    return goodput(path, responses);
  };
  return {Rate{link_share(link.path)}, rate(link.database_flows), rate(link.object_flows)};
}

const RegionLink* link_between(const Plan& plan, RegionId a, RegionId b) {
  const auto link = std::find_if(plan.links.begin(), plan.links.end(), [&](const RegionLink& one) {
    return (one.a == a && one.b == b) || (one.a == b && one.b == a);
  });
  return link == plan.links.end() ? nullptr : &*link;
}

}  // namespace firedrill
