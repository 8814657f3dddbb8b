#include "models/analysis/structure.hpp"

#include <algorithm>
#include <set>

#include "models/plan/topology.hpp"

namespace firedrill {
namespace {

void collect(const Plan& plan, ServiceId service, std::set<ServiceId>& found) {
  if (found.insert(service).second) {
    for (const ServiceId included : plan.services[service.index].includes) {
      collect(plan, included, found);
    }
  }
}

// As in the simulator, the last route of several says where clients are sent.
std::optional<ComponentId> last_route(const Service& service) {
  std::optional<ComponentId> zone;
  for (const Requirement& requirement : service.requirements) {
    if (const auto* route = std::get_if<NeedsRoute>(&requirement)) {
      zone = route->zone;
    }
  }
  return zone;
}

}  // namespace

std::string name_of(const Plan& plan, Element element) {
  switch (element.kind) {
    case ElementKind::component:
      return plan.components[element.index].name;
    case ElementKind::region:
      return plan.regions[element.index].name;
    case ElementKind::control_plane:
      break;
  }
  return "control plane of " + plan.regions[element.index].name;
}

struct PlanStructure::State {
  const Loss& loss;
  std::vector<bool> stands;
  Reserve reserve;

  [[nodiscard]] bool uses_reserve() const { return reserve != Reserve::idle; }
};

PlanStructure::PlanStructure(const Plan& plan)
    : plan_{plan},
      order_{Topology{plan}.recovery_order()},
      is_created_{created_on_demand(plan.components)},
      replicas_(plan.components.size()) {
  for (std::uint32_t index = 0; index < plan.components.size(); ++index) {
    const auto* database = std::get_if<Database>(&plan.components[index].model);
    const auto* store = std::get_if<ObjectStore>(&plan.components[index].model);
    if (database != nullptr && database->replica_of) {
      replicas_[database->replica_of->index].push_back(ComponentId{index});
    } else if (store != nullptr && store->replica_of) {
      replicas_[store->replica_of->index].push_back(ComponentId{index});
    }
  }
  for (const Service& service : plan.services) {
    zones_.push_back(last_route(service));
  }
  for (std::uint32_t index = 0; index < plan.services.size(); ++index) {
    std::set<ServiceId> services;
    collect(plan, ServiceId{index}, services);
    std::set<ComponentId> zones;
    for (const ServiceId service : services) {
      if (zones_[service.index]) {
        zones.insert(*zones_[service.index]);
      }
    }
    included_.emplace_back(services.begin(), services.end());
    used_zones_.emplace_back(zones.begin(), zones.end());
  }
}

Loss PlanStructure::loss_of(const std::vector<Element>& lost) const {
  Loss loss{std::vector<bool>(plan_.components.size(), false),
            std::vector<bool>(plan_.regions.size(), false),
            std::vector<bool>(plan_.regions.size(), false)};
  for (const Element element : lost) {
    switch (element.kind) {
      case ElementKind::component:
        loss.components[element.index] = true;
        break;
      case ElementKind::region:
        loss.regions[element.index] = true;
        break;
      case ElementKind::control_plane:
        loss.control_planes[element.index] = true;
        break;
    }
  }
  return loss;
}

std::vector<bool> PlanStructure::standing(const Loss& loss) const {
  std::vector<bool> exists(plan_.components.size());
  std::transform(is_created_.begin(), is_created_.end(), exists.begin(),
                 [](char is_created) { return is_created == 0; });
  return standing(loss, exists);
}

// What exists at first, and what code that stands can create through its region's control plane: a
// resource comes up when all it needs does and what it reads stands.
std::vector<bool> PlanStructure::creatable(const Loss& loss) const {
  const std::vector<bool> stands = standing(loss);
  std::vector<bool> exists(plan_.components.size());
  for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
    exists[index] = exists[index] || is_created_[index] == 0;
    const auto* code = std::get_if<InfrastructureCode>(&plan_.components[index].model);
    const auto region = plan_.components[index].region;
    if (code == nullptr || !stands[index] || (region && loss.control_planes[region->index])) {
      continue;
    }
    const auto& resources = code->resources;
    const auto comes_up = [&](const auto& self, std::uint32_t resource) -> bool {
      const auto& one = resources[resource];
      return (!one.reads || stands[one.reads->index]) &&
             std::all_of(one.needs.begin(), one.needs.end(),
                         [&](std::uint32_t needed) { return self(self, needed); });
    };
    for (std::uint32_t resource = 0; resource < resources.size(); ++resource) {
      if (resources[resource].stands_for && comes_up(comes_up, resource)) {
        exists[resources[resource].stands_for->index] = true;
      }
    }
  }
  return exists;
}

PlanStructure::State PlanStructure::state_of(const Loss& loss, Reserve reserve) const {
  return {loss, reserve == Reserve::created ? standing(loss, creatable(loss)) : standing(loss),
          reserve};
}

std::vector<bool> PlanStructure::standing(const Loss& loss, const std::vector<bool>& exists) const {
  std::vector<bool> stands(plan_.components.size(), false);
  for (const ComponentId id : order_) {
    const Component& component = plan_.components[id.index];
    stands[id.index] = !loss.components[id.index] && exists[id.index] &&
                       !(component.region && loss.regions[component.region->index]) &&
                       std::all_of(component.depends_on.begin(), component.depends_on.end(),
                                   [&](ComponentId needed) { return stands[needed.index]; });
  }
  return stands;
}

bool PlanStructure::can_serve(ComponentId zone, RegionId region, const State& state) const {
  const auto& model = std::get<DnsZone>(plan_.components[zone.index].model);
  if (!state.stands[zone.index] || state.loss.regions[region.index]) {
    return false;
  }
  const bool can_edit =
      !model.control_plane || !state.loss.control_planes[model.control_plane->index];
  return model.serves == region || (state.uses_reserve() && can_edit);
}

bool PlanStructure::writes_in(ComponentId primary, RegionId region, const State& state) const {
  if (plan_.components[primary.index].region == region && state.stands[primary.index]) {
    return true;
  }
  const auto& replicas = replicas_[primary.index];
  return state.uses_reserve() && !state.loss.control_planes[region.index] &&
         std::any_of(replicas.begin(), replicas.end(), [&](ComponentId replica) {
           return plan_.components[replica.index].region == region && state.stands[replica.index];
         });
}

int PlanStructure::nodes_in(RegionId region, const State& state) const {
  const bool can_start = state.uses_reserve() && !state.loss.control_planes[region.index];
  int nodes = 0;
  for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
    const auto* cluster = std::get_if<Cluster>(&plan_.components[index].model);
    if (cluster != nullptr && plan_.components[index].region == region && state.stands[index]) {
      nodes += can_start ? cluster->nodes_maximum : cluster->nodes;
    }
  }
  return nodes;
}

bool PlanStructure::holds(const Requirement& requirement, std::optional<RegionId> region,
                          const State& state) const {
  if (const auto* route = std::get_if<NeedsRoute>(&requirement)) {
    return state.stands[route->zone.index];  // where it leads is the caller's choice of `region`
  }
  if (const auto* rebuilt = std::get_if<NeedsRebuilt>(&requirement)) {
    const auto& regions = state.loss.regions;
    const auto& model = std::get<Rebuildable>(plan_.components[rebuilt->component.index].model);
    const bool is_there = model.stands_in_steady_state && state.stands[rebuilt->component.index];
    return is_there || (state.uses_reserve() &&
                        std::find(regions.begin(), regions.end(), false) != regions.end());
  }
  const auto holds_in = [&](RegionId place) {
    if (const auto* database = std::get_if<NeedsDatabase>(&requirement)) {
      return writes_in(database->primary, place, state);
    }
    return nodes_in(place, state) >= std::get<NeedsNodes>(requirement).nodes;
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

bool PlanStructure::is_met(const Requirement& requirement, std::optional<RegionId> region,
                           const Loss& loss, Reserve reserve) const {
  return holds(requirement, region, state_of(loss, reserve));
}

bool PlanStructure::works_from(ServiceId service, std::optional<ComponentId> zone,
                               std::optional<RegionId> region, const State& state) const {
  const auto& all = included_[service.index];
  return std::all_of(all.begin(), all.end(), [&](ServiceId one) {
    const auto& needs = plan_.services[one.index].requirements;
    return zones_[one.index] != zone ||
           std::all_of(needs.begin(), needs.end(),
                       [&](const Requirement& need) { return holds(need, region, state); });
  });
}

bool PlanStructure::works_somewhere(ServiceId service, ComponentId zone, const State& state) const {
  for (std::uint32_t place = 0; place < plan_.regions.size(); ++place) {
    if (can_serve(zone, RegionId{place}, state) &&
        works_from(service, zone, RegionId{place}, state)) {
      return true;
    }
  }
  return false;
}

bool PlanStructure::is_up(ServiceId service, const Loss& loss, Reserve reserve) const {
  const State state = state_of(loss, reserve);
  const auto& zones = used_zones_[service.index];
  return works_from(service, std::nullopt, std::nullopt, state) &&
         std::all_of(zones.begin(), zones.end(),
                     [&](ComponentId zone) { return works_somewhere(service, zone, state); });
}

bool PlanStructure::is_up_from(ServiceId service, const Loss& loss, ComponentId zone,
                               RegionId region) const {
  const State state = state_of(loss, Reserve::used);
  const auto& zones = used_zones_[service.index];
  return works_from(service, std::nullopt, std::nullopt, state) &&
         std::all_of(zones.begin(), zones.end(), [&](ComponentId one) {
           return one == zone
                      ? can_serve(zone, region, state) && works_from(service, zone, region, state)
                      : works_somewhere(service, one, state);
         });
}

// The components that could meet `requirement`, now or in reserve.
std::vector<ComponentId> PlanStructure::needed_by(const Requirement& requirement) const {
  if (const auto* route = std::get_if<NeedsRoute>(&requirement)) {
    return {route->zone};
  }
  if (const auto* rebuilt = std::get_if<NeedsRebuilt>(&requirement)) {
    return {rebuilt->component};
  }
  std::vector<ComponentId> parts;
  if (const auto* database = std::get_if<NeedsDatabase>(&requirement)) {
    parts = replicas_of(database->primary);
    parts.push_back(database->primary);
    return parts;
  }
  for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
    if (std::holds_alternative<Cluster>(plan_.components[index].model)) {
      parts.push_back(ComponentId{index});
    }
  }
  return parts;
}

std::vector<Element> PlanStructure::parts_of(ServiceId service) const {
  std::set<Element> parts;
  const auto add = [&](const auto& self, ComponentId id) -> void {
    const Component& component = plan_.components[id.index];
    parts.insert({ElementKind::component, id.index});
    if (component.region) {
      parts.insert({ElementKind::region, component.region->index});
    }
    for (const ComponentId needed : component.depends_on) {
      self(self, needed);
    }
  };
  bool takes_any_region = false;
  for (const ServiceId one : included_[service.index]) {
    for (const Requirement& requirement : plan_.services[one.index].requirements) {
      takes_any_region = takes_any_region || std::holds_alternative<NeedsRoute>(requirement) ||
                         std::holds_alternative<NeedsRebuilt>(requirement);
      for (const ComponentId id : needed_by(requirement)) {
        add(add, id);
      }
    }
  }
  for (std::uint32_t region = 0; takes_any_region && region < plan_.regions.size(); ++region) {
    parts.insert({ElementKind::region, region});
  }
  return {parts.begin(), parts.end()};
}

}  // namespace firedrill
