// What falls with a region, in which order things come back, and circles.
#include <catch2/catch.hpp>

#include <algorithm>

#include "models/plan/topology.hpp"

using namespace firedrill;

namespace {

// Components 0..n-1; `needs[i]` lists what component i depends on, `regions[i]` where it stands.
Plan plan_of(const std::vector<std::optional<RegionId>>& regions,
             const std::vector<std::vector<std::uint32_t>>& needs) {
  Plan plan;
  plan.regions = {{"east", "primary"}, {"west", "secondary"}};
  for (std::size_t index = 0; index < regions.size(); ++index) {
    Component component;
    component.name = std::to_string(index);
    component.region = regions[index];
    component.model = Facility{"test"};
    for (const std::uint32_t needed : needs[index]) {
      component.depends_on.push_back(ComponentId{needed});
    }
    plan.components.push_back(std::move(component));
  }
  return plan;
}

std::vector<std::uint32_t> indices(const std::vector<ComponentId>& ids) {
  std::vector<std::uint32_t> all;
  for (const ComponentId id : ids) {
    all.push_back(id.index);
  }
  return all;
}

constexpr RegionId east{0};
constexpr RegionId west{1};

}  // namespace

TEST_CASE("a region takes down what stands in it and all that need that") {
  // 3 needs 1 (east) through 2 (global); 4 stands in the west alone.
  const Topology topology{plan_of({east, east, std::nullopt, west, west}, {{}, {0}, {1}, {2}, {}})};
  CHECK(indices(topology.lost_with(east)) == std::vector<std::uint32_t>{0, 1, 2, 3});
  CHECK(indices(topology.lost_with(west)) == std::vector<std::uint32_t>{3, 4});
}

TEST_CASE("nothing global is lost by itself") {
  const Topology topology{plan_of({std::nullopt, east}, {{}, {}})};
  CHECK(indices(topology.lost_with(east)) == std::vector<std::uint32_t>{1});
}

TEST_CASE("everything comes back after what it depends on") {
  const Plan plan = plan_of({east, east, east, east, east}, {{3, 4}, {0}, {}, {2}, {2, 3}});
  const Topology topology{plan};
  const auto order = indices(topology.recovery_order());
  REQUIRE(order.size() == 5);
  const auto position = [&](std::uint32_t component) {
    return std::find(order.begin(), order.end(), component) - order.begin();
  };
  for (std::uint32_t component = 0; component < 5; ++component) {
    for (const ComponentId needed : plan.components[component].depends_on) {
      CHECK(position(needed.index) < position(component));
    }
  }
  CHECK(topology.cycle().empty());
}

TEST_CASE("a circle is found and named in order, what leads to it left out") {
  const Topology topology{plan_of({east, east, east, east}, {{1}, {2}, {3}, {1}})};
  CHECK(indices(topology.cycle()) == std::vector<std::uint32_t>{1, 2, 3});
  CHECK(find_cycle({{1}, {0}}) == std::vector<std::uint32_t>{0, 1});
  CHECK(find_cycle({{}, {1}}) == std::vector<std::uint32_t>{1});
  CHECK(find_cycle({{1, 2}, {2}, {}}).empty());
  CHECK(find_cycle({}).empty());
}
