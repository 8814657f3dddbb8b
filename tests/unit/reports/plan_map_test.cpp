// The map of a plan: nothing lies on top of anything else, however tangled the plan, and weak
// points differ from the rest by more than colour.
#include <catch2/catch.hpp>

#include <algorithm>

#include "models/chance/random.hpp"
#include "reports/map_layout.hpp"
#include "reports/plan_map.hpp"
#include "tests/unit/models/analysis/plan_fixture.hpp"

using namespace firedrill;

namespace {

struct Segment {
  MapPoint begin, end;
};

// The pieces of a line, each from its smaller to its larger end.
std::vector<Segment> segments_of(const std::vector<MapPoint>& line) {
  std::vector<Segment> segments;
  for (std::size_t index = 0; index + 1 < line.size(); ++index) {
    const auto [x1, x2] = std::minmax(line[index].x, line[index + 1].x);
    const auto [y1, y2] = std::minmax(line[index].y, line[index + 1].y);
    segments.push_back({{x1, y1}, {x2, y2}});
  }
  return segments;
}

// On one straight line, with more than a point in common.
bool run_together(const Segment& one, const Segment& other) {
  const auto overlap = [](int a1, int a2, int b1, int b2) {
    return std::min(a2, b2) - std::max(a1, b1);
  };
  const int x = overlap(one.begin.x, one.end.x, other.begin.x, other.end.x);
  const int y = overlap(one.begin.y, one.end.y, other.begin.y, other.end.y);
  return (x > 0 && y == 0 && one.begin.y == one.end.y && other.begin.y == other.end.y) ||
         (y > 0 && x == 0 && one.begin.x == one.end.x && other.begin.x == other.end.x);
}

// Some of the segment lies inside the box, its border left out.
bool enters(const Segment& segment, const MapBox& box) {
  return segment.begin.x < box.x + box.width && segment.end.x > box.x &&
         segment.begin.y < box.y + box.height && segment.end.y > box.y;
}

bool overlap(const MapBox& one, const MapBox& other) {
  return enters({{one.x, one.y}, {one.x + one.width, one.y + one.height}}, other);
}

// Where the name of a region stands.
MapBox heading_of(const MapBox& column) { return {column.x, column.y, column.width, 40}; }

Plan tangled_plan(Draws& draws) {
  PlanMaker made;
  made.plan.regions.push_back({"north", ""});
  made.plan.regions.push_back({"south", ""});
  const auto count = 1 + static_cast<int>(draws.uniform() * 24.0);
  for (int index = 0; index < count; ++index) {
    std::vector<ComponentId> needed;
    for (int other = 0; other < index; ++other) {
      if (draws.bernoulli(0.25)) {
        needed.push_back(ComponentId{static_cast<std::uint32_t>(other)});
      }
    }
    const auto place = static_cast<std::uint32_t>(draws.uniform() * 5.0);
    made.add("part" + std::to_string(index),
             place < 4 ? std::optional{RegionId{place}} : std::nullopt, Facility{"work"},
             std::move(needed));
  }
  return made.plan;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

TEST_CASE("lines keep off each other, off boxes and off names, in tangled plans too") {
  std::size_t lines_seen = 0;
  for (std::uint64_t round = 0; round < 40; ++round) {
    INFO("round " << round << "; again with: test_unit_reports \"lines keep off*\"");
    Draws draws{StreamKey{3, "map"}, round};
    const Plan plan = tangled_plan(draws);
    const MapLayout layout = lay_out(plan, map_arrows(plan));
    std::vector<std::vector<Segment>> lines;
    for (const auto& line : layout.lines) {
      lines.push_back(segments_of(line));
    }
    lines_seen += lines.size();
    bool is_clear = true;
    for (std::size_t one = 0; one < lines.size(); ++one) {
      for (const Segment& segment : lines[one]) {
        for (const MapBox& box : layout.boxes) {
          is_clear = is_clear && !enters(segment, box);
        }
        for (const MapBox& column : layout.columns) {
          is_clear = is_clear && !enters(segment, heading_of(column));
        }
        for (std::size_t other = 0; other < one; ++other) {
          is_clear = is_clear && std::none_of(lines[other].begin(), lines[other].end(),
                                              [&](const Segment& against) {
                                                return run_together(segment, against);
                                              });
        }
      }
    }
    CHECK(is_clear);
  }
  CHECK(lines_seen > 500);
}

TEST_CASE("boxes stand apart, each inside its region, all inside the drawing") {
  Draws draws{StreamKey{4, "map"}, 0};
  for (int round = 0; round < 40; ++round) {
    const Plan plan = tangled_plan(draws);
    const MapLayout layout = lay_out(plan, map_arrows(plan));
    for (std::uint32_t index = 0; index < layout.boxes.size(); ++index) {
      const auto& region = plan.components[index].region;
      const MapBox& column = layout.columns[region ? region->index : plan.regions.size()];
      const MapBox& box = layout.boxes[index];
      CHECK((box.x > column.x && box.x + box.width < column.x + column.width));
      CHECK((box.y > column.y && box.y + box.height < column.y + column.height));
      for (std::uint32_t other = 0; other < index; ++other) {
        CHECK_FALSE(overlap(box, layout.boxes[other]));
      }
    }
    for (std::size_t index = 0; index < layout.columns.size(); ++index) {
      const MapBox& column = layout.columns[index];
      CHECK((column.x + column.width < layout.width && column.y + column.height < layout.height));
      CHECK((index == 0 || !overlap(column, layout.columns[index - 1])));
    }
  }
}

TEST_CASE("a line begins and ends at the boxes it joins") {
  const TwoRegions made;
  const auto arrows = map_arrows(made.plan);
  REQUIRE(arrows.size() == 1);
  CHECK(arrows[0].kind == ArrowKind::replicates);
  CHECK((arrows[0].from == made.database && arrows[0].to == made.replica));
  const MapLayout layout = lay_out(made.plan, arrows);
  const MapBox& from = layout.boxes[made.database.index];
  const MapBox& to = layout.boxes[made.replica.index];
  const auto& line = layout.lines[0];
  CHECK((line.front().x == from.x + from.width && line.back().x == to.x));
  CHECK((line.front().y > from.y && line.front().y < from.y + from.height));
  CHECK((line.back().y > to.y && line.back().y < to.y + to.height));
}

TEST_CASE("single points of failure have a thick border and a filled mark") {
  TwoRegions made;  // whose zone is the only one
  const std::string map = plan_map(made.plan, analyse(made.plan, {}));
  CHECK(count(map, "stroke-width=\"3\"") == 1);
  CHECK(count(map, "fill=\"black\"") == 2);  // the zone and the legend
  made.plan.services[0].requirements = {NeedsDatabase{made.database}};
  const std::string sound = plan_map(made.plan, analyse(made.plan, {}));
  CHECK(count(sound, "stroke-width=\"3\"") == 0);
  CHECK(count(sound, "fill=\"black\"") == 1);
}

TEST_CASE("names are clipped to their boxes and cannot break the document") {
  PlanMaker made;
  made.plan.title = "R&D <plan>";
  made.plan.regions[0].name = "a\"b&c";
  made.add("tab\there <and> a name that is far too long for any box", east, Facility{"a & b"});
  const std::string map = plan_map(made.plan, analyse(made.plan, {}));
  CHECK(map.find("R&amp;D &lt;plan&gt;") != std::string::npos);
  CHECK(map.find("a&quot;b&amp;c, primary") != std::string::npos);
  CHECK(map.find("tab here &lt;and&gt; a name") != std::string::npos);
  CHECK(map.find("far too long for any") == std::string::npos);
  CHECK(map.find("…</text>") != std::string::npos);
  CHECK(map.find('\t') == std::string::npos);
}
