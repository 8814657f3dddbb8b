// What depends on what, as an immutable graph: which components the loss of a region takes down,
// and in which order they can come back. Built on Boost.Graph, which stays inside the .cpp.
// Example: Topology{plan}.lost_with(primary) -> the components there and all that need them
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/plan/plan.hpp"

namespace firedrill {

// One cycle of the graph in which `successors[i]` are the nodes that node i points to: the nodes on
// it in order, the first not repeated; empty if there is none. For whatever must be acyclic.
[[nodiscard]] std::vector<std::uint32_t> find_cycle(
    const std::vector<std::vector<std::uint32_t>>& successors);

class Topology {
 public:
  explicit Topology(const Plan& plan);
  ~Topology();
  Topology(Topology&&) noexcept;
  Topology& operator=(Topology&&) noexcept;

  // The components that stand in `region` or need, directly or not, one that does; ascending.
  [[nodiscard]] std::vector<ComponentId> lost_with(RegionId region) const;

  // All components, each after everything it depends on. The plan must have no cycle.
  [[nodiscard]] std::vector<ComponentId> recovery_order() const;

  // One cycle of dependencies, each component depending on the next; empty if there is none.
  [[nodiscard]] std::vector<ComponentId> cycle() const;

 private:
  struct Graph;
  std::unique_ptr<Graph> graph_;
};

}  // namespace firedrill
