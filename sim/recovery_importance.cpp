#include "sim/recovery_importance.hpp"

#include <algorithm>

#include "scenarios/measure.hpp"

namespace firedrill {
namespace {

constexpr double highest = 0.999;  // short of missing it

template <class Type>
concept HasLength = requires(const Type& action) {
  action.length;
};

// The mean time of what is done, where it is said in the runbook; what depends on the plan's
// components is told by the time it takes.
Duration mean_length(const Action& action) {
  return std::visit(
      [](const auto& one) {
        if constexpr (HasLength<std::decay_t<decltype(one)>>) {
          return from_seconds(mean(one.length));
        } else {
          return Duration::zero();
        }
      },
      action);
}

}  // namespace

RecoveryImportance::RecoveryImportance(const Scenario& scenario, std::size_t objective)
    : scenario_{scenario}, objective_{objective} {
  const auto& steps = scenario.runbook.steps;
  const auto service = scenario.objectives[objective].service;
  is_needed_.assign(steps.size(), 0);
  ends_.resize(steps.size());
  for (const Step& step : steps) {
    lengths_.push_back(mean_length(step.attempt.action));
  }
  for (std::size_t index = steps.size(); service && index-- > 0;) {
    const bool is_needed =
        is_needed_[index] != 0 || is_needed_for(*service, steps[index], scenario.plan);
    is_needed_[index] = is_needed ? 1 : 0;
    for (const StepId before : steps[index].after) {
      is_needed_[before.index] |= is_needed ? 1 : 0;
    }
  }
}

std::optional<double> RecoveryImportance::of(const Timeline& timeline, Duration now) {
  const Objective& objective = scenario_.objectives[objective_];
  if (!objective.service) {
    return 0.0;
  }
  Duration begun = never, end = now;
  ends_.assign(ends_.size(), never);
  for (const Event& event : timeline.events()) {
    if (event.verb == Verb::inject) {
      begun = std::min(begun, event.answered);
    } else if (event.verb == Verb::await_recovery && event.subject == objective_ &&
               event.outcome == Outcome::succeeded) {
      return std::nullopt;
    } else if (event.step != no_step && event.outcome == Outcome::succeeded &&
               !awaits_people(event.verb) && event.verb != Verb::wait) {
      ends_[event.step] = event.answered;
    }
  }
  if (begun == never) {
    return 0.0;
  }
  for (std::size_t index = 0; index < ends_.size(); ++index) {
    if (ends_[index] == never) {
      Duration start = now;
      for (const StepId before : scenario_.runbook.steps[index].after) {
        start = std::max(start, ends_[before.index]);
      }
      ends_[index] = add(start, lengths_[index]);
    }
    if (is_needed_[index] != 0) {
      end = std::max(end, ends_[index]);
    }
  }
  const double share = to_seconds(end - begun) / to_seconds(objective.target);
  return std::clamp(share, 0.0, highest);
}

}  // namespace firedrill
