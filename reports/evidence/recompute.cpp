#include "reports/evidence/recompute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "reports/timeline_json.hpp"
#include "scenarios/measure.hpp"
#include "scenarios/recorded_timeline.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::json;

// Whether the value of the event says something: what an observation that succeeded has found.
bool has_finding(const RunEvent& event) {
  const bool is_number = event.verb == Verb::read_copies || event.verb == Verb::read_work ||
                         event.verb == Verb::read_lost_work;
  return event.outcome == Outcome::succeeded && (is_number || !finding_name(event.verb).empty());
}

class Recomputation {
 public:
  Recomputation(const std::string& folder, const Run& run, const PackFiles& files)
      : folder_{folder}, run_{run}, files_{files} {}

  Diagnostics check(const Scenario* scenario) {
    read_events();
    check_timeline();
    if (scenario != nullptr && problems_.empty()) {
      check_measurement(*scenario);
    }
    check_ledgers();
    check_probes();
    return std::move(problems_);
  }

 private:
  void problem(const std::string& file, std::string message) {
    Diagnostic one;
    one.code = "FD7108";
    one.place.file = folder_ + "/" + file;
    one.message = std::move(message);
    one.suggestion = "what a run claims has to follow from what it recorded";
    problems_.push_back(std::move(one));
  }
  // The objects on the lines of a file of the run.
  template <class Take>
  void each_line(const std::string& name, const Take& take) const {
    const auto found = files_.find(folder_ + "/" + name);
    const std::string_view text = found == files_.end() ? std::string_view{} : found->second;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const Json line = Json::parse(text.substr(begin, end - begin), nullptr, false);
      if (line.is_object()) {
        take(line);
      }
      begin = end + 1;
    }
  }

  void read_events();
  void check_timeline();
  void check_measurement(const Scenario& scenario);
  void check_objectives(const Measurement& measured, const Scenario& scenario);
  void check_ledgers();
  void check_probes();

  [[nodiscard]] bool is_same(Duration claimed, Duration found) const;

  const std::string& folder_;
  const Run& run_;
  const PackFiles& files_;
  std::vector<Json> events_;               // data of the events of the timeline
  std::map<std::string, Json> read_back_;  // the last of each kind of data
  Diagnostics problems_;
};

void Recomputation::read_events() {
  each_line("events.jsonl", [&](const Json& line) {
    const std::string kind = line.value("kind", "");
    const Json data = line.value("data", Json::object());
    if (kind == "event") {
      events_.push_back(data);
    } else if (kind == "read_back" && data.is_object()) {
      read_back_[data.value("data", "")] = data;
    }
  });
}

// Each event of run.json is the one that was recorded when it happened.
void Recomputation::check_timeline() {
  if (events_.size() != run_.timeline.size()) {
    return problem("run.json", fmt::format("it holds {} events of the timeline, but {} were "
                                           "recorded",
                                           run_.timeline.size(), events_.size()));
  }
  for (std::size_t index = 0; index < events_.size(); ++index) {
    Json written = Json::parse(event_json(run_.timeline[index]).dump());
    for (const char* const name : {"step", "subject"}) {
      if (written[name].is_null()) {
        written[name] = "";
      }
    }
    const Json& recorded = events_[index];
    for (const auto& [name, value] : recorded.items()) {
      const bool is_value = name == "value";
      const Json claimed = is_value                 ? Json(run_.timeline[index].value)
                           : written.contains(name) ? written[name]
                                                    : Json();
      if (claimed != value && (!is_value || has_finding(run_.timeline[index]))) {
        return problem("run.json", fmt::format("event {} of its timeline is not what was "
                                               "recorded: {} is {}, recorded {}",
                                               index, name, claimed.dump(), value.dump()));
      }
    }
    for (const char* const name :
         {"verb", "outcome", "asked_s", "answered_s", "by_hand", "attempt", "value"}) {
      if (!recorded.contains(name)) {
        return problem("events.jsonl", fmt::format("event {} has no {}", index, name));
      }
    }
  }
}

// In a file times are seconds as doubles, which from 2^22 s on, seven weeks, do not tell every
// nanosecond apart: a difference of two of them may then be off by what both were rounded by.
bool Recomputation::is_same(Duration claimed, Duration found) const {
  if (claimed == never || found == never) {
    return claimed == found;
  }
  constexpr double exact_below_s = 4'194'304.0, nanoseconds = 1e9;
  constexpr double two_steps = 1.0 / 2'251'799'813'685'248.0;  // 2^-51: of doubles, relative
  double latest = 0.0;
  for (const RunEvent& event : run_.timeline) {
    latest = std::max(latest, event.answered == never ? 0.0 : to_seconds(event.answered));
  }
  const Duration slack{latest < exact_below_s ? 0
                                              : static_cast<std::int64_t>(
                                                    std::ceil(latest * two_steps * nanoseconds))};
  return std::max(claimed, found) - std::min(claimed, found) <= slack;
}

void Recomputation::check_objectives(const Measurement& measured, const Scenario& scenario) {
  for (std::size_t index = 0; index < scenario.objectives.size(); ++index) {
    const Objective& planned = scenario.objectives[index];
    const auto claimed =
        std::find_if(run_.objectives.begin(), run_.objectives.end(),
                     [&](const RunObjective& one) { return one.name == planned.name; });
    if (claimed == run_.objectives.end()) {
      problem("run.json", fmt::format("the promise {} is not in it", planned.name));
      continue;
    }
    Duration value = measured.objectives[index];
    if (planned.kind == ObjectiveKind::rpo && !run_.ledgers.empty()) {
      value = Duration::zero();
      bool is_open = false;
      for (const DataId data : planned.data) {
        for (const RunLedger& ledger : run_.ledgers) {
          if (ledger.data == scenario.plan.data[data.index].name && ledger.loss_window) {
            value = std::max(value, *ledger.loss_window);
            is_open = is_open || ledger.window_is_open;
          }
        }
      }
      if (claimed->is_measured && is_open && claimed->high != never) {
        problem("run.json",
                fmt::format("{} has an upper bound, and its ledger has none", planned.name));
      }
    }
    if (claimed->is_measured && !is_same(claimed->value, value)) {
      problem("run.json", fmt::format("{} is {} s, but its events say {} s", planned.name,
                                      to_seconds(claimed->value), to_seconds(value)));
    }
    if (claimed->target != planned.target) {
      problem("run.json", fmt::format("the target of {} is not the scenario's", planned.name));
    }
  }
}

void Recomputation::check_measurement(const Scenario& scenario) {
  const auto timeline = timeline_of(run_.timeline, scenario);
  if (!timeline) {
    return problem("run.json", "its timeline names what its scenario does not hold");
  }
  Measurement measured;
  Measurer{scenario}.measure(*timeline, measured);
  check_objectives(measured, scenario);
  for (std::size_t index = 0; index < phase_count; ++index) {
    const auto claimed = std::find_if(
        run_.phases.begin(), run_.phases.end(),
        [&](const RunPhase& one) { return one.name == name_of(static_cast<Phase>(index)); });
    if (claimed != run_.phases.end() && !is_same(claimed->length, measured.phases[index])) {
      problem("run.json",
              fmt::format("the phase {} is {} s, but its events say {} s", claimed->name,
                          to_seconds(claimed->length), to_seconds(measured.phases[index])));
    }
  }
  for (std::size_t index = 0; index < scenario.runbook.steps.size(); ++index) {
    const StepMeasurement& step = measured.steps[index];
    const auto claimed = std::find_if(
        run_.steps.begin(), run_.steps.end(),
        [&](const RunStep& one) { return one.name == scenario.runbook.steps[index].name; });
    const bool is_there =
        claimed != run_.steps.end() && claimed->started.has_value() == step.was_reached();
    const bool fits =
        is_there && (!step.was_reached() ||
                     (*claimed->started == step.started && claimed->ended == step.ended &&
                      claimed->waited == step.waited && claimed->succeeded == step.succeeded &&
                      claimed->automatic_failed == step.automatic_failed));
    if (!fits) {
      problem("run.json", fmt::format("the step {} is not as its events say",
                                      scenario.runbook.steps[index].name));
    }
  }
}

void Recomputation::check_ledgers() {
  for (const RunLedger& ledger : run_.ledgers) {
    const auto found = read_back_.find(ledger.data);
    if (found == read_back_.end()) {
      problem("events.jsonl", fmt::format("nothing read {} back", ledger.data));
      continue;
    }
    const std::pair<const char*, std::uint64_t> claims[]{{"acknowledged", ledger.acknowledged},
                                                         {"survived", ledger.survived},
                                                         {"lost", ledger.lost},
                                                         {"unverified", ledger.unverified}};
    for (const auto& [name, claimed] : claims) {
      if (found->second.value(name, Json()) != Json(claimed)) {
        problem("run.json", fmt::format("of {}, {} is {}, but {} was read back", ledger.data, name,
                                        claimed, found->second.value(name, Json()).dump()));
      }
    }
  }
}

// Where a probe's answers are evidence, their number and their failures are the run's.
void Recomputation::check_probes() {
  for (const RunProbe& probe : run_.probes) {
    std::string name = "probes/" + probe.name + ".jsonl";
    if (!files_.contains(folder_ + "/" + name)) {
      continue;
    }
    std::uint64_t lines = 0, failed = 0;
    each_line(name, [&](const Json& line) {
      ++lines;
      failed += line.value("status", "") != "succeeded" ? 1 : 0;
    });
    if (lines != probe.sent || failed != probe.failed) {
      problem("run.json", fmt::format("probe {} has {} answers, {} failed; recorded are {}, {}",
                                      probe.name, probe.sent, probe.failed, lines, failed));
    }
  }
}

}  // namespace

Diagnostics recompute_run(const std::string& folder, const Run& run, const Scenario* scenario,
                          const PackFiles& files) {
  return Recomputation{folder, run, files}.check(scenario);
}

}  // namespace firedrill
