#include "live/lab/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

// How many nodes of one kind a region has; their addresses begin at `first`.
struct NodeGroup {
  std::string_view kind;
  int count;
  int first;
};

LabRegion make_region(std::string name, int octet, int index,
                      const std::vector<NodeGroup>& groups) {
  LabRegion region{std::move(name), fmt::format("10.{}.{}.0/24", octet, index), {}, 0};
  for (const NodeGroup& group : groups) {
    for (int number = 1; number <= group.count; ++number) {
      region.nodes.push_back({region.name, fmt::format("{}-{}", group.kind, number),
                              fmt::format("10.{}.{}.{}", octet, index, group.first + number - 1)});
    }
  }
  return region;
}

}  // namespace

std::string_view LabNode::kind() const { return std::string_view{name}.substr(0, name.rfind('-')); }

std::string LabNode::host_name() const { return fmt::format("{}.{}.{}", name, region, lab_zone); }

const LabRegion& LabLayout::region(std::string_view wanted) const {
  const auto found = std::ranges::find(regions, wanted, &LabRegion::name);
  firedrill_assert(found != regions.end());
  return *found;
}

const LabNode& LabLayout::node(std::string_view id) const {
  const std::size_t slash = id.find('/');
  const LabRegion& home = region(id.substr(0, slash));
  const auto found = std::ranges::find(home.nodes, id.substr(slash + 1), &LabNode::name);
  firedrill_assert(found != home.nodes.end());
  return *found;
}

std::vector<LabNode> LabLayout::nodes_of(std::string_view kind, std::string_view in_region) const {
  std::vector<LabNode> found;
  for (const LabNode& node : all_nodes()) {
    if (node.kind() == kind && (in_region.empty() || node.region == in_region)) {
      found.push_back(node);
    }
  }
  return found;
}

std::vector<LabNode> LabLayout::all_nodes() const {
  std::vector<LabNode> all;
  for (const LabRegion& region : regions) {
    all.insert(all.end(), region.nodes.begin(), region.nodes.end());
  }
  return all;
}

LabLayout make_layout(const LabShape& shape, std::string name, std::string root,
                      std::string program, LabSecrets secrets, int octet) {
  firedrill_assert(shape.regions.size() == 3);
  const std::vector<NodeGroup> everywhere = {
      {"store", 1, 20}, {"dns", 1, 30}, {"resolver", 1, 35}, {"monitor", 1, 40}};
  LabLayout lab;
  lab.name = std::move(name);
  lab.root = std::move(root);
  lab.program = std::move(program);
  lab.network = fmt::format("10.{}.0.0/16", octet);
  lab.secrets = std::move(secrets);
  for (int index = 1; index <= 3; ++index) {
    const LabShape::Region& region = shape.regions[static_cast<std::size_t>(index) - 1];
    firedrill_assert(region.workers <= most_workers);
    std::vector<NodeGroup> groups{{"db", index == 1 ? 2 : 1, 11}, {"app", 1, 50}};
    if (index < 3) {
      groups.insert(groups.end(), {{"ctl", 1, 60}, {"gpu", region.workers, 101}});
    } else {
      groups.insert(groups.end(), {{"user", 1, 70}, {"ops", 1, 80}});
    }
    groups.insert(groups.end(), everywhere.begin(), everywhere.end());
    lab.regions.push_back(make_region(region.name, octet, index, groups));
    lab.regions.back().standing_workers = region.standing;
  }
  return lab;
}

LabLayout standard_layout(std::string name, std::string root, std::string program,
                          LabSecrets secrets, int octet) {
  return make_layout({}, std::move(name), std::move(root), std::move(program), std::move(secrets),
                     octet);
}

}  // namespace firedrill
