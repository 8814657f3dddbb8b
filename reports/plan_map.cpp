#include "reports/plan_map.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "reports/analysis_names.hpp"
#include "reports/format.hpp"
#include "reports/map_layout.hpp"
#include "reports/markup.hpp"
#include "reports/page.hpp"
#include "reports/svg.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

constexpr int name_size = 12;  // [px]
constexpr int note_size = 11;
constexpr int heading_size = 14;
constexpr int text_margin = 8;  // between a box and its text
constexpr int mark_width = 18;  // of a warning triangle and the gap after it
constexpr int legend_row = 24;
constexpr int legend_gap = 28;

// A warning triangle of 12 x 11 with its lower left corner at (x, y), by the worst effect.
std::string mark_at(int x, int y, Effect effect) {
  if (effect == Effect::none) {
    return "";
  }
  const bool is_filled = effect == Effect::lost;
  std::string mark = fmt::format(
      "<path d=\"M{} {} l6 -11 l6 11 z\" fill=\"{}\" stroke=\"black\" stroke-width=\"1.5\"/>\n", x,
      y, is_filled ? "black" : "white");
  if (effect == Effect::needs_control_plane) {
    mark += fmt::format("<path d=\"M{} {} v4 m0 1 v1.5\" stroke=\"black\" stroke-width=\"1.5\"/>\n",
                        x + 6, y - 7);
  }
  return mark;
}

struct Notes {
  const Plan& plan;

  std::string operator()(const Cluster& cluster) const {
    const std::string now = counted(static_cast<std::uint64_t>(cluster.nodes), "node");
    return cluster.nodes_maximum > cluster.nodes
               ? fmt::format("{}, up to {}", now, cluster.nodes_maximum)
               : now;
  }
  std::string operator()(const Database& database) const {
    return database.replica_of ? "database replica" : "database";
  }
  std::string operator()(const ObjectStore& store) const {
    return store.replica_of ? "object store replica" : "object store";
  }
  std::string operator()(const Prometheus&) const { return "Prometheus"; }
  std::string operator()(const Prober& prober) const {
    return "prober, " + counted(prober.vantage_points.size(), "vantage point");
  }
  std::string operator()(const ExternalReport&) const { return "report from outside"; }
  std::string operator()(const DnsZone& zone) const {
    const std::string target = "to " + plan.regions[zone.serves.index].name;
    return zone.control_plane
               ? target + ", edited in " + plan.regions[zone.control_plane->index].name
               : target;
  }
  std::string operator()(const Rebuildable& rebuildable) const {
    return rebuildable.stands_in_steady_state ? "rebuilt when lost" : "built when needed";
  }
  std::string operator()(const Facility& facility) const { return facility.purpose; }
  std::string operator()(const Validator& validator) const {
    return fmt::format("validates every {}", human_duration(to_seconds(validator.every)));
  }
  std::string operator()(const InfrastructureCode& code) const {
    return "code for " + counted(code.resources.size(), "resource");
  }
};

Effect effect_of(const PlanAnalysis& analysis, Element element) {
  const auto found = std::find_if(analysis.losses.begin(), analysis.losses.end(),
                                  [&](const LossEffects& loss) { return loss.lost == element; });
  return found == analysis.losses.end() ? Effect::none : worst_effect(*found);
}

std::string rectangle(const MapBox& box, Effect effect, const char* fill, const char* stroke) {
  return fmt::format(
      "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"{}\" stroke=\"{}\" "
      "stroke-width=\"{}\"/>\n",
      box.x, box.y, box.width, box.height, fill, effect == Effect::lost ? "black" : stroke,
      effect == Effect::lost ? 3 : 1);
}

std::string draw_column(const Plan& plan, const PlanAnalysis& analysis, const MapLayout& layout,
                        std::size_t index) {
  const MapBox& box = layout.columns[index];
  const bool is_region = index < plan.regions.size();
  const Effect effect =
      is_region ? effect_of(analysis, {ElementKind::region, static_cast<std::uint32_t>(index)})
                : Effect::none;
  const std::string name = !is_region ? "in no region"
                           : plan.regions[index].role.empty()
                               ? plan.regions[index].name
                               : plan.regions[index].name + ", " + plan.regions[index].role;
  const int indent = effect == Effect::none ? 0 : mark_width;
  return rectangle(box, effect, "#f2f2f2", "#808080") +
         mark_at(box.x + 2 * text_margin, box.y + 26, effect) +
         svg_text_at(box.x + 2 * text_margin + indent, box.y + 26, name, heading_size,
                     box.width - 4 * text_margin - indent, "bold");
}

std::string draw_component(const Plan& plan, const PlanAnalysis& analysis, const MapLayout& layout,
                           std::uint32_t index) {
  const MapBox& box = layout.boxes[index];
  const Component& part = plan.components[index];
  const Effect effect = effect_of(analysis, {ElementKind::component, index});
  const int indent = effect == Effect::none ? 0 : mark_width;
  const int room = box.width - 2 * text_margin;
  return rectangle(box, effect, "white", "#404040") +
         mark_at(box.x + text_margin, box.y + 19, effect) +
         svg_text_at(box.x + text_margin + indent, box.y + 19, part.name, name_size, room - indent,
                     "bold") +
         svg_text_at(box.x + text_margin, box.y + 37, std::visit(Notes{plan}, part.model),
                     note_size, room);
}

std::string draw_arrow(const std::vector<MapPoint>& line, ArrowKind kind) {
  std::string path;
  for (const MapPoint& point : line) {
    path += fmt::format("{}{} {}", path.empty() ? "M" : " L", point.x, point.y);
  }
  const bool is_copy = kind == ArrowKind::replicates;
  return fmt::format(
      "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"{} "
      "marker-end=\"url(#{})\"/>\n",
      path, is_copy ? "#0b5394" : "#303030", is_copy ? " stroke-dasharray=\"6 3\"" : "",
      is_copy ? "copy" : "need");
}

// What stands for what, in rows as wide as the drawing.
class Legend {
 public:
  Legend(int top, int width) : y_{top}, width_{width} {}

  // An entry whose sign is drawn in 34 pixels from x, around the line at y.
  template <class Sign>
  void add(const char* text, const Sign& sign) {
    const int needed = sign_width + svg_text_width(text, note_size);
    if (x_ > left && x_ + needed > width_ - left) {
      x_ = left;
      y_ += legend_row;
    }
    content_ += sign(x_, y_);
    content_ += svg_text_at(x_ + sign_width, y_ + 4, text, note_size, needed);
    x_ += needed + legend_gap;
  }

  [[nodiscard]] const std::string& content() const { return content_; }
  [[nodiscard]] int bottom() const { return y_ + legend_row; }

 private:
  static constexpr int left = 16;
  static constexpr int sign_width = 42;

  int x_ = left;
  int y_;
  int width_;
  std::string content_;
};

Legend legend_of(int top, int width) {
  Legend legend{top, width};
  const auto line = [](ArrowKind kind) {
    return [kind](int x, int y) { return draw_arrow({{x, y}, {x + 34, y}}, kind); };
  };
  const auto mark = [](Effect effect) {
    return [effect](int x, int y) { return mark_at(x + 11, y + 6, effect); };
  };
  legend.add("needs", line(ArrowKind::depends_on));
  legend.add("is copied to", line(ArrowKind::replicates));
  legend.add("single point of failure: nothing takes over", mark(Effect::lost));
  legend.add("its loss needs a failover", mark(Effect::failover));
  legend.add("its failover needs its own control plane", mark(Effect::needs_control_plane));
  return legend;
}

constexpr const char* arrow_heads =
    "<defs>\n"
    "<marker id=\"need\" markerUnits=\"userSpaceOnUse\" markerWidth=\"9\" markerHeight=\"8\" "
    "refX=\"9\" refY=\"4\" orient=\"auto\"><path d=\"M0 0 L9 4 L0 8 z\" fill=\"#303030\"/>"
    "</marker>\n"
    "<marker id=\"copy\" markerUnits=\"userSpaceOnUse\" markerWidth=\"10\" markerHeight=\"10\" "
    "refX=\"9\" refY=\"5\" orient=\"auto\"><path d=\"M1 1 L9 5 L1 9\" fill=\"none\" "
    "stroke=\"#0b5394\" stroke-width=\"1.5\"/></marker>\n"
    "</defs>\n";

}  // namespace

std::string plan_map(const Plan& plan, const PlanAnalysis& analysis) {
  const std::vector<MapArrow> arrows = map_arrows(plan);
  const MapLayout layout = lay_out(plan, arrows);
  const Legend legend = legend_of(layout.height + 8, layout.width);
  const std::string& title = title_of(plan);
  std::string map = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
      "viewBox=\"0 0 {0} {1}\" font-family=\"monospace\" role=\"img\">\n<title>{2}</title>\n",
      layout.width, legend.bottom(), escaped_markup(title));
  map += arrow_heads;
  map += "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n";
  map += svg_text_at(16, 32, title, 16, layout.width - 32, "bold");
  for (std::size_t index = 0; index < layout.columns.size(); ++index) {
    map += draw_column(plan, analysis, layout, index);
  }
  for (std::size_t index = 0; index < arrows.size(); ++index) {
    map += draw_arrow(layout.lines[index], arrows[index].kind);
  }
  for (std::uint32_t index = 0; index < plan.components.size(); ++index) {
    map += draw_component(plan, analysis, layout, index);
  }
  return map + legend.content() + "</svg>\n";
}

}  // namespace firedrill
