// Carries out a scenario against a world: injects its faults, waits for an alert, runs the runbook
// as the graph it is, pages people when a step fails, and observes the services all the while. It
// sees only what a world answers, so it is the same code in simulation and on a real cluster.
// Example: Conductor conductor{scenario}; Task drill = conductor.run(world); drill.start();
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/recovery/action.hpp"
#include "scenarios/latch.hpp"
#include "scenarios/messenger.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/staff.hpp"
#include "scenarios/task.hpp"
#include "scenarios/world.hpp"

namespace firedrill {

class Conductor {
 public:
  explicit Conductor(const Scenario& scenario);

  // The whole drill as one task; call again for the next run once it is done. One run at a time.
  Task run(World& world);

 private:
  Task inject(World& world, std::uint32_t fault);
  Task observe(World& world, std::uint32_t watch);
  Task run_step(World& world, std::uint32_t step);
  Task engage(World& world, RoleId role, std::uint32_t step, Outcome& outcome);
  Task watch_work(World& world);

  void reset();
  void start(Task task);
  void start_ready_steps(World& world);
  void end_step(World& world, std::uint32_t step, Outcome outcome);
  void trigger(World& world, const FaultTrigger& cause);
  void release_successors(std::uint32_t step);
  void skip_successors(std::uint32_t step);
  void consider(std::uint32_t step);
  void leave_out(std::uint32_t step);
  void settle(std::uint32_t step, bool has_failed);

  // What passes before a step is tried again.
  struct Pauses {
    Action planned;
    Action manual;
  };

  // The service of one RTO objective, observed by user-level probes.
  struct Watch {
    Action failure;
    Action recovery;
    std::uint32_t objective = 0;
  };

  struct StepState {
    std::uint32_t pending = 0;    // predecessors that have not let it start
    std::uint32_t undecided = 0;  // steps of if_failed that may still fail
    bool is_wanted = true;        // needs no failure to begin, or one has happened
    bool has_started = false;     // or been left out
    bool has_released = false;    // its successors may start
    bool is_skipped = false;      // a predecessor failed
  };

  const Scenario& scenario_;
  Staff staff_;
  Messenger messenger_;
  std::vector<Watch> watches_;
  std::vector<Action> injections_;
  std::vector<Action> read_backs_;
  struct Restoration {
    DataId data;
    Action copies, discarded;
  };
  std::vector<Restoration> restorations_;  // per kind of data that a fault makes wrong
  std::vector<Action> pages_;
  std::vector<Action> decisions_;
  std::vector<Action> handovers_;
  std::vector<Pauses> pauses_;  // per step
  Action await_alert_;
  Action read_clock_;
  Action read_work_;
  Action read_lost_work_;
  Action settle_;
  std::optional<std::uint32_t> capacity_objective_;
  bool has_hours_ = false;  // somebody answers by the hour
  std::vector<std::vector<std::uint32_t>> successors_;
  std::vector<std::vector<std::uint32_t>> substitutes_;  // per step: those that begin if it fails
  std::vector<std::uint32_t> roots_;                     // steps that wait for none

  std::vector<Task> tasks_;  // everything started in this run: kept alive until the next
  std::vector<StepState> initial_, steps_;
  std::vector<std::uint32_t> ready_;  // steps to start next
  Latch steps_left_;
  Latch watches_left_;
  bool is_starting_ = false;
  bool has_chained_faults_ = false;  // some wait for another fault or a step
  bool has_begun_ = false;           // a fault has been injected
};

}  // namespace firedrill
