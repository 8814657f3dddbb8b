// The lab that a plan asks for, plans of which none can be made, and folders that go with all that
// is in them.
#include "live/lab/plan_shape.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "live/lab/remove_tree.hpp"
#include "scenarios/plan_reader.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

TEST_CASE("regions, workers and lines are the plan's") {
  const Result<Plan> plan = load_plan("scenarios/plans/gaudi3-scale.json");
  REQUIRE(plan);
  const Result<LabShape> shape = shape_of(*plan);
  REQUIRE(shape);
  REQUIRE(shape->regions.size() == 3);
  CHECK(shape->regions[0].name == "us-east-1");
  CHECK(shape->regions[0].workers >= 8);  // eight of the production cluster
  CHECK(shape->regions[1].standing == 4);
  CHECK(shape->regions[1].workers == 8);

  const LabLayout layout = make_layout(*shape, "a", "/a", "/firedrill", {});
  CHECK(layout.nodes_of("gpu", "us-west-2").size() == 8);
  CHECK(layout.nodes_of("db").size() == 4);
  const std::vector<LinkSettings> wan = wan_of(layout, *plan);
  REQUIRE(wan.size() == 9);
  CHECK(wan[1].delay * 2 == plan->links[0].path.round_trip);
  CHECK(wan[3].rate == plan->links[0].path.capacity);
}

TEST_CASE("the lab's own plan is that of the standard layout") {
  const Result<Plan> plan = load_plan("scenarios/plans/lab.json");
  REQUIRE(plan);
  const Result<LabShape> shape = shape_of(*plan);
  REQUIRE(shape);
  const LabShape standard;
  for (std::size_t region = 0; region < 3; ++region) {
    CHECK(shape->regions[region].name == standard.regions[region].name);
    CHECK(shape->regions[region].workers == standard.regions[region].workers);
    CHECK(shape->regions[region].standing == standard.regions[region].standing);
  }
}

TEST_CASE("a plan that no lab can be made of is refused with what is missing") {
  const Result<Plan> plan = load_plan("scenarios/plans/lab.json");
  REQUIRE(plan);
  Plan two = *plan;
  two.regions[2].role = "witness";
  const Result<LabShape> shape = shape_of(two);
  REQUIRE_FALSE(shape);
  CHECK(shape.error().front().code == "FD5401");
  CHECK(shape.error().front().message.find("tertiary") != std::string::npos);
  Plan large = *plan;
  for (Component& component : large.components) {
    if (auto* const cluster = std::get_if<Cluster>(&component.model)) {
      cluster->nodes_maximum = 101;
    }
  }
  CHECK_FALSE(shape_of(large));
}

TEST_CASE("a folder goes with all that is in it, and what a link leads to stays") {
  const auto top = std::filesystem::temp_directory_path() / "firedrill-remove-tree";
  std::filesystem::remove_all(top);
  std::filesystem::create_directories(top / "tree" / "a" / "b");
  for (int number = 0; number < 100; ++number) {
    std::ofstream{top / "tree" / "a" / std::to_string(number)} << number;
  }
  std::ofstream{top / "kept"} << "kept";
  std::filesystem::create_symlink(top / "kept", top / "tree" / "a" / "b" / "link");
  CHECK_FALSE(remove_tree(top / "tree"));
  CHECK_FALSE(std::filesystem::exists(top / "tree"));
  CHECK(std::filesystem::exists(top / "kept"));
  CHECK_FALSE(remove_tree(top / "tree"));  // there is none any more
  std::filesystem::remove_all(top);
}
