#include "live/lab/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace firedrill {
namespace {

constexpr int first_host = 10;  // of an address; below are none of ours

class Builder {
 public:
  Builder(const Plan& plan, LabLayout& layout)
      : plan_{plan}, layout_{layout}, on_demand_{created_on_demand(plan.components)} {}

  void build();

 private:
  void add_region(const std::string& name);
  void add_component(const Component& component, bool is_on);
  void add(const std::string& region, std::string host, const std::string& component,
           std::vector<std::string> roles, bool is_on = true);
  [[nodiscard]] const std::string& region_of(const Component& component) const {
    return plan_.regions[component.region->index].name;
  }

  const Plan& plan_;
  LabLayout& layout_;
  std::vector<char> on_demand_;
};

void Builder::add_region(const std::string& name) {
  const int index = static_cast<int>(layout_.regions.size()) + 1;
  layout_.regions.push_back({name,
                             index,
                             fmt::format("10.77.{}.0/24", index),
                             fmt::format("fd77:{:x}::/64", index),
                             fmt::format("10.77.{}.254", index),
                             fmt::format("fd77:{:x}::fe", index),
                             {}});
}

void Builder::add(const std::string& region, std::string host, const std::string& component,
                  std::vector<std::string> roles, bool is_on) {
  const auto place = std::find_if(layout_.regions.begin(), layout_.regions.end(),
                                  [&](const LabRegion& one) { return one.name == region; });
  const int number = first_host + static_cast<int>(place->nodes.size());
  LabNode node;
  node.name = region + "/" + host;
  node.region = region;
  node.host = std::move(host);
  node.component = component;
  node.roles = std::move(roles);
  node.address = fmt::format("10.77.{}.{}", place->index, number);
  node.address6 = fmt::format("fd77:{:x}::{:x}", place->index, number);
  node.is_on = is_on;
  place->nodes.push_back(std::move(node));
}

void Builder::add_component(const Component& component, bool is_on) {
  if (!component.region) {
    return;  // global parts are added for every region
  }
  const std::string& region = region_of(component);
  const auto role = [](std::string_view word) { return std::vector{std::string{word}}; };
  if (const auto* cluster = std::get_if<Cluster>(&component.model)) {
    add(region, component.name + "-scheduler", component.name, role(lab_role::scheduler), is_on);
    for (int number = 1; number <= std::max(cluster->nodes, cluster->nodes_maximum); ++number) {
      add(region, fmt::format("{}-{}", component.name, number), component.name,
          role(lab_role::worker), is_on && number <= cluster->nodes);
    }
  } else if (const auto* database = std::get_if<Database>(&component.model)) {
    add(region, component.name, component.name, role(lab_role::database), is_on);
    if (database->replica_of && !database->filled_by_restore) {
      const Component& primary = plan_.components[database->replica_of->index];
      layout_.regions[component.region->index].nodes.back().replica_of =
          primary.region ? region_of(primary) + "/" + primary.name : "";
    }
  } else if (std::holds_alternative<ObjectStore>(component.model)) {
    add(region, component.name, component.name, role(lab_role::object_store), is_on);
  } else if (std::holds_alternative<Prometheus>(component.model)) {
    add(region, component.name, component.name, role(lab_role::monitor), is_on);
  } else if (std::holds_alternative<Facility>(component.model) && !component.depends_on.empty()) {
    add(region, component.name, component.name, role(lab_role::application), is_on);
  }
}

void Builder::build() {
  for (const Region& region : plan_.regions) {
    add_region(region.name);
  }
  add_region(std::string{outside_region});
  for (std::size_t index = 0; index < plan_.components.size(); ++index) {
    add_component(plan_.components[index], on_demand_[index] == 0);
  }
  for (const Component& component : plan_.components) {
    if (std::holds_alternative<DnsZone>(component.model)) {
      for (const Region& region : plan_.regions) {
        add(region.name, component.name, component.name, {std::string{lab_role::dns}});
      }
    }
  }
  add(std::string{outside_region}, "client", "", {std::string{lab_role::client}});
}

}  // namespace

bool LabNode::has_role(std::string_view role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

const LabNode* LabLayout::node(std::string_view wanted) const {
  for (const LabRegion& region : regions) {
    for (const LabNode& candidate : region.nodes) {
      if (candidate.name == wanted) {
        return &candidate;
      }
    }
  }
  return nullptr;
}

std::vector<const LabNode*> LabLayout::with_role(std::string_view role,
                                                 std::string_view region) const {
  std::vector<const LabNode*> found;
  for (const LabRegion& place : regions) {
    for (const LabNode& candidate : place.nodes) {
      if (candidate.has_role(role) && (region.empty() || region == place.name)) {
        found.push_back(&candidate);
      }
    }
  }
  return found;
}

std::string LabLayout::folder_of(const LabNode& one) const { return root + "/nodes/" + one.name; }

LabLayout layout_of(const Plan& plan, std::string name, std::string root) {
  LabLayout layout;
  layout.name = std::move(name);
  layout.root = std::move(root);
  Builder{plan, layout}.build();
  return layout;
}

}  // namespace firedrill
