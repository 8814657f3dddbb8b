#include "scenarios/messenger.hpp"

#include <algorithm>
#include <utility>

#include "scenarios/duties.hpp"
#include "scenarios/measure.hpp"

namespace firedrill {

bool announces(const Scenario& scenario, std::uint32_t index) {
  const Step& step = scenario.runbook.steps[index];
  const auto sends = [&](const Action& action) {
    const auto* notify = std::get_if<Notify>(&action);
    return notify != nullptr && notify->rule == scenario.incident.severity;
  };
  return sends(step.attempt.action) || (step.escalation && sends(step.escalation->manual.action));
}

bool assesses(const Step& step) {
  return std::holds_alternative<Assess>(step.attempt.action) ||
         (step.escalation && std::holds_alternative<Assess>(step.escalation->manual.action));
}

Messenger::Messenger(const Scenario& scenario, Staff& staff)
    : scenario_{scenario}, staff_{staff}, page_{Page{}}, update_pause_{Wait{}} {
  for (std::uint32_t step = 0; step < scenario.runbook.steps.size(); ++step) {
    announces_.push_back(static_cast<std::uint8_t>(announces(scenario, step)));
    assesses_.push_back(static_cast<std::uint8_t>(assesses(scenario.runbook.steps[step])));
  }
  for (std::uint32_t duty = 0; duty < scenario.duties.size(); ++duty) {
    writings_.emplace_back(Compose{DutyId{duty}});
    sendings_.emplace_back(Send{DutyId{duty}});
  }
  const auto& communication = scenario.plan.communication;
  if (!communication) {
    return;
  }
  page_ = Page{communication->sender.value_or(RoleId{})};
  if (const auto period = update_period(scenario.plan)) {
    const Duration pause = std::max(*period - communication->starts_ahead, Duration{1});
    update_pause_ = Wait{Distribution{Constant{to_seconds(pause)}}};
  }
}

void Messenger::begin() {
  tasks_.clear();
  left_ = {};
  incident_ = {.open = 1, .waiter = {}};
  is_aware_ = std::find(assesses_.begin(), assesses_.end(), 1) == assesses_.end();
  awareness_ = {.open = is_aware_ ? 0 : 1, .waiter = {}};
  is_announced_ = false;
  is_over_ = false;
  was_restored_ = false;
}

void Messenger::start(World& world) {
  if (scenario_.duties.empty() || !scenario_.plan.communication) {
    return;
  }
  left_.open = 1;
  alerted_at_ = world.now();
  start(work(world));
}

void Messenger::note_step(std::uint32_t step) {
  is_announced_ = is_announced_ || announces_[step] != 0;
  if (assesses_[step] != 0 && !std::exchange(is_aware_, true)) {
    awareness_.count_down();
  }
}

void Messenger::end_steps() {
  if (!is_aware_) {
    awareness_.count_down();
  }
}

void Messenger::end_incident(Outcome outcome) {
  is_over_ = true;
  was_restored_ = outcome == Outcome::succeeded;
  incident_.count_down();
}

// Once somebody can send, each kind of duty goes its own way.
Task Messenger::work(World& world) {
  auto reached = Outcome::succeeded;
  if (const auto& sender = scenario_.plan.communication->sender) {
    Operation page{world, page_, request_for(sender->index)};
    reached = co_await page;
  }
  if (reached == Outcome::succeeded) {
    left_.open += 2;
    start(inform(world));
    start(conclude(world));
    give_notices(world, DutyClock::alert);
    ++left_.open;
    start(give_notices_when_aware(world));
  }
  left_.count_down();
}

// The initial notification, then updates.
Task Messenger::inform(World& world) {
  Task announcement = announce(world);
  co_await announcement;
  for (std::uint32_t duty = 0; duty < scenario_.duties.size(); ++duty) {
    if (scenario_.duties[duty].kind == DutyKind::update) {
      Task updates = send_updates(world, duty);
      co_await updates;
    }
  }
  left_.count_down();
}

// Not needed once a step of the runbook has done it; writes once for all audiences.
Task Messenger::announce(World& world) {
  bool is_written = false;
  for (std::uint32_t duty = 0; duty < scenario_.duties.size(); ++duty) {
    if (scenario_.duties[duty].kind != DutyKind::initial || is_announced_) {
      continue;
    }
    if (!std::exchange(is_written, true)) {
      Task writing = compose(world, duty);
      co_await writing;
    }
    if (!is_announced_) {
      Task sending = send(world, duty);
      co_await sending;
    }
  }
}

Task Messenger::send_updates(World& world, std::uint32_t duty) {
  const Duration end = add(alerted_at_, scenario_.plan.communication->updates_for);
  while (!is_over_ && world.now() < end) {
    Operation pause{world, update_pause_, {.patience = never}};
    co_await pause;
    if (!is_over_) {
      Task writing = compose(world, duty);
      co_await writing;
    }
    if (!is_over_) {
      Task sending = send(world, duty);
      co_await sending;
    }
  }
}

// The confirmation that all is well again, then the review.
Task Messenger::conclude(World& world) {
  co_await incident_;
  for (std::uint32_t duty = 0; was_restored_ && duty < scenario_.duties.size(); ++duty) {
    const DutyKind kind = scenario_.duties[duty].kind;
    if (kind == DutyKind::confirmation || kind == DutyKind::review) {
      Task message = write_and_send(world, duty);
      co_await message;
    }
  }
  left_.count_down();
}

void Messenger::give_notices(World& world, DutyClock clock) {
  for (std::uint32_t duty = 0; duty < scenario_.duties.size(); ++duty) {
    const Duty& owed = scenario_.duties[duty];
    if (owed.kind == DutyKind::regulatory && owed.clock == clock) {
      ++left_.open;
      start(give_notice(world, duty));
    }
  }
}

Task Messenger::give_notices_when_aware(World& world) {
  co_await awareness_;
  if (is_aware_) {
    give_notices(world, DutyClock::awareness);
  }
  left_.count_down();
}

Task Messenger::give_notice(World& world, std::uint32_t duty) {
  Task message = write_and_send(world, duty);
  co_await message;
  left_.count_down();
}

Task Messenger::write_and_send(World& world, std::uint32_t duty) {
  Task writing = compose(world, duty);
  co_await writing;
  Task sending = send(world, duty);
  co_await sending;
}

// Whoever can send may be busy with the recovery.
Task Messenger::compose(World& world, std::uint32_t duty) {
  const auto& sender = scenario_.plan.communication->sender;
  if (sender) {
    Turn turn{world, staff_, *sender, {.is_message = true}};
    co_await turn;
  }
  Operation writing{world, writings_[duty], request_for(duty)};
  co_await writing;
  if (sender) {
    staff_.leave(*sender);
  }
}

Task Messenger::send(World& world, std::uint32_t duty) {
  Operation sending{world, sendings_[duty], request_for(duty)};
  co_await sending;
}

Request Messenger::request_for(std::uint32_t subject) const {
  return {.patience = scenario_.horizon,
          .subject = subject,
          .by_hand = scenario_.plan.communication->sender.has_value()};
}

void Messenger::start(Task task) {
  tasks_.push_back(std::move(task));
  tasks_.back().start();
}

}  // namespace firedrill
