// Small plans with answers that can be worked out by hand: components by name, in regions east (0)
// and west (1) and more on demand.
// Example: PlanMaker maker; maker.add("database", east, Database{}); maker.plan
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/analysis/structure.hpp"

namespace firedrill {

inline constexpr RegionId east{0};
inline constexpr RegionId west{1};

class PlanMaker {
 public:
  PlanMaker() { plan.regions = {{"east", "primary"}, {"west", "secondary"}}; }

  ComponentId add(std::string name, std::optional<RegionId> region, ComponentModel model,
                  std::vector<ComponentId> depends_on = {}) {
    plan.components.push_back(
        {std::move(name), "", region, std::move(depends_on), std::move(model)});
    return ComponentId{static_cast<std::uint32_t>(plan.components.size() - 1)};
  }

  ServiceId serve(std::string name, std::vector<Requirement> requirements,
                  std::vector<ServiceId> includes = {}) {
    plan.services.push_back({std::move(name), "", std::move(requirements), std::move(includes)});
    return ServiceId{static_cast<std::uint32_t>(plan.services.size() - 1)};
  }

  Plan plan;
};

inline Distribution constant(double value) { return Distribution{Constant{value}}; }

inline Database replica_of(ComponentId primary, double promotion_s, double failure = 0.0) {
  Database database;
  database.replica_of = primary;
  database.promotion = constant(promotion_s);
  database.promotion_failure = failure;
  return database;
}

inline DnsZone zone_to(RegionId region, double edit_s, Duration ttl) {
  DnsZone zone;
  zone.serves = region;
  zone.edit = constant(edit_s);
  zone.ttl = ttl;
  return zone;
}

inline Cluster cluster_of(int nodes, int nodes_maximum) {
  Cluster cluster;
  cluster.nodes = nodes;
  cluster.nodes_maximum = nodes_maximum;
  return cluster;
}

inline PeriodicCopy copy_in(std::optional<RegionId> region) {
  PeriodicCopy copy;
  copy.kept_in = region;
  return copy;
}

inline Element component(ComponentId id) { return {ElementKind::component, id.index}; }
inline Element region(RegionId id) { return {ElementKind::region, id.index}; }
inline Element control_plane(RegionId id) { return {ElementKind::control_plane, id.index}; }

// Two regions that share one zone: a database in the east with a replica in the west.
struct TwoRegions : PlanMaker {
  TwoRegions() {
    database = add("database", east, Database{});
    replica = add("replica", west, replica_of(database, 300.0));
    auto record = zone_to(east, 30.0, std::chrono::minutes{1});
    record.control_plane = east;
    dns = add("dns", std::nullopt, record);
    shop = serve("shop", {NeedsRoute{dns}, NeedsDatabase{database}});
  }

  ComponentId database, replica, dns;
  ServiceId shop;
};

}  // namespace firedrill
