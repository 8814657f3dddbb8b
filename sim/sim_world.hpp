// The simulated world: answers every operation on virtual time from the plan's models. What an
// operation changes and when its answer comes are two events, so that an answer that comes too late
// (unknown) does not undo its effect. One object serves many replications without allocating.
// Example:
//   SimWorld world{scenario, seed};
//   world.begin(replication);
//   world.run(conductor.run(world));
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "scenarios/scenario.hpp"
#include "scenarios/task.hpp"
#include "scenarios/world.hpp"
#include "sim/calendar.hpp"
#include "sim/data_state.hpp"
#include "sim/detection.hpp"
#include "sim/loss_model.hpp"
#include "sim/luck.hpp"
#include "sim/people.hpp"
#include "sim/site_state.hpp"
#include "sim/training.hpp"
#include "sim/week_clock.hpp"

namespace firedrill {

class SimWorld final : public World {
 public:
  SimWorld(const Scenario& scenario, std::uint64_t seed);

  // Back to the steady state at time zero, with the luck of `replication`.
  void begin(std::uint64_t replication);

  // Runs `drill` until it is done.
  void run(const Task& drill);

  // Or until `is_enough(now)`, asked now and then, says so: the drill can then only be destroyed.
  template <class IsEnough>
  void run_until(const Task& drill, const IsEnough& is_enough) {
    constexpr int between = 16;  // events: cheap, and little is done in vain
    drill.start();
    for (int event = 1; !drill.is_done(); ++event) {
      if (event % between == 0 && is_enough(now_)) {
        return;
      }
      happen_next();
    }
  }
  // The same; `after_event(n)` is called after the n-th event, from 1, and may branch().
  void run(const Task& drill, const std::function<void(std::uint64_t)>& after_event);

  // As Luck::expect().
  void expect(std::uint64_t count) { luck_.expect(count); }

  // From here on with the luck of `replication`; copies made in the past stay what they are.
  void branch(std::uint64_t replication) { luck_.branch(replication); }

  [[nodiscard]] Duration now() const override { return now_; }

  // How much waited to cross between regions before `at` of this replication.
  [[nodiscard]] std::vector<BacklogCurve> backlog_before(Duration at) {
    return losses_.backlog_before(at, luck_);
  }
  void submit(Operation& operation) override;

 private:
  // Something that will happen, with the operation that is answered by it, if any.
  struct Due {
    enum class What : std::uint8_t {
      answer,
      time_out,
      verified,
      evidence_kept,
      inject,
      region_back,
      control_plane_back,
      components_back,
      log_disk_full,
      log_disk_freed,
      flapped,
      traffic_stopped,
      fenced,
      node_ready,
      node_broken,
      promoted,
      resynced,
      failed_back,
      dns_switched,
      client_moved,
      rebuilt,
      redistributed,
      isolated,
      released,
      assessed,
      restored,
      secrets_rotated,
      created,
      recreated,
      alert,
      failure_seen,
      recovery_seen,
      training_restarted
    };
    What what = What::answer;
    Outcome outcome = Outcome::succeeded;
    std::uint32_t subject = 0;  // component, region, service, fault or ticket, by `what`
    std::uint32_t detail =
        0;  // region of a switch or check; count of changes or flaps; resource; node
    std::int64_t value = 0;
    Operation* operation = nullptr;
  };

  // An operation that waits for the state to change.
  struct Waiting {
    Operation* operation = nullptr;
    std::uint32_t ticket = 0;
    Duration until{};  // when its patience ends
  };

  struct ServiceState {
    bool is_up = false;
    std::uint32_t changes = 0;  // how often it went up or down
    Duration probe_phase{};
  };

  // When a lost region, or its control planes, are back.
  struct RegionReturn {
    Duration at{};
    Duration control_planes_at{};
  };

  // How each kind of action is begun; what it changes happens in happen().
  void carry_out(const Wait& action, Operation& operation);
  void carry_out(const StopTraffic& action, Operation& operation);
  void carry_out(const Fence& action, Operation& operation);
  void carry_out(const ScaleOut& action, Operation& operation);
  void carry_out(const Promote& action, Operation& operation);
  void carry_out(const UpdateDns& action, Operation& operation);
  void carry_out(const Verify& action, Operation& operation);
  void carry_out(const Notify& action, Operation& operation);
  void carry_out(const Rebuild& action, Operation& operation);
  void carry_out(const Perform& action, Operation& operation);
  void carry_out(const Resync& action, Operation& operation);
  void carry_out(const FailBack& action, Operation& operation);
  void carry_out(const Redistribute& action, Operation& operation);
  void carry_out(const Isolate& action, Operation& operation);
  void carry_out(const Release& action, Operation& operation);
  void carry_out(const Assess& action, Operation& operation);
  void carry_out(const Restore& action, Operation& operation);
  void carry_out(const PreserveEvidence& action, Operation& operation);
  void carry_out(const RotateSecrets& action, Operation& operation);
  void carry_out(const Recreate& action, Operation& operation);
  void carry_out(const Inject& action, Operation& operation);
  void carry_out(const AwaitAlert& action, Operation& operation);
  void carry_out(const Page& action, Operation& operation);
  void carry_out(const Decide& action, Operation& operation);
  void carry_out(const HandOver& action, Operation& operation);
  void carry_out(const AwaitFailure& action, Operation& operation);
  void carry_out(const AwaitRecovery& action, Operation& operation);
  void carry_out(const ReadBack& action, Operation& operation);
  void carry_out(const ReadCopies& action, Operation& operation);
  void carry_out(const ReadDiscarded& action, Operation& operation);
  void carry_out(const ReadClock& action, Operation& operation);
  void carry_out(const ReadWork& action, Operation& operation);
  void carry_out(const ReadLostWork& action, Operation& operation);
  void carry_out(const Compose& action, Operation& operation);
  void carry_out(const Send& action, Operation& operation);

  void happen_next();
  void happen(const Due& due);
  [[nodiscard]] bool has_succeeded(const Due& due);
  [[nodiscard]] bool is_lost_meanwhile(const Due& due) const;
  void change_state(const Due& due);

  // How each kind of fault begins, and ends or goes on.
  void begin_fault(const RegionOutage& outage, std::uint32_t fault);
  void begin_fault(const ComponentOutage& outage, std::uint32_t fault);
  void begin_fault(const Flapping& flapping, std::uint32_t fault);
  void begin_fault(const LinkCut& cut, std::uint32_t fault);
  void begin_fault(const NodeFailure& failure, std::uint32_t fault);
  void begin_fault(const DataCorruption& corruption, std::uint32_t fault);
  void begin_fault(const Intrusion& intrusion, std::uint32_t fault);
  void begin_fault(const Absence& absence, std::uint32_t fault);
  void begin_fault(const LinkDegradation& network, std::uint32_t fault);
  void begin_fault(const ReplicaStall& stall, std::uint32_t fault);
  void corrupt(const std::vector<DataId>& data, Duration noticed, std::uint32_t fault);
  void lose_region(RegionId region);
  void lose_data(DataId data, Duration age, Duration since);
  void flap(std::uint32_t fault, std::uint32_t count);
  void follow_log_disks(std::uint32_t fault);
  void fill_log_disk(ComponentId replica, std::uint32_t fault);
  void lose_unsent(ComponentId replica);
  void end_outage(std::uint32_t fault);
  void alert_after(Duration delay, std::uint32_t fault);
  void raise_alert(std::uint32_t fault, std::uint32_t begun);
  [[nodiscard]] bool is_felt() const;

  // Code, and what of it is there.
  struct Stack {
    std::uint32_t component = 0;
    const InfrastructureCode& code;
    CreationSchedule schedule;
    std::vector<StreamId> streams;  // per resource, as the next two
    std::vector<CreationSchedule::Attempt> attempts;
    std::vector<char> is_there;
    std::vector<std::vector<Duration>> breaks;  // per resource and node of the cluster it becomes
  };
  void add_stack(std::uint32_t component, const InfrastructureCode& code);
  [[nodiscard]] Stack& stack_of(std::uint32_t component);
  [[nodiscard]] CreationSchedule::Attempt attempt_of(Stack& stack, std::size_t index);
  void create_resource(std::uint32_t component, std::uint32_t index);
  [[nodiscard]] bool is_recreated(std::uint32_t component);

  void undo_damage(const Due& due);
  void fail_back(ComponentId primary);
  [[nodiscard]] std::uint32_t list_index(const std::vector<ServiceId>& services);
  void set_isolation(std::uint32_t list, bool stops);
  [[nodiscard]] DataState::Attempt try_restore(const Restore& action, DataId data,
                                               const Operation& operation);
  [[nodiscard]] bool can_hold(const Restore& action) const;
  void finish_restore(std::uint32_t index);
  void stop_traffic(RegionId region);
  void switch_dns(std::uint32_t zone, std::uint32_t region);
  void refresh();
  void mark_failing();
  void watch(const Waiting& waiting);
  void see_failure(const Due& due);
  void see_recovery(const Due& due);
  void answer_scaling(std::uint32_t cluster);
  void start_node(std::uint32_t cluster, std::uint32_t node);
  void add_node(const Due& due);
  void break_later(std::uint32_t cluster, std::uint32_t node, Duration delay);
  void break_node(std::uint32_t cluster, std::uint32_t node);
  void time_out();

  // Written in place, field by field, for the reason given in Operation::await_resume.
  Due& schedule(Duration delay, const Due& due) {
    Due& entry = calendar_.add(delay < never - now_ ? now_ + delay : never);
    entry.what = due.what;
    entry.outcome = due.outcome;
    entry.subject = due.subject;
    entry.detail = due.detail;
    entry.value = due.value;
    entry.operation = due.operation;
    return entry;
  }
  // `due` and its answer after `delay`; an answer beyond the patience becomes unknown when that
  // ends, while the effect still comes.
  void answer_after(Duration delay, const Due& due, Operation& operation);
  void answer_now(Operation& operation);
  Waiting wait_in(std::vector<Waiting>& list, Operation& operation);
  static void finish(Operation& operation, Outcome outcome, std::int64_t value = 0);

  bool can_change(ComponentId component, Operation& operation);
  Draws& draws_of(const Operation& operation);
  [[nodiscard]] Duration next_probe(ServiceId service) const;

  const Scenario& scenario_;
  const Plan& plan_;
  Luck luck_;
  SiteState state_;
  LossModel losses_;
  WeekClock clock_;
  DataState data_;
  Detection detection_;
  People people_;
  Training training_;

  struct StepStreams {
    StreamId automatic, by_hand;
  };
  struct ComponentStreams {
    StreamId main, clients;
    std::vector<StreamId> nodes;
  };
  struct FaultStreams {
    StreamId at, length;
  };
  // Alerts are about what was there when a monitor saw it.
  struct FaultState {
    std::uint32_t begun = 0;  // how often; a flapping one begins several times
    bool is_active = false;
  };
  std::vector<StepStreams> step_streams_;
  std::vector<ComponentStreams> component_streams_;
  std::vector<FaultStreams> fault_streams_;
  std::vector<FaultState> faults_;
  std::vector<const DataCorruption*> showing_;  // those that services fail of
  std::vector<StreamId> probe_streams_;  // per service
  std::vector<StreamId> duty_streams_;   // per duty
  StreamId other_stream_{};

  // A restore under way, and what it will come to.
  struct PendingRestore {
    const Restore* action = nullptr;
    std::size_t first_attempt = 0;  // of one per kind of data, in restore_attempts_
    Outcome outcome = Outcome::succeeded;
    Duration done_at{};
  };
  std::vector<PendingRestore> restores_;
  std::vector<DataState::Attempt> restore_attempts_;
  std::vector<const std::vector<ServiceId>*> service_lists_;
  std::vector<Stack> stacks_;

  Calendar<Due> calendar_;
  Duration now_{};
  std::uint32_t tickets_ = 0;
  Duration next_time_out_ = never;  // the one put into the calendar last
  std::vector<Waiting> alerts_, watches_, scalings_;
  std::vector<ServiceState> steady_services_, services_;
  std::vector<RegionReturn> returns_;  // per region
  std::vector<Duration> data_age_;     // per data kind: what the fault left
  bool has_alerted_ = false;
  bool has_promoted_ = false;
  bool has_diverged_ = false;
  bool has_restored_ = false;  // something, over whatever evidence there was
  bool has_rotated_ = false;   // the secrets an intruder knew
};

}  // namespace firedrill
