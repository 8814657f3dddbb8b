// A training run on a fleet of eight nodes or a hundred thousand, over years, one replication after
// the other without allocating. Exact and event by event: the calendar holds each source's next
// failure, and nothing ticks. How the fleet fails does not depend on the job, so that two studies
// that differ in the job alone meet the very same failures.
// Example: FleetSimulation simulation{study, seed};
//          effective_training_ratio(simulation.run(17))
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/fleet/tally.hpp"
#include "models/fleet/training_run.hpp"
#include "sim/failure_process.hpp"
#include "sim/fleet_calendar.hpp"
#include "sim/fleet_nodes.hpp"
#include "sim/fleet_training.hpp"

namespace firedrill {

class FleetSimulation {
 public:
  // `study` must be valid and outlive the simulation: 1 <= minimum_nodes <= run.nodes <= fleet
  // nodes, at most 255 causes with different names, a checkpoint that ends before the next begins.
  FleetSimulation(const FleetStudy& study, std::uint64_t seed);
  FleetSimulation(FleetStudy&& study, std::uint64_t seed) = delete;
  FleetSimulation(const FleetSimulation&) = delete;
  FleetSimulation& operator=(const FleetSimulation&) = delete;

  // Simulates one replication; the result stands until the next call.
  const FleetTally& run(std::uint64_t replication);

  // Of the last replication: entry k is how long exactly k nodes were down.
  [[nodiscard]] std::span<const Duration> time_with_down() const { return nodes_.time_with_down(); }

 private:
  void begin(std::uint64_t replication);
  void begin_job(Duration now);
  void follow(Duration now, const FleetDue& due);
  void fail(Duration now, const FleetDue& due);
  void detect(Duration now, const FleetDue& due);
  void restore(Duration now, const FleetDue& due);
  void begin_life(Duration now, std::uint16_t cause, std::uint32_t source);
  void begin_restoration(Duration now, std::uint16_t cause, std::uint32_t source);
  void finish(Duration now);

  const FleetStudy& study_;
  std::vector<FailureProcess> causes_;
  FleetNodes nodes_;
  FleetCalendar calendar_;
  FleetTally tally_;
  FleetTraining training_;
};

}  // namespace firedrill
