#include "scenarios/recorded_timeline.hpp"

#include <map>
#include <string>
#include <utility>

#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

// How many things an event of this kind may speak of; 1 where its step says it, or nothing does.
std::size_t subjects_of(Verb verb, const Scenario& scenario) {
  switch (verb) {
    case Verb::inject:
      return scenario.faults.size();
    case Verb::await_failure:
    case Verb::await_recovery:
      return scenario.objectives.size();
    case Verb::page:
    case Verb::decide:
    case Verb::hand_over:
    case Verb::await_person:
      return scenario.plan.roles.size();
    case Verb::read_back:
    case Verb::read_copies:
    case Verb::read_discarded:
      return scenario.plan.data.size();
    case Verb::compose:
    case Verb::send:
      return scenario.duties.size();
    default:
      return 1;
  }
}

bool names_subject(Verb verb, const Scenario& scenario, std::uint32_t subject) {
  const bool is_await = verb == Verb::await_failure || verb == Verb::await_recovery;
  return !is_await || scenario.objectives[subject].service.has_value();
}

using Key = std::pair<Verb, std::string>;

}  // namespace

std::optional<Timeline> timeline_of(const std::vector<RunEvent>& events, const Scenario& scenario) {
  std::map<Key, std::optional<std::uint32_t>> known;
  const auto subject_of = [&](const RunEvent& named, Event event) -> std::optional<std::uint32_t> {
    const auto [found, is_new] = known.try_emplace({named.verb, named.subject.value_or("")});
    const std::size_t count = subjects_of(named.verb, scenario);
    if (is_new && count == 1 && !named.subject) {
      found->second = 0;
    }
    for (std::uint32_t index = 0; is_new && index < count && !found->second; ++index) {
      event.subject = index;
      if (names_subject(named.verb, scenario, index) &&
          event_subject(event, scenario) == named.subject.value_or("")) {
        found->second = index;
      }
    }
    return found->second;
  };
  Timeline timeline;
  for (const RunEvent& named : events) {
    Event event{.asked = named.asked,
                .answered = named.answered,
                .value = named.value,
                .verb = named.verb,
                .outcome = named.outcome,
                .attempt = named.attempt,
                .by_hand = named.by_hand};
    if (named.step) {
      const auto& steps = scenario.runbook.steps;
      for (std::uint32_t index = 0; index < steps.size(); ++index) {
        event.step = steps[index].name == *named.step ? index : event.step;
      }
      if (event.step == no_step) {
        return std::nullopt;
      }
    }
    const bool is_step_action = subjects_of(named.verb, scenario) == 1 && named.step;
    const auto subject =
        is_step_action ? std::optional<std::uint32_t>{0} : subject_of(named, event);
    if (!subject) {
      return std::nullopt;
    }
    event.subject = *subject;
    timeline.append(event);
  }
  return timeline;
}

}  // namespace firedrill
