#include "live/lab/plan_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <variant>

#include "live/lab/wan_settings.hpp"

namespace firedrill {
namespace {

constexpr std::array<std::string_view, 3> roles{"primary", "secondary", "tertiary"};

Diagnostics unfit(std::string message, std::string suggestion) {
  return {{"FD5401", Severity::error, {}, std::move(message), std::move(suggestion), {}}};
}

// All nodes of a region's clusters, and those of them that run from the start.
LabShape::Region region_of(const Plan& plan, const Region& region) {
  LabShape::Region shape{region.name, 0, 0};
  for (const Component& component : plan.components) {
    const auto* const cluster = std::get_if<Cluster>(&component.model);
    const bool is_here =
        component.region && plan.regions[component.region->index].name == region.name;
    if (cluster != nullptr && is_here) {
      shape.workers += std::max(cluster->nodes, cluster->nodes_maximum);
      shape.standing += cluster->nodes;
    }
  }
  return shape;
}

}  // namespace

Result<LabShape> shape_of(const Plan& plan) {
  LabShape shape;
  shape.regions.clear();
  for (const std::string_view role : roles) {
    const auto found = std::ranges::find(plan.regions, role, &Region::role);
    if (found == plan.regions.end()) {
      return unfit(fmt::format("plan {} has no region whose role is {}", plan.name, role),
                   "a lab has a primary, a secondary and a tertiary region");
    }
    shape.regions.push_back(region_of(plan, *found));
    if (shape.regions.back().workers > most_workers) {
      return unfit(fmt::format("plan {} has {} nodes in {}", plan.name,
                               shape.regions.back().workers, found->name),
                   fmt::format("a lab has at most {} in a region", most_workers));
    }
  }
  if (plan.regions.size() != roles.size()) {
    return unfit(fmt::format("plan {} has {} regions", plan.name, plan.regions.size()),
                 "a lab has three");
  }
  return shape;
}

std::vector<LinkSettings> wan_of(const LabLayout& layout, const Plan& plan) {
  std::vector<LinkSettings> wan = default_wan(layout);
  const auto index_of = [&](RegionId id) {
    const auto found =
        std::ranges::find(layout.regions, plan.regions[id.index].name, &LabRegion::name);
    return static_cast<std::size_t>(found - layout.regions.begin());
  };
  for (const RegionLink& link : plan.links) {
    const std::size_t a = index_of(link.a);
    const std::size_t b = index_of(link.b);
    for (LinkSettings* const one :
         {&wan[a * layout.regions.size() + b], &wan[b * layout.regions.size() + a]}) {
      one->delay = link.path.round_trip / 2;
      one->rate = link.path.capacity;
      one->loss = link.path.loss;
    }
  }
  return wan;
}

}  // namespace firedrill
