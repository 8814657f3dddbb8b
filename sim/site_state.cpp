#include "sim/site_state.hpp"

#include <algorithm>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

constexpr std::size_t region_limit = 64;  // a RegionSet has one bit a region

// Regions of `component` and of all it depends on. The plan's dependencies have no cycle.
RegionSet regions_of(const Plan& plan, std::uint32_t component) {
  const Component& part = plan.components[component];
  RegionSet regions = part.region ? RegionSet{1} << part.region->index : 0;
  for (const ComponentId needed : part.depends_on) {
    regions |= regions_of(plan, needed.index);
  }
  return regions;
}

}  // namespace

SiteState::SiteState(const Plan& plan) : plan_{plan} {
  firedrill_assert(plan.regions.size() <= region_limit);
  for (std::uint32_t component = 0; component < plan.components.size(); ++component) {
    needs_.push_back(regions_of(plan, component));
  }
  for (const Service& service : plan.services) {
    routes_.emplace_back();
    for (const Requirement& requirement : service.requirements) {
      if (const auto* route = std::get_if<NeedsRoute>(&requirement)) {
        routes_.back() = route->zone;
      }
    }
  }
  reset();
}

void SiteState::reset() {
  const std::size_t count = plan_.components.size();
  lost = 0;
  control_planes_lost = 0;
  nodes.assign(count, 0);
  promoted.assign(count, 0);
  fenced.assign(count, 0);
  rebuilt.assign(count, 0);
  answered_region.assign(count, RegionId{});
  client_region.assign(count, RegionId{});
  for (std::size_t index = 0; index < count; ++index) {
    const ComponentModel& model = plan_.components[index].model;
    if (const auto* cluster = std::get_if<Cluster>(&model)) {
      nodes[index] = cluster->nodes;
    } else if (const auto* zone = std::get_if<DnsZone>(&model)) {
      answered_region[index] = zone->serves;
      client_region[index] = zone->serves;
    }
  }
}

int SiteState::ready_nodes(RegionId region) const {
  int ready = 0;
  for (std::uint32_t index = 0; index < nodes.size(); ++index) {
    if (plan_.components[index].region == region && stands(ComponentId{index})) {
      ready += nodes[index];
    }
  }
  return ready;
}

bool SiteState::takes_writes(ComponentId primary, RegionId region) const {
  if (plan_.components[primary.index].region == region && stands(primary) &&
      fenced[primary.index] == 0) {
    return true;
  }
  for (std::uint32_t index = 0; index < promoted.size(); ++index) {
    const Component& replica = plan_.components[index];
    if (promoted[index] != 0 && replica.region == region && stands(ComponentId{index}) &&
        std::get<Database>(replica.model).replica_of == primary) {
      return true;
    }
  }
  return false;
}

bool SiteState::is_rebuilt(ComponentId component) const {
  const auto& model = std::get<Rebuildable>(plan_.components[component.index].model);
  return rebuilt[component.index] != 0 || (model.stands_in_steady_state && stands(component));
}

// Without a `region` the requirement may be met anywhere.
bool SiteState::holds(const Requirement& requirement, std::optional<RegionId> region) const {
  if (std::holds_alternative<NeedsRoute>(requirement)) {
    return !region || stands(*region);
  }
  if (const auto* rebuildable = std::get_if<NeedsRebuilt>(&requirement)) {
    return is_rebuilt(rebuildable->component);
  }
  const auto holds_in = [&](RegionId place) {
    if (const auto* database = std::get_if<NeedsDatabase>(&requirement)) {
      return takes_writes(database->primary, place);
    }
    return ready_nodes(place) >= std::get<NeedsNodes>(requirement).nodes;
  };
  if (region) {
    return holds_in(*region);
  }
  for (std::uint32_t place = 0; place < plan_.regions.size(); ++place) {
    if (holds_in(RegionId{place})) {
      return true;
    }
  }
  return false;
}

bool SiteState::is_up(ServiceId service) const {
  const auto& route = routes_[service.index];
  std::optional<RegionId> region;
  if (route) {
    region = client_region[route->index];
  }
  const Service& wanted = plan_.services[service.index];
  return std::all_of(wanted.requirements.begin(), wanted.requirements.end(),
                     [&](const Requirement& one) { return holds(one, region); }) &&
         std::all_of(wanted.includes.begin(), wanted.includes.end(),
                     [&](ServiceId included) { return is_up(included); });
}

bool SiteState::works_in(ServiceId service, RegionId region) const {
  const Service& wanted = plan_.services[service.index];
  return stands(region) &&
         std::all_of(wanted.requirements.begin(), wanted.requirements.end(),
                     [&](const Requirement& one) { return holds(one, region); }) &&
         std::all_of(wanted.includes.begin(), wanted.includes.end(),
                     [&](ServiceId included) { return works_in(included, region); });
}

bool SiteState::has_diverged() const {
  for (std::uint32_t index = 0; index < promoted.size(); ++index) {
    if (promoted[index] == 0) {
      continue;
    }
    const ComponentId primary = *std::get<Database>(plan_.components[index].model).replica_of;
    const auto& home = plan_.components[primary.index].region;
    if (!stands(primary) || fenced[primary.index] != 0 || !home) {
      continue;
    }
    for (std::uint32_t zone = 0; zone < client_region.size(); ++zone) {
      if (std::holds_alternative<DnsZone>(plan_.components[zone].model) &&
          client_region[zone] == *home && answered_region[zone] != *home) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace firedrill
