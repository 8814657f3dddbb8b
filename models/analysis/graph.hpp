// Three questions to a directed graph whose nodes are 0..n-1: how much flows, what must wait for
// what the longest, which cycles there are. Boost.Graph answers them and stays inside the .cpp.
// Example: max_flow(2, {{0, 1, 5.0}}, 0, 1).value == 5.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace firedrill {

// A pipe; `capacity` >= 0, in any unit, or infinite.
struct FlowEdge {
  std::uint32_t from = 0, to = 0;
  double capacity = 0.0;
};

struct Flow {
  double value = 0.0;                   // in the unit of the capacities
  std::vector<std::size_t> bottleneck;  // the edges of the minimum cut nearest to the source
};

// The most that flows from `source` to `sink`, two different nodes below `nodes`. The capacities of
// `bottleneck` add up to it (Ford, Fulkerson, "Maximal flow through a network", 1956). Every path
// from source to sink must have an edge of finite capacity (asserted).
[[nodiscard]] Flow max_flow(std::uint32_t nodes, const std::vector<FlowEdge>& edges,
                            std::uint32_t source, std::uint32_t sink);

// A piece of work that starts as soon as all of `after` (indices of other tasks) have ended.
struct TimedTask {
  double length = 0.0;  // >= 0, in any unit; infinity if it never ends
  std::vector<std::uint32_t> after;
};

struct TaskTimes {
  double start = 0.0, end = 0.0;           // from the start of the whole
  std::optional<std::uint32_t> waits_for;  // the task that ends last of `after`
};

// When each task starts and ends if nothing waits longer than it must: longest paths. Following
// `waits_for` from a task leads along its critical path. The tasks must have no cycle (asserted).
[[nodiscard]] std::vector<TaskTimes> earliest_times(const std::vector<TimedTask>& tasks);

// Every elementary cycle of the graph in which `successors[i]` are the nodes that i points to, each
// as the nodes on it in order, from the lowest number (Hawick, James, "Enumerating circuits and
// loops in graphs with self-arcs and multiple-arcs", 2008).
[[nodiscard]] std::vector<std::vector<std::uint32_t>> elementary_cycles(
    const std::vector<std::vector<std::uint32_t>>& successors);

}  // namespace firedrill
