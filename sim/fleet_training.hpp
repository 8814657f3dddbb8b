// The training job on a fleet: it trains; hangs from a failure of one of its nodes until that is
// detected; then checks all nodes (so that it also finds those whose failure nobody has noticed),
// takes those it can get, waits if they are too few, restarts and goes on from its last checkpoint.
// Between two changes its time is known in closed form. Every instant counts as exactly one kind of
// time. Example: if (training.fail(now)) { ... }; training.detected(now, stop);
#pragma once

#include <cstdint>

#include "models/fleet/tally.hpp"
#include "models/fleet/training_run.hpp"
#include "sim/checkpoint_cycle.hpp"
#include "sim/fleet_calendar.hpp"
#include "sim/fleet_nodes.hpp"

namespace firedrill {

class FleetTraining {
 public:
  FleetTraining(const FleetStudy& study, std::uint64_t seed, FleetNodes& nodes,
                FleetCalendar& calendar, FleetTally& tally);

  void reset(std::uint64_t replication);  // not begun
  void begin(Duration now);               // trains at once if there are enough nodes
  void end(Duration now);                 // of the horizon; unsaved work counts as useful

  // A failure hit the job. The number of the stop it belongs to; 0 if the job was not on its nodes.
  std::uint32_t fail(Duration now);
  // A failure that belongs to `stop` has been detected.
  void detected(Duration now, std::uint32_t stop);
  void nodes_came_back(Duration now);

  // What it planned in the calendar is due.
  void allocate(Duration now, std::uint32_t ticket);
  void train(Duration now, std::uint32_t ticket);
  void regrow(Duration now, std::uint32_t ticket);

 private:
  enum class Phase { not_begun, training, hung, waiting, restarting };

  void enter(Phase phase, Duration now);
  void settle(Duration now);
  void settle_training(Duration now, bool keeps_all);
  void plan(FleetDue::What what, Duration time);
  void plan_regrowth(Duration now);
  void take_nodes(Duration now);
  [[nodiscard]] std::uint32_t available() const { return nodes_.held() + nodes_.idle(); }

  const TrainingRun& run_;
  Duration recovery_limit_;
  CheckpointCycle cycle_;
  StreamKey restart_key_;
  FleetNodes& nodes_;
  FleetCalendar& calendar_;
  FleetTally& tally_;

  Draws restarts_;
  Phase phase_ = Phase::not_begun;
  Duration since_{};           // phase_ holds
  double throughput_ = 0.0;    // relative, of the nodes it trains or last trained on
  std::uint32_t ticket_ = 0;   // of the last plan
  std::uint32_t stop_ = 0;     // the last one
  Duration interrupted_at_{};  // first, since it trained
  bool is_interrupted_ = false;
};

}  // namespace firedrill
