// How the simulated world carries out what is done about data that is wrong: stopping who uses it,
// finding out since when, bringing it back, what an intrusion asks for beside that; and the way
// back to an old primary.
#include <algorithm>

#include "sim/sim_world.hpp"

namespace firedrill {

void SimWorld::undo_damage(const Due& due) {
  switch (due.what) {
    case Due::What::log_disk_full:
      fill_log_disk(ComponentId{due.subject}, due.detail);
      break;
    case Due::What::log_disk_freed:
      state_.resume(ComponentId{due.subject});
      break;
    case Due::What::resynced:
      state_.components[due.subject].resynced = true;
      break;
    case Due::What::failed_back:
      fail_back(ComponentId{due.subject});
      break;
    case Due::What::redistributed:
      training_.go_on();
      break;
    case Due::What::isolated:
      set_isolation(due.subject, true);
      break;
    case Due::What::released:
      set_isolation(due.subject, false);
      break;
    case Due::What::assessed:
      data_.assess();
      break;
    case Due::What::restored:
      finish_restore(due.subject);
      break;
    case Due::What::secrets_rotated:
      has_rotated_ = true;
      break;
    default:
      firedrill_assert(false);  // happen() sends only changes of state here
  }
}

// The index of a list of services that some action stops or starts; lists live as long as the
// scenario.
std::uint32_t SimWorld::list_index(const std::vector<ServiceId>& services) {
  const auto found = std::find(service_lists_.begin(), service_lists_.end(), &services);
  const auto index = static_cast<std::uint32_t>(found - service_lists_.begin());
  if (found == service_lists_.end()) {
    service_lists_.push_back(&services);
  }
  return index;
}

void SimWorld::set_isolation(std::uint32_t list, bool stops) {
  if (stops) {
    data_.stop_writing(now_);
  }
  for (const ServiceId service : *service_lists_[list]) {
    state_.isolated[service.index] = stops ? 1 : 0;
  }
  if (stops || has_rotated_) {
    return;
  }
  // An intruder whose keys still fit comes back, and tampers again.
  for (std::size_t fault = 0; fault < faults_.size(); ++fault) {
    const auto* intrusion = std::get_if<Intrusion>(&scenario_.faults[fault].model);
    if (intrusion != nullptr && faults_[fault].is_active) {
      for (const DataId data : intrusion->tampered) {
        data_.corrupt(data, now_);
      }
    }
  }
}

void SimWorld::carry_out(const Isolate& action, Operation& operation) {
  answer_after(sample_duration(action.length, draws_of(operation)),
               {.what = Due::What::isolated, .subject = list_index(action.services)}, operation);
}

void SimWorld::carry_out(const Release& action, Operation& operation) {
  answer_after(sample_duration(action.length, draws_of(operation)),
               {.what = Due::What::released, .subject = list_index(action.services)}, operation);
}

void SimWorld::carry_out(const Assess& action, Operation& operation) {
  Duration length = sample_duration(action.length, draws_of(operation));
  for (std::uint32_t data = 0; action.scan_rate && data < plan_.data.size(); ++data) {
    const auto& path = plan_.data[data].restore;
    if (path && data_.corrupt_since(DataId{data})) {
      length = add(length, transfer_time(path->size, *action.scan_rate));
    }
  }
  answer_after(length, {.what = Due::What::assessed}, operation);
}

// All kinds at once, each by its own way; over when the slowest is.
void SimWorld::carry_out(const Restore& action, Operation& operation) {
  const auto same = std::find_if(restores_.begin(), restores_.end(), [&](const auto& one) {
    return one.action == &action && one.done_at > now_;
  });
  if (same != restores_.end()) {  // asked before: joins what is under way
    answer_after(same->done_at - now_, {.outcome = same->outcome}, operation);
    return;
  }
  if (action.into && !state_.control_plane_stands(action.into)) {
    answer_after(never, {}, operation);
    return;
  }
  if (action.into && !can_hold(action)) {
    answer_after(Duration::zero(), {.outcome = Outcome::failed}, operation);
    return;
  }
  PendingRestore& restore = restores_.emplace_back();
  restore.action = &action;
  restore.first_attempt = restore_attempts_.size();
  Duration length{};
  for (const DataId data : action.data) {
    const DataState::Attempt attempt = try_restore(action, data, operation);
    length = std::max(length, attempt.length);
    restore.outcome = attempt.succeeded ? restore.outcome : Outcome::failed;
    has_restored_ = has_restored_ || attempt.tries > 0;
    restore_attempts_.push_back(attempt);
  }
  restore.done_at = add(now_, length);
  answer_after(length,
               {.what = Due::What::restored,
                .outcome = restore.outcome,
                .subject = static_cast<std::uint32_t>(restores_.size() - 1)},
               operation);
}

// What is wrong is restored from its own copies; what has been lost, from what is left of it.
DataState::Attempt SimWorld::try_restore(const Restore& action, DataId data,
                                         const Operation& operation) {
  const DataState::Circumstances at{&action, now_, state_.lost, clock_.time_of_day(now_)};
  Draws& draws = draws_of(operation);
  if (!action.into || data_.corrupt_since(data)) {
    return data_.restore(data, at, draws);
  }
  return data_.bring_in(data, !losses_.survives(data, state_.lost), at, draws);
}

// Whether the region stands, and in it the databases that are to hold the data.
bool SimWorld::can_hold(const Restore& action) const {
  return state_.stands(*action.into) &&
         std::all_of(action.data.begin(), action.data.end(), [&](DataId data) {
           const auto database = filled_database(plan_, data, *action.into);
           return !database || state_.stands(*database);
         });
}

void SimWorld::finish_restore(std::uint32_t index) {
  const PendingRestore& restore = restores_[index];
  const auto& into = restore.action->into;
  for (std::size_t item = 0; item < restore.action->data.size(); ++item) {
    const DataId data = restore.action->data[item];
    const DataState::Attempt& attempt = restore_attempts_[restore.first_attempt + item];
    data_.count_copies(data, attempt.tries);
    if (attempt.is_right && data_.corrupt_since(data)) {
      lose_data(data, attempt.age, *data_.corrupt_since(data));
      data_.settle(data, now_);
    } else if (into && attempt.is_right) {
      data_age_[data.index] = add(data_age_[data.index], attempt.age);
      if (plan_.training && plan_.training->checkpoints == data) {
        training_.lose_older_checkpoints(attempt.age);
      }
    }
    const auto database = into ? filled_database(plan_, data, *into) : std::nullopt;
    if (database && attempt.succeeded) {
      state_.components[database->index].promoted = true;
      has_promoted_ = true;
    }
  }
}

// Whoever restores first writes over it.
void SimWorld::carry_out(const PreserveEvidence& action, Operation& operation) {
  answer_after(sample_duration(action.length, draws_of(operation)),
               {.what = Due::What::evidence_kept}, operation);
}

void SimWorld::carry_out(const RotateSecrets& action, Operation& operation) {
  answer_after(sample_duration(action.length, draws_of(operation)),
               {.what = Due::What::secrets_rotated}, operation);
}

// Services whose answers show that their data is wrong.
void SimWorld::mark_failing() {
  if (showing_.empty()) {
    return;
  }
  std::fill(state_.failing.begin(), state_.failing.end(), 0);
  for (const DataCorruption* const corruption : showing_) {
    const bool is_wrong =
        std::any_of(corruption->data.begin(), corruption->data.end(),
                    [this](DataId data) { return data_.corrupt_since(data).has_value(); });
    for (const ServiceId service : corruption->fails) {
      state_.failing[service.index] = is_wrong || state_.failing[service.index] != 0 ? 1 : 0;
    }
  }
}

}  // namespace firedrill
