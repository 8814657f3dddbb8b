// Everything one thread needs to simulate replications of a scenario one after the other without
// allocating: a world, a conductor and a measurement that are reset, not rebuilt.
// Example: Replicator replicator{scenario, seed}; replicator.run(17).objectives[0]
#pragma once

#include <cstdint>
#include <vector>

#include "scenarios/conductor.hpp"
#include "scenarios/measure.hpp"
#include "sim/sim_world.hpp"

namespace firedrill {

class Replicator {
 public:
  Replicator(const Scenario& scenario, std::uint64_t seed)
      : world_{scenario, seed}, conductor_{scenario}, measurer_{scenario} {}

  // Simulates one replication; the result stands until the next call.
  const Measurement& run(std::uint64_t replication) {
    world_.begin(replication);
    const Task drill = conductor_.run(world_);
    world_.run(drill);
    measurer_.measure(world_.timeline, measurement_);
    return measurement_;
  }

  // Where a recovery goes on with other luck than it began with.
  struct Branch {
    std::uint64_t after_event = 0;
    std::uint64_t replication = 0;
  };
  // Simulates the recovery that begins with the luck of `replication` and takes each of `branches`,
  // in order of events. `after_event(n, timeline, now)` sees what has happened so far.
  template <class AfterEvent>
  const Measurement& run(std::uint64_t replication, const std::vector<Branch>& branches,
                         const AfterEvent& after_event) {
    world_.begin(replication);
    const Task drill = conductor_.run(world_);
    auto next = branches.begin();
    world_.run(drill, [&](std::uint64_t count) {
      after_event(count, world_.timeline, world_.now());
      for (; next != branches.end() && next->after_event == count; ++next) {
        world_.branch(next->replication);
      }
    });
    measurer_.measure(world_.timeline, measurement_);
    return measurement_;
  }

  // Of the last replication.
  [[nodiscard]] const Timeline& timeline() const { return world_.timeline; }

 private:
  SimWorld world_;
  Conductor conductor_;
  Measurer measurer_;
  Measurement measurement_;
};

}  // namespace firedrill
