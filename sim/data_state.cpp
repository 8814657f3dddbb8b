#include "sim/data_state.hpp"

#include <algorithm>

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
    : plan_{plan}, wrong_since_(plan.data.size()), knows_since_(plan.data.size()) {
  for (const DataKind& kind : plan.data) {
    const PeriodicCopy* const policy = copies_of(kind);
    copies_.emplace_back();
    if (policy != nullptr) {
      copies_.back().emplace(*policy, StreamKey{seed, "copies/" + kind.name});
    }
  }
}

void DataState::begin(std::uint64_t replication) {
  replication_ = replication;
  std::fill(wrong_since_.begin(), wrong_since_.end(), std::nullopt);
  std::fill(knows_since_.begin(), knows_since_.end(), char{0});
}

void DataState::corrupt(DataId data, Duration now) {
  auto& since = wrong_since_[data.index];
  since = since ? std::min(*since, now) : now;
  knows_since_[data.index] = 0;
  if (auto& history = copies_[data.index]) {
    history->begin(replication_);  // only what went wrong is ever asked about
  }
}

void DataState::assess() {
  for (std::size_t data = 0; data < wrong_since_.size(); ++data) {
    knows_since_[data] = wrong_since_[data] ? 1 : 0;
  }
}

DataState::Attempt DataState::restore(DataId data, const Circumstances& at, Draws& draws) const {
  const auto& since = wrong_since_[data.index];
  const auto& history = copies_[data.index];
  Attempt attempt;
  if (!since) {
    attempt.succeeded = attempt.is_right = true;
    attempt.age = Duration::zero();
    return attempt;
  }
  if (!history || (history->policy().kept_in && contains(at.lost, *history->policy().kept_in))) {
    return attempt;
  }
  const auto& retention = history->policy().retention;
  const std::int64_t newest =
      history->newest_before(knows_since_[data.index] != 0 ? *since : at.now);
  for (std::int64_t number = newest; number > newest - farthest; --number) {
    const DataCopy copy = history->copy(number);
    if (retention && add(at.now, attempt.length) - copy.started > *retention) {
      return attempt;  // this one and all older ones have been deleted
    }
    const bool has_lost_base =
        retention && add(at.now, attempt.length) - copy.base_started > *retention;
    if (copy.has_failed || copy.complete > at.now || has_lost_base) {
      continue;
    }
    ++attempt.tries;
    attempt.length = add(attempt.length, way_back(plan_.data[data.index].restore, draws));
    if (!copy.is_readable) {
      continue;
    }
    attempt.length = add(attempt.length, sample_duration(at.action->validation_length, draws));
    attempt.is_right = copy.started <= *since;
    if (attempt.is_right || !draws.bernoulli(at.action->coverage)) {
      attempt.succeeded = true;
      attempt.age = attempt.is_right ? *since - copy.started : never;
      return attempt;
    }
  }
  return attempt;
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
