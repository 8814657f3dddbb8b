#include "sim/copy_history.hpp"

#include <algorithm>

namespace firedrill {
namespace {

// Draws are keyed by whole numbers from zero; this one keeps those of the past there.
constexpr std::uint64_t origin = std::uint64_t{1} << 40;

}  // namespace

CopyHistory::CopyHistory(const PeriodicCopy& policy, StreamKey key) : policy_{policy}, key_{key} {
  if (policy.full_every) {
    chain_ = std::max<std::int64_t>(1, *policy.full_every / policy.interval);
  }
}

void CopyHistory::begin(std::uint64_t replication) {
  replication_ = replication;
  Draws draws{key_, replication};
  phase_ = from_seconds(draws.uniform() * to_seconds(policy_.interval));
  if (chain_ > 1) {  // what happens at time zero meets any link alike
    first_link_ = static_cast<std::int64_t>(draws.uniform() * static_cast<double>(chain_));
  }
}

std::int64_t CopyHistory::newest_before(Duration time) const {
  const Duration since = time - phase_;
  const std::int64_t whole = since / policy_.interval;
  return since < Duration::zero() && whole * policy_.interval != since ? whole - 1 : whole;
}

DataCopy CopyHistory::copy(std::int64_t number) const {
  const Fate made = fate(number);
  const Duration started = phase_ + number * policy_.interval;
  return {.started = started,
          .complete = add(started, made.length),
          .base_started = started - link(number) * policy_.interval,
          .has_failed = made.has_failed,
          .is_readable = !made.is_silent_failure && is_chain_sound(number)};
}

CopyHistory::Fate CopyHistory::fate(std::int64_t number) const {
  Draws draws{key_.member(origin + static_cast<std::uint64_t>(number)), replication_};
  const bool has_failed = draws.bernoulli(policy_.failure_probability);
  const bool is_silent_failure = draws.bernoulli(policy_.silent_failure);
  return {has_failed, is_silent_failure, sample_duration(policy_.length, draws)};
}

std::int64_t CopyHistory::link(std::int64_t number) const {
  return (((number + first_link_) % chain_) + chain_) % chain_;
}

// From the full copy on, every link up to this one is there and can be read.
bool CopyHistory::is_chain_sound(std::int64_t number) const {
  const std::int64_t links = link(number);
  for (std::int64_t back = 1; back <= links; ++back) {
    const Fate made = fate(number - back);
    if (made.has_failed || made.is_silent_failure) {
      return false;
    }
  }
  return true;
}

}  // namespace firedrill
