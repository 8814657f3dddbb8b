// The links between a plan's regions.
// Example: {"name": "coast to coast", "between": ["us-east-1", "us-west-2"], "round_trip": "68 ms",
// "loss": "0.0001 %", "capacity": "5 Gbit/s", "object_connections": 64}
#include <fmt/format.h>

#include <array>

#include "scenarios/notes.hpp"
#include "scenarios/plan_reader.hpp"

namespace firedrill {
namespace {

constexpr std::int64_t most_connections = 10'000;
constexpr std::array<std::string_view, 3> controls{"cubic", "reno", "bbr"};
constexpr std::array<std::string_view, 3> traffics{"log", "objects", "checkpoints"};

void read_regions_of(ObjectReader& object, RegionLink& link, Reading& reading) {
  const Node* const between = object.required("between");
  if (between == nullptr) {
    return;
  }
  if (between->kind != NodeKind::array || between->items.size() != 2) {
    reading.context.error(*between, "FD2005", "{} is not a pair of regions",
                          "name two regions: [\"us-east-1\", \"us-west-2\"]");
    return;
  }
  const auto a = reading.names.regions.find(between->items[0], reading.context);
  const auto b = reading.names.regions.find(between->items[1], reading.context);
  if (a && b && *a == *b) {
    reading.context.error(between->items[1], "FD2006", "{} is where the link begins",
                          "a link leads to another region");
  }
  link.a = RegionId{a.value_or(0)};
  link.b = RegionId{b.value_or(0)};
}

// "priority": ["log", "objects", "checkpoints"]: the first goes first. What is not named goes last.
LinkOrder read_order(const Node& list, Reading& reading) {
  LinkOrder order;
  if (list.kind != NodeKind::array || list.items.empty()) {
    reading.context.error(list, "FD2005", "{} is not a list of traffic",
                          "name what goes first: [\"log\", \"objects\", \"checkpoints\"]");
    return order;
  }
  const std::array<int*, 3> places{&order.log, &order.objects, &order.checkpoints};
  for (int* const place : places) {
    *place = static_cast<int>(list.items.size());
  }
  std::array<bool, 3> is_named{};
  for (std::size_t index = 0; index < list.items.size(); ++index) {
    const auto word = read_word(list.items[index], traffics, reading.context);
    if (word && is_named[*word]) {
      reading.context.error(list.items[index], "FD2006", "{} stands twice");
    } else if (word) {
      is_named[*word] = true;
      *places[*word] = static_cast<int>(index);
    }
  }
  return order;
}

int read_connections(ObjectReader& object, std::string_view key) {
  return static_cast<int>(object.optional_integer(key, 1, most_connections).value_or(1));
}

RegionLink read_link(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  RegionLink link;
  link.name = object.string("name");
  read_regions_of(object, link, reading);
  link.path.round_trip = reading.laws.interval(object, "round_trip");
  link.path.loss = reading.laws.probability(object, "loss");
  link.path.capacity = reading.laws.rate(object, "capacity");
  if (object.optional("congestion_control") != nullptr) {
    link.path.congestion =
        static_cast<CongestionControl>(object.word("congestion_control", controls));
  }
  link.database_flows = read_connections(object, "database_connections");
  link.object_flows = read_connections(object, "object_connections");
  if (const Node* const order = object.optional("priority")) {
    link.order = read_order(*order, reading);
  }
  if (const Node* const loss = object.optional("loss"); loss != nullptr && link.path.loss >= 1.0) {
    reading.context.error(*loss, "FD2006", "{} lets nothing through", "a cut is a fault: link_cut");
  }
  object.finish();
  return link;
}

}  // namespace

std::vector<RegionLink> read_links(ObjectReader& plan, Reading& reading) {
  std::vector<RegionLink> links;
  plan.each_optional("links", [&](const Node& item) {
    RegionLink link = read_link(item, reading);
    for (const RegionLink& other : links) {
      const bool is_same =
          (other.a == link.a && other.b == link.b) || (other.a == link.b && other.b == link.a);
      if (is_same && !reading.context.has_errors()) {
        reading.context.error(*item.find("between"), "FD3002",
                              fmt::format("\"{}\" is between these regions already", other.name),
                              "give one link the capacity of both");
      }
    }
    links.push_back(std::move(link));
  });
  return links;
}

}  // namespace firedrill
