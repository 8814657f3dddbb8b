#include "sim/data_state.hpp"

#include <algorithm>
#include <utility>

namespace firedrill {
namespace {

// Whoever has gone back so many copies in vain gives up.
constexpr std::int64_t farthest = 10'000;

Duration way_back(const std::optional<RestorePath>& path, Draws& draws) {
  if (!path) {
    return Duration::zero();
  }
  Duration length = sample_duration(path->preparation, draws);
  if (path->retrieval) {
    length = add(length, sample_duration(path->retrieval->length, draws));
  }
  return add(length, transfer_time(path->size, path->rate));
}

}  // namespace

DataState::DataState(const Plan& plan, std::uint64_t seed)
    : plan_{plan},
      cost_(plan.data.size()),
      wrong_since_(plan.data.size()),
      knows_since_(plan.data.size()) {
  for (const DataKind& kind : plan.data) {
    const PeriodicCopy* const policy = copies_of(kind);
    copies_.emplace_back();
    if (policy != nullptr) {
      copies_.back().emplace(*policy, StreamKey{seed, "copies/" + kind.name});
    }
    archives_.emplace_back();
    if (kind.archive) {
      archives_.back().emplace(kind.archive->copies, StreamKey{seed, "archive/" + kind.name});
    }
  }
}

void DataState::begin(std::uint64_t replication) {
  replication_ = replication;
  if (!std::exchange(is_touched_, false)) {
    return;
  }
  writing_stopped_ = never;
  std::fill(cost_.begin(), cost_.end(), Cost{});
  std::fill(wrong_since_.begin(), wrong_since_.end(), std::nullopt);
  std::fill(knows_since_.begin(), knows_since_.end(), char{0});
}

void DataState::corrupt(DataId data, Duration now) {
  is_touched_ = true;
  auto& since = wrong_since_[data.index];
  since = since ? std::min(*since, now) : now;
  knows_since_[data.index] = 0;
  if (auto& history = copies_[data.index]) {
    history->begin(replication_);  // only what went wrong is ever asked about
  }
  if (auto& archive = archives_[data.index]) {
    archive->begin(replication_);
  }
}

void DataState::assess() {
  for (std::size_t data = 0; data < wrong_since_.size(); ++data) {
    knows_since_[data] = wrong_since_[data] ? 1 : 0;
  }
}

bool DataState::shows_wrong(DataId data, Duration now) const {
  const auto& since = wrong_since_[data.index];
  const auto& history = copies_[data.index];
  if (!since || !history) {
    return since.has_value();
  }
  for (std::int64_t number = history->newest_before(now);; --number) {
    const DataCopy copy = history->copy(number);
    if (copy.started <= *since) {
      return false;  // what the newest complete copy holds was right, and so are all older ones
    }
    if (!copy.has_failed && copy.complete <= now) {
      return true;
    }
  }
}

void DataState::settle(DataId data, Duration now) {
  Cost& cost = cost_[data.index];
  const Duration until = std::max(std::min(writing_stopped_, now), *wrong_since_[data.index]);
  cost.discarded = std::max(cost.discarded, until - *wrong_since_[data.index]);
  wrong_since_[data.index].reset();
}

DataState::Attempt DataState::restore(DataId data, const Circumstances& at, Draws& draws) const {
  const DataKind& kind = plan_.data[data.index];
  Attempt attempt;
  if (!wrong_since_[data.index]) {
    attempt.succeeded = attempt.is_right = true;
    attempt.age = Duration::zero();
    return attempt;
  }
  if (copies_[data.index]) {
    try_copies(*copies_[data.index], kind.restore, {data, at}, attempt, draws);
  }
  if (!attempt.succeeded && archives_[data.index] && !at.action->of_today) {
    try_copies(*archives_[data.index], kind.archive->restore, {data, at}, attempt, draws);
  }
  return attempt;
}

// From the newest copy backwards, until one passes or none is left.
void DataState::try_copies(const CopyHistory& history, const std::optional<RestorePath>& path,
                           const Wanted& wanted, Attempt& attempt, Draws& draws) const {
  const auto& [data, at] = wanted;
  const PeriodicCopy& policy = history.policy();
  if (policy.kept_in && contains(at.lost, *policy.kept_in)) {
    return;
  }
  const Duration since = *wrong_since_[data.index];
  const std::int64_t newest = history.newest_before(knows_since_[data.index] != 0 ? since : at.now);
  for (std::int64_t number = newest; number > newest - farthest; --number) {
    const DataCopy copy = history.copy(number);
    const Duration tried = add(at.now, attempt.length);
    if (policy.retention && tried - copy.started > *policy.retention) {
      return;  // this one and all older ones have been deleted
    }
    if (at.action->of_today && at.now - copy.started > at.time_of_day) {
      return;  // nobody asks for yesterday's
    }
    const bool has_lost_base = policy.retention && tried - copy.base_started > *policy.retention;
    if (copy.has_failed || copy.complete > at.now || has_lost_base) {
      continue;
    }
    ++attempt.tries;
    attempt.length = add(attempt.length, way_back(path, draws));
    if (!copy.is_readable) {
      continue;
    }
    attempt.length = add(attempt.length, sample_duration(at.action->validation_length, draws));
    attempt.is_right = copy.started <= since;
    if (attempt.is_right || !draws.bernoulli(at.action->coverage)) {
      attempt.succeeded = true;
      attempt.age = attempt.is_right ? since - copy.started : never;
      return;
    }
  }
}

DataState::Attempt DataState::bring_in(DataId data, bool is_from_archive, const Circumstances& at,
                                       Draws& draws) const {
  const DataKind& kind = plan_.data[data.index];
  Attempt attempt;
  attempt.age = Duration::zero();
  if (is_from_archive && !kind.archive) {
    return attempt;
  }
  const PeriodicCopy* const copies = is_from_archive ? &kind.archive->copies : nullptr;
  if (copies != nullptr && copies->kept_in && contains(at.lost, *copies->kept_in)) {
    return attempt;
  }
  while (attempt.tries < farthest) {
    ++attempt.tries;
    attempt.length =
        add(attempt.length,
            way_back(is_from_archive ? std::optional{kind.archive->restore} : kind.restore, draws));
    if (copies == nullptr || !draws.bernoulli(copies->silent_failure)) {
      attempt.length = add(attempt.length, sample_duration(at.action->validation_length, draws));
      attempt.succeeded = attempt.is_right = true;
      return attempt;
    }
    attempt.age = add(attempt.age, copies->interval);
    if (copies->retention && attempt.age > *copies->retention) {
      return attempt;
    }
  }
  return attempt;
}

}  // namespace firedrill
