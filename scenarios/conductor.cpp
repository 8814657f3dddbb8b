#include "scenarios/conductor.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "scenarios/measure.hpp"
#include "scenarios/restorations.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;

// The throughput after recovery is that of the second window of this length: training has restarted
// by then (plans and published figures speak of up to twenty minutes).
constexpr Duration throughput_window = 30min;

}  // namespace

Conductor::Conductor(const Scenario& scenario)
    : scenario_{scenario},
      staff_{scenario.plan},
      messenger_{scenario, staff_},
      await_alert_{AwaitAlert{}},
      read_clock_{ReadClock{}},
      read_work_{ReadWork{}},
      read_lost_work_{ReadLostWork{}},
      settle_{Wait{Distribution{Constant{to_seconds(throughput_window)}}}} {
  for (std::uint32_t index = 0; index < scenario.objectives.size(); ++index) {
    const Objective& objective = scenario.objectives[index];
    if (objective.service) {
      watches_.push_back({.failure = AwaitFailure{*objective.service},
                          .recovery = AwaitRecovery{*objective.service, objective.sustained},
                          .objective = index});
    }
  }
  for (std::uint32_t fault = 0; fault < scenario.faults.size(); ++fault) {
    injections_.emplace_back(Inject{FaultId{fault}});
    has_chained_faults_ |= scenario.faults[fault].after.index() != 0;
  }
  for (std::uint32_t data = 0; data < scenario.plan.data.size(); ++data) {
    read_backs_.emplace_back(ReadBack{DataId{data}});
  }
  for (const DataId data : endangered_data(scenario)) {
    restorations_.push_back({data, ReadCopies{data}, ReadDiscarded{data}});
  }
  for (std::uint32_t role = 0; role < scenario.plan.roles.size(); ++role) {
    pages_.emplace_back(Page{RoleId{role}});
    decisions_.emplace_back(Decide{RoleId{role}});
    handovers_.emplace_back(HandOver{RoleId{role}});
  }
  has_hours_ = role_with_hours(scenario.plan) != nullptr;
  capacity_objective_ = capacity_objective(scenario);
  successors_.resize(scenario.runbook.steps.size());
  substitutes_.resize(scenario.runbook.steps.size());
  for (std::uint32_t step = 0; step < scenario.runbook.steps.size(); ++step) {
    const auto& escalation = scenario.runbook.steps[step].escalation;
    pauses_.push_back(
        {.planned = Wait{scenario.runbook.steps[step].attempt.retry_wait}, .manual = Wait{}});
    if (escalation) {
      pauses_.back().manual = Wait{escalation->manual.retry_wait};
    }
    const auto& after = scenario.runbook.steps[step].after;
    const auto& if_failed = scenario.runbook.steps[step].if_failed;
    initial_.push_back({.pending = static_cast<std::uint32_t>(after.size()),
                        .undecided = static_cast<std::uint32_t>(if_failed.size()),
                        .is_wanted = if_failed.empty()});
    for (const StepId before : after) {
      successors_[before.index].push_back(step);
    }
    for (const StepId other : if_failed) {
      substitutes_[other.index].push_back(step);
    }
    if (after.empty() && if_failed.empty()) {
      roots_.insert(roots_.begin(), step);  // started from the back, hence in the file's order
    }
  }
}

void Conductor::reset() {
  tasks_.clear();
  steps_ = initial_;
  ready_.clear();
  steps_left_ = {.open = static_cast<int>(steps_.size()), .waiter = {}};
  watches_left_ = {.open = static_cast<int>(watches_.size()), .waiter = {}};
  is_starting_ = false;
  has_begun_ = false;
  staff_.begin();
  messenger_.begin();
}

Task Conductor::run(World& world) {
  reset();
  for (std::uint32_t watch = 0; watch < watches_.size(); ++watch) {
    start(observe(world, watch));
  }
  if (has_hours_) {
    Operation clock{world, read_clock_, {}};
    co_await clock;
  }
  trigger(world, FaultTrigger{});
  Operation alert{world, await_alert_, {.patience = scenario_.horizon}};
  const auto seen = co_await alert;
  if (seen == Outcome::succeeded) {
    messenger_.start(world);
    if (!capacity_objective_) {
      messenger_.end_incident(Outcome::unknown);
    }
  }
  if (seen == Outcome::succeeded && !steps_.empty()) {
    // Who decides that this is a disaster; an automatic runbook decides at once.
    if (const auto& role = scenario_.runbook.declared_by) {
      auto answered = Outcome::unknown;
      Task engagement = engage(world, *role, no_step, answered);
      co_await engagement;
    }
    ready_ = roots_;
    start_ready_steps(world);
    co_await steps_left_;
  }
  messenger_.end_steps();
  co_await watches_left_;
  Latch& messages_left = messenger_.left();
  co_await messages_left;
  for (std::uint32_t data = 0; data < read_backs_.size(); ++data) {  // what was lost
    Operation reading{world, read_backs_[data], {.patience = scenario_.horizon, .subject = data}};
    co_await reading;
  }
  for (const Restoration& one : restorations_) {  // and what it took to bring back
    Operation copies{world, one.copies, {.subject = one.data.index}};
    co_await copies;
    Operation discarded{world, one.discarded, {.subject = one.data.index}};
    co_await discarded;
  }
}

Task Conductor::inject(World& world, std::uint32_t fault) {
  Operation injection{world, injections_[fault], {.patience = never, .subject = fault}};
  co_await injection;
  if (scenario_.plan.training && !is_circumstance(scenario_.faults[fault].model) &&
      !std::exchange(has_begun_, true)) {
    Operation work{world, read_work_, {}};
    co_await work;
  }
  if (has_chained_faults_) {
    trigger(world, FaultId{fault});
  }
}

// Starts the faults that waited for `cause`.
void Conductor::trigger(World& world, const FaultTrigger& cause) {
  for (std::uint32_t fault = 0; fault < injections_.size(); ++fault) {
    if (scenario_.faults[fault].after == cause) {
      start(inject(world, fault));
    }
  }
}

Task Conductor::observe(World& world, std::uint32_t watch) {
  const Watch& watched = watches_[watch];
  Operation failure{
      world, watched.failure, {.patience = scenario_.horizon, .subject = watched.objective}};
  const auto failed = co_await failure;
  auto recovered = Outcome::unknown;
  if (failed == Outcome::succeeded) {
    const Duration left = scenario_.horizon - world.now();
    Operation recovery{world, watched.recovery, {.patience = left, .subject = watched.objective}};
    recovered = co_await recovery;
  }
  if (watched.objective == capacity_objective_) {
    messenger_.end_incident(recovered);
  }
  if (watched.objective == capacity_objective_ && scenario_.plan.training) {
    Task work = watch_work(world);
    co_await work;
  }
  watches_left_.count_down();
}

// How much was trained until full capacity was back, how fast it goes from then on, and how much
// work the job has lost.
Task Conductor::watch_work(World& world) {
  Operation at_recovery{world, read_work_, {}};
  co_await at_recovery;
  Operation settling{world, settle_, {.patience = never}};
  co_await settling;
  Operation settled{world, read_work_, {}};
  co_await settled;
  Operation watching{world, settle_, {.patience = never}};
  co_await watching;
  Operation afterwards{world, read_work_, {}};
  co_await afterwards;
  Operation lost{world, read_lost_work_, {}};
  co_await lost;
}

// Pages `role` until somebody acknowledges, and waits for the decision. Who has worked for a shift
// finishes what they are at and hands over before beginning anything else.
Task Conductor::engage(World& world, RoleId role, std::uint32_t step, Outcome& outcome) {
  const Request request{
      .patience = scenario_.horizon, .step = step, .subject = role.index, .by_hand = true};
  Operation page{world, pages_[role.index], request};
  outcome = co_await page;
  if (outcome == Outcome::succeeded) {
    if (staff_.changes_shift(role, world.now())) {
      Operation handover{world, handovers_[role.index], request};
      co_await handover;
    }
    Operation decision{world, decisions_[role.index], request};
    outcome = co_await decision;
    staff_.begin_shift(role, world.now());
  }
}

// Does one step: first the way the runbook plans, then, should that fail, the way a person takes it
// over. Each way is asked for again while it does not succeed and retries are left; actions are
// idempotent, so repeating one whose answer was unknown joins the effect that may be under way.
Task Conductor::run_step(World& world, std::uint32_t index) {
  const Step& step = scenario_.runbook.steps[index];
  if (has_chained_faults_) {
    trigger(world, StepId{index});
  }
  const std::optional<RoleId>* role = &step.performer;
  const Attempt* way = &step.attempt;
  auto outcome = Outcome::unknown;
  for (;;) {
    const bool is_manual = way != &step.attempt;
    const bool is_by_hand = is_manual || step.performer.has_value();
    auto engaged = Outcome::succeeded;
    bool is_held = false;  // somebody of the role is busy with this
    if (*role) {
      Turn turn{world, staff_, **role, {.step = index}};
      co_await turn;
      is_held = true;
      Task engagement = engage(world, **role, index, engaged);
      co_await engagement;
      outcome = engaged;
    }
    if (is_held && !keeps_busy(way->action)) {
      is_held = false;
      staff_.leave(**role);
    }
    for (int round = 0; engaged == Outcome::succeeded && round <= way->retries; ++round) {
      if (round > 0) {
        Operation waiting{world,
                          is_manual ? pauses_[index].manual : pauses_[index].planned,
                          {.patience = never, .step = index, .by_hand = is_by_hand}};
        co_await waiting;
      }
      Operation operation{world,
                          way->action,
                          {.patience = way->patience,
                           .step = index,
                           .attempt = static_cast<std::uint8_t>(std::min(round, 255)),
                           .by_hand = is_by_hand}};
      outcome = co_await operation;
      if (outcome == Outcome::succeeded) {
        break;
      }
    }
    if (is_held) {
      staff_.leave(**role);
    }
    if (outcome == Outcome::succeeded || is_manual || !step.escalation) {
      break;
    }
    if (step.on_failure == OnFailure::escalate_and_go_on) {
      release_successors(index);
      start_ready_steps(world);
    }
    role = &step.escalation->role;
    way = &step.escalation->manual;
  }
  end_step(world, index, outcome);
}

void Conductor::release_successors(std::uint32_t index) {
  if (std::exchange(steps_[index].has_released, true)) {
    return;
  }
  for (const std::uint32_t next : successors_[index]) {
    --steps_[next].pending;
    consider(next);
  }
}

// Starts `index` if nothing keeps it waiting, or leaves it out once nothing it stands in for can
// fail any more.
void Conductor::consider(std::uint32_t index) {
  StepState& step = steps_[index];
  if (step.pending > 0 || step.has_started || step.is_skipped) {
    return;
  }
  if (step.is_wanted) {
    step.has_started = true;
    ready_.push_back(index);
  } else if (step.undecided == 0) {
    step.has_started = true;
    leave_out(index);
  }
}

// It counts as ended, and the steps after it need not wait for it.
void Conductor::leave_out(std::uint32_t index) {
  release_successors(index);
  settle(index, false);
  steps_left_.count_down();
}

// What became of `index` in the end is known to the steps that begin if it fails.
void Conductor::settle(std::uint32_t index, bool has_failed) {
  for (const std::uint32_t substitute : substitutes_[index]) {
    --steps_[substitute].undecided;
    steps_[substitute].is_wanted = steps_[substitute].is_wanted || has_failed;
    consider(substitute);
  }
}

// Steps after a failed one never start; each still counts as ended, and has not failed itself. A
// step that was released in time (its predecessor goes on while a person mends it) is running and
// stays.
void Conductor::skip_successors(std::uint32_t index) {
  for (const std::uint32_t next : successors_[index]) {
    if (!std::exchange(steps_[next].is_skipped, true)) {
      skip_successors(next);
      settle(next, false);
      steps_left_.count_down();
    }
  }
}

void Conductor::end_step(World& world, std::uint32_t index, Outcome outcome) {
  const OnFailure policy = scenario_.runbook.steps[index].on_failure;
  const bool has_failed = outcome != Outcome::succeeded;
  if (!has_failed) {
    messenger_.note_step(index);
  }
  if (!has_failed || policy == OnFailure::go_on || steps_[index].has_released) {
    release_successors(index);
  } else {
    skip_successors(index);
  }
  settle(index, has_failed);
  start_ready_steps(world);
  steps_left_.count_down();
}

// Starts what has become ready, one after the other; a step that ends at once may make more ready,
// which the loop that is already running picks up.
void Conductor::start_ready_steps(World& world) {
  if (is_starting_) {
    return;
  }
  is_starting_ = true;
  while (!ready_.empty()) {
    const std::uint32_t step = ready_.back();
    ready_.pop_back();
    start(run_step(world, step));
  }
  is_starting_ = false;
}

void Conductor::start(Task task) {
  tasks_.push_back(std::move(task));
  tasks_.back().start();
}

}  // namespace firedrill
