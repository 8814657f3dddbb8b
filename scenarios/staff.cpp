#include "scenarios/staff.hpp"

#include <algorithm>

namespace firedrill {
namespace {

template <class... Kinds>
bool is_one_of(const Action& action) {
  return (std::holds_alternative<Kinds>(action) || ...);
}

}  // namespace

Staff::Staff(const Plan& plan) {
  for (const Role& role : plan.roles) {
    OfRole of_role;
    of_role.people = role.people;
    of_role.shift = role.shift ? role.shift->length : never;
    roles_.push_back(std::move(of_role));
  }
}

void Staff::begin() {
  for (OfRole& role : roles_) {
    role.free = role.people.value_or(0);
    role.queue.clear();
    role.shift_begun_at = never;
  }
}

void Staff::begin_shift(RoleId role, Duration now) {
  Duration& begun_at = roles_[role.index].shift_begun_at;
  begun_at = std::min(begun_at, now);
}

bool Staff::changes_shift(RoleId role, Duration now) {
  OfRole& of_role = roles_[role.index];
  const bool is_over = now >= add(of_role.shift_begun_at, of_role.shift);
  if (is_over) {
    of_role.shift_begun_at = now;
  }
  return is_over;
}

void Staff::leave(RoleId role) {
  OfRole& of_role = roles_[role.index];
  if (!of_role.people) {
    return;
  }
  auto& queue = of_role.queue;
  if (queue.empty()) {
    ++of_role.free;
    return;
  }
  auto next =
      std::find_if(queue.begin(), queue.end(), [](const Waiting& one) { return !one.is_message; });
  next = next == queue.end() ? queue.begin() : next;
  const std::coroutine_handle<> handle = next->handle;
  queue.erase(next);
  resume(handle);
}

void Turn::await_resume() const {
  if (!has_waited_) {
    return;
  }
  Event& event = world_->timeline.append();
  event.asked = asked_;
  event.answered = world_->now();
  event.step = purpose_.step;
  event.subject = role_.index;
  event.verb = Verb::await_person;
  event.outcome = Outcome::succeeded;
  event.by_hand = true;
}

bool keeps_busy(const Action& action) {
  return is_one_of<Perform, Assess, PreserveEvidence, RotateSecrets, Verify, Notify>(action);
}

}  // namespace firedrill
