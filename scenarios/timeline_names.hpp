// What an event of a timeline speaks of, by name, and when things happened as seen from the outage:
// indexes become words here, and the zero of the run becomes the moment of injection.
// Example: event_subject(event, scenario) == "critical-services" for an await_recovery event
#pragma once

#include <string>
#include <string_view>

#include "models/recovery/run.hpp"
#include "models/recovery/timeline.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// The service of the objective, the data kind, role or fault; of a step's own action, what it acts
// upon (a region, component, service or rule). "" where there is none.
[[nodiscard]] std::string event_subject(const Event& event, const Scenario& scenario);

// The event with names in place of indexes.
[[nodiscard]] RunEvent with_names(const Event& event, const Scenario& scenario);

// The title, or the name where there is none.
template <class Named>
[[nodiscard]] const std::string& title_of(const Named& named) {
  return named.title.empty() ? named.name : named.title;
}

// When the first fault was injected, circumstances apart; zero if none was.
[[nodiscard]] Duration injection_of(const Timeline& timeline, const Scenario& scenario);

// Whether `event` is a way of carrying out its step, not a page, a decision or a pause between two
// attempts.
[[nodiscard]] bool is_attempt(const Event& event, const Scenario& scenario);

}  // namespace firedrill
