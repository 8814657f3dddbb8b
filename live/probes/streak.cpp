#include "live/probes/streak.hpp"

#include <algorithm>

#include "models/base/check.hpp"

namespace firedrill {

void StreakTracker::take(const ProbeResult& result) {
  firedrill_assert(samples_.empty() || samples_.back().intended < result.intended);
  if (report_.first_success || result.intended < rule_.from) {
    return;
  }
  if (!report_.impact) {
    if (result.succeeded()) {
      return;
    }
    report_.impact = result.intended;
  }
  successes_.push_back(
      samples_.empty() ? 0 : successes_.back() + (samples_.back().succeeded ? 1U : 0U));
  samples_.push_back({result.intended, result.answered, result.succeeded()});
  report_.goodput_lost += result.succeeded() ? 0U : 1U;
  look_for_streak();
}

// Whether enough of [candidate_, last] succeeded.
bool StreakTracker::has_lasted(std::size_t last) const {
  const std::uint64_t count =
      successes_[last] + (samples_[last].succeeded ? 1U : 0U) - successes_[candidate_];
  const auto all = static_cast<double>(last - candidate_ + 1);
  return static_cast<double>(count) >= rule_.share * all;
}

void StreakTracker::look_for_streak() {
  for (; candidate_ < samples_.size(); ++candidate_) {
    const Sample& first = samples_[candidate_];
    if (!first.succeeded) {
      continue;
    }
    const Duration end = add(first.intended, rule_.sustained);
    end_ = std::max(end_, candidate_);
    while (end_ + 1 < samples_.size() && samples_[end_ + 1].intended <= end) {
      ++end_;
    }
    // Complete once a probe of its end or later has been answered.
    if (samples_.back().intended < end) {
      return;
    }
    if (has_lasted(end_)) {
      report_.first_success = first.answered;
      report_.stable = std::max(first.answered, samples_[end_].answered);
      report_.goodput_lost = candidate_ - successes_[candidate_];
      return;
    }
  }
}

StreakReport read_streak(const std::vector<ProbeResult>& results, const StreakRule& rule) {
  StreakTracker tracker{rule};
  for (const ProbeResult& result : results) {
    tracker.take(result);
  }
  return tracker.report();
}

}  // namespace firedrill
