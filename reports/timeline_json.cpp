#include "reports/timeline_json.hpp"

#include <fmt/core.h>

#include "reports/json_text.hpp"
#include "reports/timeline_names.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

// What an observation found, under the name of what it is; see Action.
void add_finding(const Event& event, Json& entry) {
  if (event.verb == Verb::read_work || event.verb == Verb::read_lost_work) {
    entry["tokens"] = event.value == all_tokens ? Json(nullptr) : Json(event.value);
    return;
  }
  if (event.verb == Verb::read_copies) {
    entry["copies"] = event.value;
    return;
  }
  const char* name = event.verb == Verb::await_failure    ? "first_failure_s"
                     : event.verb == Verb::await_recovery ? "first_success_s"
                     : event.verb == Verb::read_back      ? "age_s"
                     : event.verb == Verb::read_discarded ? "discarded_s"
                     : event.verb == Verb::read_clock     ? "time_of_week_s"
                                                          : nullptr;
  if (name != nullptr) {
    const bool is_found = event.outcome == Outcome::succeeded || event.verb == Verb::read_back;
    entry[name] = is_found ? json_number(to_seconds(event.duration_value())) : Json(nullptr);
  }
}

Json event_json(const Event& event, const Scenario& scenario) {
  const std::string subject = event_subject(event, scenario);
  Json entry{{"asked_s", json_number(to_seconds(event.asked))},
             {"answered_s", json_number(to_seconds(event.answered))},
             {"verb", name_of(event.verb)},
             {"outcome", name_of(event.outcome)}};
  entry["step"] =
      event.step == no_step ? Json(nullptr) : Json(scenario.runbook.steps[event.step].name);
  entry["subject"] = subject.empty() ? Json(nullptr) : Json(subject);
  entry["attempt"] = event.attempt;
  entry["by_hand"] = event.by_hand;
  add_finding(event, entry);
  return entry;
}

}  // namespace

Json events_json(const Timeline& timeline, const Scenario& scenario) {
  Json events = Json::array();
  for (const Event& event : timeline.events()) {
    events.push_back(event_json(event, scenario));
  }
  return events;
}

std::string timeline_json(const Story& story, const Scenario& scenario, std::uint64_t seed) {
  return json_text({{"format", "firedrill/timeline/1"},
                    {"label", "SIMULATED"},
                    {"scenario", {{"name", scenario.name}, {"digest", scenario.digest}}},
                    {"story", story.label},
                    {"seed", seed},
                    {"replication", story.replication},
                    {"digest", fmt::format("{:016x}", story.timeline.digest())},
                    {"events", events_json(story.timeline, scenario)}});
}

}  // namespace firedrill
