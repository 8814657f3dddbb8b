#include "sim/early_verdict.hpp"

#include <algorithm>

namespace firedrill {

EarlyVerdict::EarlyVerdict(const Scenario& scenario)
    : scenario_{scenario}, latest_(scenario.objectives.size()) {
  objectives_ = static_cast<std::size_t>(
      std::count_if(scenario.objectives.begin(), scenario.objectives.end(),
                    [](const Objective& one) { return one.service.has_value(); }));
}

void EarlyVerdict::begin() {
  std::fill(latest_.begin(), latest_.end(), never);
  decided_ = 0;
  read_ = 0;
  is_missed_ = false;
}

bool EarlyVerdict::is_reached(const Timeline& timeline, Duration now) {
  for (; read_ < timeline.events().size(); ++read_) {
    read(timeline.events()[read_]);
  }
  is_missed_ = is_missed_ || std::any_of(latest_.begin(), latest_.end(),
                                         [now](Duration latest) { return now > latest; });
  return is_missed_ || decided_ == objectives_;
}

// Recovery time begins to run no later than a failure is seen, and that service has lasted is seen
// as much later as it has to last.
void EarlyVerdict::read(const Event& event) {
  const bool succeeded = event.outcome == Outcome::succeeded;
  if (event.verb == Verb::await_failure) {
    const Objective& objective = scenario_.objectives[event.subject];
    latest_[event.subject] =
        succeeded ? add(event.duration_value(), add(objective.target, objective.sustained)) : never;
    decided_ += succeeded ? 0 : 1;  // was never hit
  } else if (event.verb == Verb::await_recovery) {
    latest_[event.subject] = never;
    is_missed_ = is_missed_ || !succeeded;
    ++decided_;
  }
}

}  // namespace firedrill
