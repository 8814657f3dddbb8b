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

SiteState::SiteState(const Plan& plan)
    : plan_{plan}, clusters_(plan.regions.size()), replicas_(plan.components.size()) {
  firedrill_assert(plan.regions.size() <= region_limit);
  for (std::uint32_t component = 0; component < plan.components.size(); ++component) {
    needs_.push_back(regions_of(plan, component));
    const Component& part = plan.components[component];
    if (std::holds_alternative<Cluster>(part.model) && part.region) {
      clusters_[part.region->index].push_back(ComponentId{component});
    }
    const auto* database = std::get_if<Database>(&part.model);
    if (database != nullptr && database->replica_of) {
      replicas_[database->replica_of->index].push_back(ComponentId{component});
    }
  }
  for (const Service& service : plan.services) {
    routes_.emplace_back();
    for (const Requirement& requirement : service.requirements) {
      if (const auto* route = std::get_if<NeedsRoute>(&requirement)) {
        routes_.back() = route->zone;
      }
    }
  }
  for (const Component& component : plan.components) {
    ComponentState& state = steady_.emplace_back();
    if (const auto* cluster = std::get_if<Cluster>(&component.model)) {
      state.nodes = cluster->nodes;
      state.requested_nodes = cluster->nodes;
    } else if (const auto* zone = std::get_if<DnsZone>(&component.model)) {
      state.answered_region = zone->serves;
      state.client_region = zone->serves;
    }
  }
  const std::vector<char> is_created = created_on_demand(plan.components);
  components = steady_;
  for (std::uint32_t component = 0; component < is_created.size(); ++component) {
    if (is_created[component] != 0) {
      stop(ComponentId{component});
    }
  }
  follow_stops();
  steady_ = components;
  steadily_stopped_ = stopped_;
  steadily_down_ = is_down_;
  reset();
}

void SiteState::reset() {
  lost = 0;
  control_planes_lost = 0;
  components = steady_;
  isolated.assign(plan_.services.size(), 0);
  failing.assign(plan_.services.size(), 0);
  stopped_ = steadily_stopped_;
  is_down_ = steadily_down_;
}

void SiteState::stop(ComponentId component) {
  if (components[component.index].stops++ == 0) {
    ++stopped_;
    follow_stops();
  }
}

void SiteState::resume(ComponentId component) {
  if (--components[component.index].stops == 0) {
    --stopped_;
    follow_stops();
  }
}

void SiteState::follow_stops() {
  is_down_.resize(components.size());
  for (std::uint32_t component = 0; component < components.size(); ++component) {
    is_down_[component] = has_stopped(ComponentId{component}) ? 1 : 0;
  }
}

bool SiteState::has_stopped(ComponentId component) const {
  if (components[component.index].stops > 0) {
    return true;
  }
  const auto& needed = plan_.components[component.index].depends_on;
  return std::any_of(needed.begin(), needed.end(),
                     [this](ComponentId one) { return has_stopped(one); });
}

int SiteState::ready_nodes(RegionId region) const {
  int ready = 0;
  for (const ComponentId cluster : clusters_[region.index]) {
    ready += stands(cluster) ? components[cluster.index].nodes : 0;
  }
  return ready;
}

bool SiteState::takes_writes(ComponentId primary, RegionId region) const {
  if (plan_.components[primary.index].region == region && stands(primary) &&
      !components[primary.index].fenced) {
    return true;
  }
  for (const ComponentId replica : replicas_[primary.index]) {
    const ComponentState& state = components[replica.index];
    if (state.promoted && !state.fenced && plan_.components[replica.index].region == region &&
        stands(replica)) {
      return true;
    }
  }
  return false;
}

bool SiteState::is_rebuilt(ComponentId component) const {
  const auto& model = std::get<Rebuildable>(plan_.components[component.index].model);
  return components[component.index].rebuilt || (model.stands_in_steady_state && stands(component));
}

bool SiteState::holds_in(const Requirement& requirement, RegionId region) const {
  if (const auto* route = std::get_if<NeedsRoute>(&requirement)) {
    return stands(region) && !is_down(route->zone);
  }
  if (const auto* database = std::get_if<NeedsDatabase>(&requirement)) {
    return takes_writes(database->primary, region);
  }
  if (const auto* cluster = std::get_if<NeedsNodes>(&requirement)) {
    return ready_nodes(region) >= cluster->nodes;
  }
  return is_rebuilt(std::get<NeedsRebuilt>(requirement).component);
}

bool SiteState::holds_anywhere(const Requirement& requirement) const {
  for (std::uint32_t region = 0; region < plan_.regions.size(); ++region) {
    if (holds_in(requirement, RegionId{region})) {
      return true;
    }
  }
  return false;
}

bool SiteState::is_up(ServiceId service) const {
  const Service& wanted = plan_.services[service.index];
  if (isolated[service.index] != 0 || failing[service.index] != 0) {
    return false;
  }
  const auto& route = routes_[service.index];
  for (const Requirement& requirement : wanted.requirements) {
    const bool holds = route ? holds_in(requirement, components[route->index].client_region)
                             : holds_anywhere(requirement);
    if (!holds) {
      return false;
    }
  }
  for (const ServiceId included : wanted.includes) {
    if (!is_up(included)) {
      return false;
    }
  }
  return true;
}

bool SiteState::works_in(ServiceId service, RegionId region) const {
  if (!stands(region)) {
    return false;
  }
  const Service& wanted = plan_.services[service.index];
  for (const Requirement& requirement : wanted.requirements) {
    if (!holds_in(requirement, region)) {
      return false;
    }
  }
  for (const ServiceId included : wanted.includes) {
    if (!works_in(included, region)) {
      return false;
    }
  }
  return true;
}

bool SiteState::has_diverged() const {
  const auto sends_clients_home = [&](RegionId home) {
    for (std::size_t zone = 0; zone < components.size(); ++zone) {
      if (std::holds_alternative<DnsZone>(plan_.components[zone].model) &&
          components[zone].client_region == home && components[zone].answered_region != home) {
        return true;
      }
    }
    return false;
  };
  for (std::size_t index = 0; index < components.size(); ++index) {
    if (!components[index].promoted) {
      continue;
    }
    const ComponentId primary = *std::get<Database>(plan_.components[index].model).replica_of;
    const auto& home = plan_.components[primary.index].region;
    if (stands(primary) && !components[primary.index].fenced && home && sends_clients_home(*home)) {
      return true;
    }
  }
  return false;
}

}  // namespace firedrill
