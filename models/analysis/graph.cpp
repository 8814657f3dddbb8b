#include "models/analysis/graph.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dag_shortest_paths.hpp>
#include <boost/graph/edmonds_karp_max_flow.hpp>
#include <boost/graph/hawick_circuits.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "models/base/check.hpp"
#include "models/plan/topology.hpp"

namespace firedrill {
namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;

struct Pipe {
  double capacity = 0.0;
  double residual = 0.0;
  Traits::edge_descriptor reverse{};
};

using Network =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Pipe>;

using TaskGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                          boost::property<boost::edge_weight_t, double>>;

using PlainGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

void add_pipe(Network& network, const FlowEdge& edge, double capacity) {
  const auto there = boost::add_edge(edge.from, edge.to, network).first;
  const auto back = boost::add_edge(edge.to, edge.from, network).first;
  network[there].capacity = capacity;
  network[there].reverse = back;
  network[back].reverse = there;
}

// What can still be reached from `source` through pipes with room.
std::vector<bool> source_side(const Network& network, std::uint32_t source) {
  std::vector<bool> is_reached(boost::num_vertices(network), false);
  std::vector<std::size_t> open{source};
  is_reached[source] = true;
  while (!open.empty()) {
    const std::size_t node = open.back();
    open.pop_back();
    const auto [begin, end] = boost::out_edges(node, network);
    for (auto edge = begin; edge != end; ++edge) {
      const std::size_t next = boost::target(*edge, network);
      if (network[*edge].residual > 0.0 && !is_reached[next]) {
        is_reached[next] = true;
        open.push_back(next);
      }
    }
  }
  return is_reached;
}

// Collects the cycles that Hawick's algorithm reports.
class CycleCollector {
 public:
  explicit CycleCollector(std::set<std::vector<std::uint32_t>>& found) : found_{found} {}

  template <class Path, class G>
  void cycle(const Path& path, const G& /*graph*/) {
    std::vector<std::uint32_t> cycle(path.begin(), path.end());
    std::rotate(cycle.begin(), std::min_element(cycle.begin(), cycle.end()), cycle.end());
    found_.insert(std::move(cycle));
  }

 private:
  std::set<std::vector<std::uint32_t>>& found_;
};

}  // namespace

Flow max_flow(std::uint32_t nodes, const std::vector<FlowEdge>& edges, std::uint32_t source,
              std::uint32_t sink) {
  firedrill_assert(source < nodes && sink < nodes && source != sink);
  double all_finite = 0.0;
  for (const FlowEdge& edge : edges) {
    firedrill_assert(edge.from < nodes && edge.to < nodes && edge.capacity >= 0.0);
    all_finite += std::isfinite(edge.capacity) ? edge.capacity : 0.0;
  }
  // More than everything that is limited can carry: as good as infinite, and finite arithmetic.
  const double unlimited = 2.0 * all_finite + 1.0;
  Network network{nodes};
  for (const FlowEdge& edge : edges) {
    add_pipe(network, edge, std::isfinite(edge.capacity) ? edge.capacity : unlimited);
  }
  Flow flow;
  flow.value =
      boost::edmonds_karp_max_flow(network, source, sink,
                                   boost::capacity_map(boost::get(&Pipe::capacity, network))
                                       .residual_capacity_map(boost::get(&Pipe::residual, network))
                                       .reverse_edge_map(boost::get(&Pipe::reverse, network)));
  const std::vector<bool> is_before = source_side(network, source);
  for (std::size_t index = 0; index < edges.size(); ++index) {
    if (is_before[edges[index].from] && !is_before[edges[index].to]) {
      firedrill_assert(std::isfinite(edges[index].capacity));
      flow.bottleneck.push_back(index);
    }
  }
  return flow;
}

std::vector<TaskTimes> earliest_times(const std::vector<TimedTask>& tasks) {
  std::vector<std::vector<std::uint32_t>> needed;
  needed.reserve(tasks.size());
  for (const TimedTask& task : tasks) {
    needed.push_back(task.after);
  }
  firedrill_assert(find_cycle(needed).empty());
  // Longest paths are shortest paths over negated lengths; the node after the last task stands for
  // the start, from which every task can be reached.
  const std::size_t begin = tasks.size();
  TaskGraph graph{begin + 1};
  for (std::size_t index = 0; index < tasks.size(); ++index) {
    boost::add_edge(begin, index, 0.0, graph);
    for (const std::uint32_t before : tasks[index].after) {
      boost::add_edge(before, index, -tasks[before].length, graph);
    }
  }
  std::vector<double> distance(begin + 1);
  std::vector<std::size_t> previous(begin + 1);
  boost::dag_shortest_paths(
      graph, begin,
      boost::distance_map(boost::make_iterator_property_map(distance.begin(),
                                                            boost::get(boost::vertex_index, graph)))
          .predecessor_map(boost::make_iterator_property_map(
              previous.begin(), boost::get(boost::vertex_index, graph))));
  std::vector<TaskTimes> times(tasks.size());
  for (std::size_t index = 0; index < tasks.size(); ++index) {
    times[index].start = 0.0 - distance[index];
    times[index].end = times[index].start + tasks[index].length;
    if (previous[index] != begin) {
      times[index].waits_for = static_cast<std::uint32_t>(previous[index]);
    }
  }
  return times;
}

std::vector<std::vector<std::uint32_t>> elementary_cycles(
    const std::vector<std::vector<std::uint32_t>>& successors) {
  PlainGraph graph{successors.size()};
  for (std::size_t node = 0; node < successors.size(); ++node) {
    for (const std::uint32_t next : successors[node]) {
      boost::add_edge(node, next, graph);
    }
  }
  std::set<std::vector<std::uint32_t>> found;
  boost::hawick_unique_circuits(graph, CycleCollector{found});
  return {found.begin(), found.end()};
}

}  // namespace firedrill
