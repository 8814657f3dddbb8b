#include "models/fleet/training_run.hpp"

namespace firedrill {

Duration write_time(const Checkpointing& checkpointing) {
  if (const auto* volume = std::get_if<CheckpointVolume>(&checkpointing.write)) {
    return transfer_time(volume->size, volume->bandwidth);
  }
  return std::get<Duration>(checkpointing.write);
}

Duration blocking_time(const Checkpointing& checkpointing) {
  return from_seconds(checkpointing.blocking_share * to_seconds(write_time(checkpointing)));
}

double relative_throughput(const TrainingRun& run, int nodes) {
  if (nodes >= run.nodes) {
    return 1.0;
  }
  return run.scaling_efficiency * nodes / run.nodes;
}

double accelerator_hours(const FleetStudy& study, Duration time) {
  return to_seconds(time) / 3600.0 * study.run.nodes * study.fleet.accelerators_per_node;
}

}  // namespace firedrill
