// Everything one thread needs to simulate replications of a scenario one after the other without
// allocating: a world, a conductor and a measurement that are reset, not rebuilt.
// Example: Replicator replicator{scenario, seed}; replicator.run(17).objectives[0]
#pragma once

#include <cstdint>

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

  // Of the last replication.
  [[nodiscard]] const Timeline& timeline() const { return world_.timeline; }
  [[nodiscard]] std::vector<BacklogCurve> backlog_before(Duration at) {
    return world_.backlog_before(at);
  }

 private:
  SimWorld world_;
  Conductor conductor_;
  Measurer measurer_;
  Measurement measurement_;
};

}  // namespace firedrill
