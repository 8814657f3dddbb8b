#include "live/drill/live_world.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace firedrill {
namespace {

using namespace std::chrono_literals;

constexpr Duration tick_interval = 200ms;

// Tickets of a watch: nobody waits yet, or whoever did has been answered.
constexpr std::uint64_t nobody = 0;
constexpr std::uint64_t answered = ~std::uint64_t{0};

// What the conductor asks of people.
bool asks_person(const Action& action) {
  return std::holds_alternative<Page>(action) || std::holds_alternative<Decide>(action) ||
         std::holds_alternative<HandOver>(action);
}

bool is_reading(const Action& action) {
  return std::holds_alternative<ReadBack>(action) || std::holds_alternative<ReadCopies>(action) ||
         std::holds_alternative<ReadDiscarded>(action) ||
         std::holds_alternative<ReadWork>(action) || std::holds_alternative<ReadLostWork>(action);
}

}  // namespace

const Distribution* length_of(const FaultModel& model) {
  return std::visit(
      [](const auto& fault) -> const Distribution* {
        if constexpr (requires { fault.length; }) {
          return &fault.length;
        } else {
          return nullptr;
        }
      },
      model);
}

LiveWorld::LiveWorld(const Scenario& scenario, LiveHands& hands, const LiveOptions& options,
                     LiveWatcher watcher)
    : scenario_{scenario}, hands_{hands}, options_{options}, watcher_{std::move(watcher)} {
  for (const Objective& objective : scenario.objectives) {
    if (objective.service) {
      watches_.push_back({.service = *objective.service, .sustained = objective.sustained});
    }
  }
}

LiveWorld::~LiveWorld() {
  is_over_ = true;
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

void LiveWorld::post(Work work) {
  {
    const std::lock_guard lock{mutex_};
    come_.emplace(measured_now(), std::move(work));
  }
  has_come_.notify_one();
}

void LiveWorld::at(Duration due, Work work) {
  if (due != never) {
    timers_.emplace(due, std::move(work));
  }
}

// Whatever was due or came first; timers before what came at the same instant.
void LiveWorld::deal_with_next() {
  std::unique_lock lock{mutex_};
  for (;;) {
    const Duration due = timers_.empty() ? never : timers_.begin()->first;
    const Duration came = come_.empty() ? never : come_.begin()->first;
    const Duration next = std::min(due, came);
    if (next <= measured_now()) {
      auto& from = due <= came ? timers_ : come_;
      const auto node = from.extract(from.begin());
      lock.unlock();
      now_ = std::max(now_, next);
      lateness_ = std::max(lateness_, measured_now() - next);
      node.mapped()();
      return;
    }
    has_come_.wait_until(lock, options_.zero + std::min(due, measured_now() + 1s));
  }
}

void LiveWorld::run(const Task& drill) {
  std::function<void()> tick = [&] {
    if (watcher_.tick) {
      watcher_.tick();
    }
    at(now_ + tick_interval, tick);
  };
  {
    const std::lock_guard lock{mutex_};
    come_.clear();  // what probes saw before anybody watched
  }
  now_ = std::max(now_, measured_now());
  tick();
  drill.start();
  while (!drill.is_done()) {
    deal_with_next();
    for (; watcher_.answered && shown_ < timeline.events().size(); ++shown_) {
      watcher_.answered(timeline.events()[shown_]);
    }
  }
  is_over_ = true;
  timers_.clear();
  if (watcher_.ended) {
    watcher_.ended();
  }
  for (std::thread& thread : threads_) {
    thread.join();
  }
  threads_.clear();
}

void LiveWorld::stop() {
  is_stopped_ = true;
  if (!is_over_.exchange(true)) {
    post([this] {
      while (!asked_.empty()) {
        answer(asked_.begin()->first, {});
      }
    });
  }
}

std::uint64_t LiveWorld::ask(Operation& operation) {
  const std::uint64_t ticket = ++tickets_;
  asked_.emplace(ticket, &operation);
  at(add(now_, operation.patience()), [this, ticket] { answer(ticket, {}); });
  return ticket;
}

// Only the first answer counts; what comes later, or after the patience, is no answer.
void LiveWorld::answer(std::uint64_t ticket, const WorkResult& result) {
  const auto found = asked_.find(ticket);
  if (found == asked_.end()) {
    return;
  }
  Operation& operation = *found->second;
  asked_.erase(found);
  operation.answer(result.outcome, result.value);
  resume(operation.waiter());
}

void LiveWorld::in_background(std::uint64_t ticket, std::function<WorkResult()> work) {
  threads_.emplace_back([this, ticket, work = std::move(work)] {
    const WorkResult result = work();
    post([this, ticket, result] { answer(ticket, result); });
  });
}

Duration LiveWorld::drawn(const Distribution& law, const std::string& stream) {
  const auto [found, is_new] = draws_.try_emplace(stream);
  if (is_new) {
    found->second = Draws{StreamKey{options_.seed, stream}, 0};
  }
  return sample_duration(law, found->second);
}

void LiveWorld::submit(Operation& operation) {
  if (is_over_) {
    operation.answer(Outcome::unknown);
    return;
  }
  const Action& action = operation.action();
  const std::uint64_t ticket = ask(operation);
  if (const auto* wait_action = std::get_if<Wait>(&action)) {
    wait(*wait_action, operation, ticket);
  } else if (const auto* injection = std::get_if<Inject>(&action)) {
    const Fault& fault = scenario_.faults[injection->fault.index];
    const FaultId id = injection->fault;
    at(add(now_, drawn(fault.at, "fault/" + fault.name + "/at")),
       [this, id, ticket] { inject(id, ticket); });
  } else if (std::holds_alternative<AwaitAlert>(action)) {
    alert_ticket_ = ticket;
    look_for_alert();
  } else if (asks_person(action)) {
    in_background(ticket, [this, &action] { return hands_.ask_person(action, is_over_); });
  } else if (std::holds_alternative<AwaitFailure>(action) ||
             std::holds_alternative<AwaitRecovery>(action)) {
    watch(action, ticket);
  } else if (std::holds_alternative<ReadClock>(action)) {
    const auto week =
        std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch() +
                                             3 * one_day);  // 1970 began on Thursday
    post([this, ticket, week] { answer(ticket, {Outcome::succeeded, (week % one_week).count()}); });
  } else if (is_reading(action)) {
    in_background(ticket, [this, &action] { return hands_.read(action); });
  } else {
    const WorkRequest request{
        .step = operation.step() == no_step ? "" : scenario_.runbook.steps[operation.step()].name,
        .patience = operation.patience(),
        .is_by_hand = operation.is_by_hand(),
        .is_stopped = &is_stopped_};
    in_background(ticket, [this, &action, request] { return hands_.carry_out(action, request); });
  }
}

// What was raised before the fault is no alert of it.
void LiveWorld::look_for_alert() {
  if (options_.alerts == AlertsFrom::beginning_is_one && alert_ticket_ != nobody) {
    post([this, ticket = std::exchange(alert_ticket_, nobody)] {
      answer(ticket, {Outcome::succeeded, 0});
    });
  }
  const bool may_come = options_.alerts == AlertsFrom::the_beginning || injecting_since_ != never;
  if (alert_ticket_ != nobody && may_come) {
    in_background(std::exchange(alert_ticket_, nobody),
                  [this] { return hands_.await_alert(is_over_); });
  }
}

void LiveWorld::wait(const Wait& action, const Operation& operation, std::uint64_t ticket) {
  const std::string stream =
      operation.step() == no_step ? "wait" : scenario_.runbook.steps[operation.step()].name;
  at(add(now_, drawn(action.length, "wait/" + stream)), [this, ticket] {
    answer(ticket, {Outcome::succeeded, 0});
  });
}

// The fault's end is the world's to bring about: a coroutine that waits for it there is none.
void LiveWorld::inject(FaultId fault, std::uint64_t ticket) {
  if (is_over_) {
    return;
  }
  const Fault& planned = scenario_.faults[fault.index];
  if (!is_circumstance(planned.model) && injecting_since_ == never) {
    injecting_since_ = now_;
    look_for_alert();
  }
  const Distribution* law = length_of(planned.model);
  const Duration length = law == nullptr ? never : drawn(*law, "fault/" + planned.name);
  threads_.emplace_back([this, fault, length] {
    const WorkResult result = hands_.inject(fault, length);
    post([this, fault, length, result] {
      if (watcher_.fault) {
        watcher_.fault(fault, true, result);
      }
      if (result.outcome == Outcome::succeeded) {
        at(add(now_, length), [this, fault] {
          threads_.emplace_back([this, fault] {
            const WorkResult healed = hands_.heal(fault);
            post([this, fault, healed] {
              if (watcher_.fault) {
                watcher_.fault(fault, false, healed);
              }
            });
          });
        });
      }
    });
  });
  // Users may feel it before all of it is there: recovery time runs from here, its beginning.
  answer(ticket, {Outcome::succeeded, 0});
}

void LiveWorld::watch(const Action& action, std::uint64_t ticket) {
  const auto* recovery = std::get_if<AwaitRecovery>(&action);
  for (Watch& one : watches_) {
    if (recovery != nullptr && one.service == recovery->service &&
        one.sustained == recovery->sustained && one.recovery == nobody) {
      one.recovery = ticket;
      post([this, &one] { answer_watches(one); });  // whoever asks is not waiting yet
      return;
    }
    const auto* failure = std::get_if<AwaitFailure>(&action);
    if (failure != nullptr && one.service == failure->service && one.failure == nobody) {
      one.failure = ticket;
      return;
    }
  }
}

void LiveWorld::take(ServiceId service, std::uint32_t probe, const ProbeResult& result) {
  post([this, service, probe, result] {
    if (injecting_since_ == never || result.intended < injecting_since_) {
      return;
    }
    for (Watch& one : watches_) {
      if (one.service == service) {
        const StreakRule rule{.from = injecting_since_, .sustained = one.sustained};
        one.probes.try_emplace(probe, rule).first->second.take(result);
      }
    }
    for (Watch& one : watches_) {  // an answer may ask anew
      if (one.service == service) {
        answer_watches(one);
      }
    }
  });
}

// A service fails when any of its probes does, and is back when all that failed are.
void LiveWorld::answer_watches(Watch& watch) {
  Duration impact = never;
  Duration success{};
  bool is_back = true;
  for (const auto& [probe, tracker] : watch.probes) {
    const StreakReport& report = tracker.report();
    if (report.impact) {
      impact = std::min(impact, *report.impact);
      is_back = is_back && report.first_success.has_value();
      success = std::max(success, report.first_success.value_or(Duration::zero()));
    }
  }
  if (impact == never) {
    return;
  }
  if (watch.failure != nobody && watch.failure != answered) {
    const std::uint64_t ticket = std::exchange(watch.failure, answered);
    answer(ticket, {Outcome::succeeded, impact.count()});
  }
  if (is_back && watch.recovery != nobody && watch.recovery != answered) {
    const std::uint64_t ticket = std::exchange(watch.recovery, answered);
    answer(ticket, {Outcome::succeeded, success.count()});
  }
}

}  // namespace firedrill
