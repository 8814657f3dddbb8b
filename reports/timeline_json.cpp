#include "reports/timeline_json.hpp"

#include <fmt/core.h>

#include "reports/json_text.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

// What an observation found, under the name of what it is; see Action.
void add_finding(const RunEvent& event, Json& entry) {
  if (event.verb == Verb::read_work || event.verb == Verb::read_lost_work) {
    entry["tokens"] = event.value == all_tokens ? Json(nullptr) : Json(event.value);
    return;
  }
  if (event.verb == Verb::read_copies) {
    entry["copies"] = event.value;
    return;
  }
  const std::string_view name = finding_name(event.verb);
  if (!name.empty()) {
    const bool is_found = event.outcome == Outcome::succeeded || event.verb == Verb::read_back;
    entry[std::string{name}] =
        is_found ? json_number(to_seconds(Duration{event.value})) : Json(nullptr);
  }
}

}  // namespace

Json event_json(const RunEvent& event) {
  Json entry{{"asked_s", json_number(to_seconds(event.asked))},
             {"answered_s", json_number(to_seconds(event.answered))},
             {"verb", name_of(event.verb)},
             {"outcome", name_of(event.outcome)}};
  entry["step"] = event.step ? Json(*event.step) : Json(nullptr);
  entry["subject"] = event.subject ? Json(*event.subject) : Json(nullptr);
  entry["attempt"] = event.attempt;
  entry["by_hand"] = event.by_hand;
  add_finding(event, entry);
  return entry;
}

Json events_json(const Timeline& timeline, const Scenario& scenario) {
  Json events = Json::array();
  for (const Event& event : timeline.events()) {
    events.push_back(event_json(with_names(event, scenario)));
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
