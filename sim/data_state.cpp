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

DataState::DataState(const Plan& plan, std::uint64_t seed) : plan_{plan} {
  for (const DataKind& kind : plan.data) {
    OfKind& one = kinds_.emplace_back();
    if (const PeriodicCopy* const policy = copies_of(kind)) {
      one.copies.emplace(*policy, StreamKey{seed, "copies/" + kind.name});
    }
    if (kind.archive) {
      one.archive.emplace(kind.archive->copies, StreamKey{seed, "archive/" + kind.name});
    }
  }
}

void DataState::begin(std::uint64_t replication) {
  replication_ = replication;
  if (!std::exchange(is_touched_, false)) {
    return;
  }
  writing_stopped_ = never;
  for (OfKind& one : kinds_) {
    one.wrong_since.reset();
    one.knows_since = false;
    one.copies_tried = 0;
    one.discarded = Duration::zero();
  }
}

void DataState::corrupt(DataId data, Duration now) {
  is_touched_ = true;
  OfKind& one = kinds_[data.index];
  one.wrong_since = std::min(one.wrong_since.value_or(now), now);
  one.knows_since = false;
  for (auto* const history : {&one.copies, &one.archive}) {
    if (*history) {
      (*history)->begin(replication_);  // only what went wrong is ever asked about
    }
  }
}

void DataState::assess() {
  for (OfKind& one : kinds_) {
    one.knows_since = one.wrong_since.has_value();
  }
}

bool DataState::shows_wrong(DataId data, Duration now) const {
  const auto& since = kinds_[data.index].wrong_since;
  const auto& history = kinds_[data.index].copies;
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
  OfKind& one = kinds_[data.index];
  const Duration until = std::max(std::min(writing_stopped_, now), *one.wrong_since);
  one.discarded = std::max(one.discarded, until - *one.wrong_since);
  one.wrong_since.reset();
}

DataState::Attempt DataState::restore(DataId data, const Circumstances& at, Draws& draws) const {
  const DataKind& kind = plan_.data[data.index];
  const OfKind& one = kinds_[data.index];
  Attempt attempt;
  if (!one.wrong_since) {
    attempt.succeeded = attempt.is_right = true;
    attempt.age = Duration::zero();
    return attempt;
  }
  const Wanted wanted{*one.wrong_since, one.knows_since, at};
  if (one.copies) {
    try_copies(*one.copies, kind.restore, wanted, attempt, draws);
  }
  if (!attempt.succeeded && one.archive && !at.action->of_today) {
    try_copies(*one.archive, kind.archive->restore, wanted, attempt, draws);
  }
  return attempt;
}

// From the newest copy backwards, until one passes or none is left.
void DataState::try_copies(const CopyHistory& history, const std::optional<RestorePath>& path,
                           const Wanted& wanted, Attempt& attempt, Draws& draws) {
  const auto& [since, knows_since, at] = wanted;
  const PeriodicCopy& policy = history.policy();
  if (policy.kept_in && contains(at.lost, *policy.kept_in)) {
    return;
  }
  const std::int64_t newest = history.newest_before(knows_since ? since : at.now);
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
