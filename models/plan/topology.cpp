#include "models/plan/topology.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <boost/graph/topological_sort.hpp>

#include <algorithm>
#include <iterator>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

// An edge leads from a component to one it depends on.
using Dependencies = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

// Keeps the path of the search; the first edge back into it closes a cycle.
class CycleFinder : public boost::default_dfs_visitor {
 public:
  CycleFinder(std::vector<std::uint32_t>& path, std::vector<std::uint32_t>& cycle)
      : path_{path}, cycle_{cycle} {}

  template <class G>
  void discover_vertex(std::size_t vertex, const G& /*graph*/) {
    path_.push_back(static_cast<std::uint32_t>(vertex));
  }
  template <class G>
  void finish_vertex(std::size_t /*vertex*/, const G& /*graph*/) {
    path_.pop_back();
  }
  template <class Edge, class G>
  void back_edge(Edge edge, const G& graph) {
    if (cycle_.empty()) {
      const auto first = static_cast<std::uint32_t>(boost::target(edge, graph));
      cycle_.assign(std::find(path_.begin(), path_.end(), first), path_.end());
    }
  }

 private:
  std::vector<std::uint32_t>& path_;
  std::vector<std::uint32_t>& cycle_;
};

std::vector<std::uint32_t> find_cycle_in(const Dependencies& graph) {
  std::vector<std::uint32_t> path;
  std::vector<std::uint32_t> cycle;
  boost::depth_first_search(graph, boost::visitor(CycleFinder{path, cycle}));
  return cycle;
}

std::vector<ComponentId> as_components(const std::vector<std::uint32_t>& indices) {
  std::vector<ComponentId> components;
  components.reserve(indices.size());
  for (const std::uint32_t index : indices) {
    components.push_back(ComponentId{index});
  }
  return components;
}

}  // namespace

std::vector<std::uint32_t> find_cycle(const std::vector<std::vector<std::uint32_t>>& successors) {
  Dependencies graph{successors.size()};
  for (std::size_t node = 0; node < successors.size(); ++node) {
    for (const std::uint32_t next : successors[node]) {
      boost::add_edge(node, next, graph);
    }
  }
  return find_cycle_in(graph);
}

struct Topology::Graph {
  Dependencies dependencies;
  std::vector<std::optional<RegionId>> regions;  // per component
};

Topology::Topology(const Plan& plan)
    : graph_{std::make_unique<Graph>(Graph{Dependencies{plan.components.size()}, {}})} {
  for (std::size_t index = 0; index < plan.components.size(); ++index) {
    graph_->regions.push_back(plan.components[index].region);
    for (const ComponentId needed : plan.components[index].depends_on) {
      boost::add_edge(index, needed.index, graph_->dependencies);
    }
  }
}

Topology::~Topology() = default;
Topology::Topology(Topology&&) noexcept = default;
Topology& Topology::operator=(Topology&&) noexcept = default;

std::vector<ComponentId> Topology::lost_with(RegionId region) const {
  std::vector<bool> is_lost(graph_->regions.size(), false);
  std::vector<std::size_t> reached;
  for (std::size_t index = 0; index < is_lost.size(); ++index) {
    if (graph_->regions[index] == region) {
      is_lost[index] = true;
      reached.push_back(index);
    }
  }
  while (!reached.empty()) {
    const std::size_t lost = reached.back();
    reached.pop_back();
    const auto [begin, end] = boost::in_edges(lost, graph_->dependencies);
    for (auto edge = begin; edge != end; ++edge) {
      const std::size_t dependent = boost::source(*edge, graph_->dependencies);
      if (!is_lost[dependent]) {
        is_lost[dependent] = true;
        reached.push_back(dependent);
      }
    }
  }
  std::vector<ComponentId> components;
  for (std::uint32_t index = 0; index < is_lost.size(); ++index) {
    if (is_lost[index]) {
      components.push_back(ComponentId{index});
    }
  }
  return components;
}

std::vector<ComponentId> Topology::recovery_order() const {
  firedrill_assert(cycle().empty());
  std::vector<std::uint32_t> order;
  boost::topological_sort(graph_->dependencies, std::back_inserter(order));
  return as_components(order);
}

std::vector<ComponentId> Topology::cycle() const {
  return as_components(find_cycle_in(graph_->dependencies));
}

}  // namespace firedrill
