// Where everything on the map of a plan stands: one column a region and one for what has none, with
// room between them for lines. A line leaves its box at a port of its own and changes its height
// only in a lane of its own, so that no two lines run on top of each other and none touches a text.
// Lines over more than one column go through a channel above all boxes.
// Example: const MapLayout layout = lay_out(plan, map_arrows(plan)); layout.boxes[3].x
#pragma once

#include <string>
#include <vector>

#include "models/plan/plan.hpp"

namespace firedrill {

// All in the drawing's units (pixels at 96 to the inch), y downwards.
struct MapPoint {
  int x = 0, y = 0;
};

struct MapBox {
  int x = 0, y = 0, width = 0, height = 0;
};

enum class ArrowKind {
  depends_on,  // from what needs to what is needed
  replicates,  // from the source to the copy
};

struct MapArrow {
  ComponentId from{}, to{};
  ArrowKind kind = ArrowKind::depends_on;
};

struct MapLayout {
  int width = 0, height = 0;    // of the part that holds the columns
  std::vector<MapBox> columns;  // the plan's regions, then what has no region, if anything
  std::vector<MapBox> boxes;    // per component
  std::vector<std::vector<MapPoint>> lines;  // per arrow: horizontal and vertical in turn
};

// Every dependency and every replica of the plan.
[[nodiscard]] std::vector<MapArrow> map_arrows(const Plan& plan);

[[nodiscard]] MapLayout lay_out(const Plan& plan, const std::vector<MapArrow>& arrows);

}  // namespace firedrill
