#include "reports/map_layout.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace firedrill {
namespace {

constexpr int map_margin = 16;
constexpr int title_height = 40;   // of the drawing's title, above everything
constexpr int header_height = 40;  // of a region's name, in its box
constexpr int padding = 16;        // between a region's border and what stands in it
constexpr int box_width = 240;
constexpr int least_box_height = 48;
constexpr int box_gap = 16;
constexpr int lane_width = 10;  // between parallel vertical lines
constexpr int port = 8;  // between lines that leave one side of a box, and between those across
// Ports of right sides lie at multiples of 8, those of left sides between them: lines that enter
// one gutter from both sides never lie on top of each other. All boxes begin at multiples of 8.
constexpr int first_right_port = 16;
constexpr int first_left_port = 12;

enum class Side { left, right };

struct End {
  std::uint32_t component = 0;
  Side side = Side::left;
  int y = 0;
};

// A vertical piece of an arrow in the lane of a gutter. Gutter 2c is inside the box of column c,
// right of its components; 2c + 1 is between the boxes of columns c and c + 1.
struct Vertical {
  std::size_t gutter = 0;
  int x = 0;
};

struct Route {
  End begin, end;
  std::vector<Vertical> verticals;  // one, or two with the channel between them
  int channel_y = 0;                // of those with two
};

class Layouter {
 public:
  Layouter(const Plan& plan, const std::vector<MapArrow>& arrows) : plan_{plan} {
    const bool has_global = std::any_of(plan.components.begin(), plan.components.end(),
                                        [](const Component& part) { return !part.region; });
    columns_ = plan.regions.size() + (has_global ? 1 : 0);
    for (const MapArrow& arrow : arrows) {
      routes_.push_back(route_of(arrow));
    }
  }

  MapLayout run() {
    place_vertically();
    place_ports();
    place_lanes();
    for (const Route& route : routes_) {
      layout_.lines.push_back(line_of(route));
    }
    return std::move(layout_);
  }

 private:
  std::size_t column_of(std::uint32_t component) const {
    const auto& region = plan_.components[component].region;
    return region ? region->index : plan_.regions.size();
  }

  Route route_of(const MapArrow& arrow) const {
    const std::size_t from = column_of(arrow.from.index);
    const std::size_t to = column_of(arrow.to.index);
    const Side leaves = to >= from ? Side::right : Side::left;
    const Side enters = to > from ? Side::left : Side::right;
    Route route{{arrow.from.index, leaves, 0}, {arrow.to.index, enters, 0}, {}, 0};
    if (from == to) {
      route.verticals.push_back({2 * from, 0});
      return route;
    }
    const std::size_t first = leaves == Side::right ? from : from - 1;
    const std::size_t last = enters == Side::left ? to - 1 : to;
    route.verticals.push_back({2 * first + 1, 0});
    if (last != first) {
      route.verticals.push_back({2 * last + 1, 0});
    }
    return route;
  }

  int ports_on(std::uint32_t component, Side side) const {
    int count = 0;
    for (const Route& route : routes_) {
      for (const End* end : {&route.begin, &route.end}) {
        count += end->component == component && end->side == side ? 1 : 0;
      }
    }
    return count;
  }

  void place_vertically() {
    int channel = title_height + map_margin;
    for (Route& route : routes_) {
      if (route.verticals.size() > 1) {
        route.channel_y = channel;
        channel += port;
      }
    }
    const int top = (channel + map_margin + port - 1) / port * port;
    std::vector<int> bottom(columns_, top + header_height);
    layout_.boxes.resize(plan_.components.size());
    for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
      const int ports = std::max(ports_on(index, Side::left), ports_on(index, Side::right));
      int& y = bottom[column_of(index)];
      layout_.boxes[index].y = y;
      layout_.boxes[index].width = box_width;
      layout_.boxes[index].height = std::max(least_box_height, (ports + 3) * port);
      y += layout_.boxes[index].height + box_gap;
    }
    const int lowest = *std::max_element(bottom.begin(), bottom.end());
    for (std::size_t column = 0; column < columns_; ++column) {
      layout_.columns.push_back({0, top, 0, lowest - top});
    }
    layout_.height = lowest + map_margin;
  }

  // The ports of one side in the order of where their lines lead, which spares crossings.
  void place_ports() {
    for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
      for (const Side side : {Side::left, Side::right}) {
        std::vector<std::pair<int, End*>> ends;
        for (Route& route : routes_) {
          for (const auto& [end, other] :
               {std::pair{&route.begin, &route.end}, std::pair{&route.end, &route.begin}}) {
            if (end->component == index && end->side == side) {
              ends.emplace_back(layout_.boxes[other->component].y, end);
            }
          }
        }
        std::stable_sort(ends.begin(), ends.end(), [](const auto& one, const auto& other) {
          return one.first < other.first;
        });
        int y = layout_.boxes[index].y + (side == Side::right ? first_right_port : first_left_port);
        for (auto& [where, end] : ends) {
          end->y = y;
          y += port;
        }
      }
    }
  }

  // Every vertical gets a lane, the shortest nearest to the boxes on the left; then all widths are
  // known, and with them every x.
  void place_lanes() {
    std::vector<std::vector<std::pair<int, Vertical*>>> gutters(2 * columns_);
    for (Route& route : routes_) {
      for (Vertical& vertical : route.verticals) {
        gutters[vertical.gutter].emplace_back(std::abs(route.begin.y - route.end.y), &vertical);
      }
    }
    int x = map_margin;
    for (std::size_t column = 0; column < columns_; ++column) {
      MapBox& box = layout_.columns[column];
      box.x = x;
      const int inside = place_gutter(gutters[2 * column], x + padding + box_width + padding);
      box.width = inside + (gutters[2 * column].empty() ? 0 : padding - lane_width) - x;
      const int between = place_gutter(gutters[2 * column + 1], x + box.width + padding);
      for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
        if (column_of(index) == column) {
          layout_.boxes[index].x = x + padding;
        }
      }
      layout_.width = x + box.width + map_margin;
      x = between + (gutters[2 * column + 1].empty() ? 0 : padding - lane_width);
    }
  }

  // The verticals of one gutter in lanes from `x` on; where the next lane would be.
  static int place_gutter(std::vector<std::pair<int, Vertical*>>& gutter, int x) {
    std::stable_sort(gutter.begin(), gutter.end(),
                     [](const auto& one, const auto& other) { return one.first < other.first; });
    for (auto& [length, vertical] : gutter) {
      vertical->x = x;
      x += lane_width;
    }
    return x;
  }

  MapPoint point_of(const End& end) const {
    const MapBox& box = layout_.boxes[end.component];
    return {end.side == Side::left ? box.x : box.x + box.width, end.y};
  }

  std::vector<MapPoint> line_of(const Route& route) const {
    const int first_x = route.verticals.front().x;
    const int last_x = route.verticals.back().x;
    std::vector<MapPoint> line{point_of(route.begin), {first_x, route.begin.y}};
    if (route.verticals.size() > 1) {
      line.push_back({first_x, route.channel_y});
      line.push_back({last_x, route.channel_y});
    }
    line.push_back({last_x, route.end.y});
    line.push_back(point_of(route.end));
    return line;
  }

  const Plan& plan_;
  std::size_t columns_ = 0;
  std::vector<Route> routes_;  // per arrow
  MapLayout layout_;
};

}  // namespace

std::vector<MapArrow> map_arrows(const Plan& plan) {
  std::vector<MapArrow> arrows;
  for (std::uint32_t index = 0; index < plan.components.size(); ++index) {
    const Component& component = plan.components[index];
    for (const ComponentId needed : component.depends_on) {
      arrows.push_back({ComponentId{index}, needed, ArrowKind::depends_on});
    }
    const auto* database = std::get_if<Database>(&component.model);
    const auto* store = std::get_if<ObjectStore>(&component.model);
    if (database != nullptr && database->replica_of) {
      arrows.push_back({*database->replica_of, ComponentId{index}, ArrowKind::replicates});
    } else if (store != nullptr && store->replica_of) {
      arrows.push_back({*store->replica_of, ComponentId{index}, ArrowKind::replicates});
    }
  }
  return arrows;
}

MapLayout lay_out(const Plan& plan, const std::vector<MapArrow>& arrows) {
  return Layouter{plan, arrows}.run();
}

}  // namespace firedrill
