#include "tests/synthetic/synthetic_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "reports/prediction_json.hpp"
#include "reports/run_json.hpp"
#include "scenarios/measure.hpp"
#include "scenarios/run_folder.hpp"
#include "scenarios/timeline_names.hpp"
#include "sim/monte_carlo.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

void write(const std::string& folder, const std::string& name, const std::string& content) {
  std::ofstream stream{std::filesystem::path{folder} / name, std::ios::binary};
  stream << content;
}

std::string bytes_of(const std::string& folder, const std::string& name) {
  std::ifstream stream{std::filesystem::path{folder} / name, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

// events.jsonl: each line holds the digest of the one before.
class Chain {
 public:
  std::uint64_t add(const char* kind, const Json& data, Duration at) {
    Json line{{"n", count_}, {"at_s", to_seconds(at)}, {"utc", "2026-11-28T22:00:00.000000Z"}};
    line["late_s"] = 0.0;
    line["before"] = digest_;
    line["kind"] = kind;
    line["data"] = data;
    const std::string one = line.dump();
    digest_ = sha256_hex(one);
    text_ += one + "\n";
    return count_++;
  }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::string& digest() const { return digest_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  std::string text_;
  std::string digest_ = std::string(64, '0');
  std::uint64_t count_ = 0;
};

// As live/drill records an answer.
Json event_record(const RunEvent& event) {
  return {{"verb", name_of(event.verb)},
          {"outcome", name_of(event.outcome)},
          {"step", event.step.value_or("")},
          {"subject", event.subject.value_or("")},
          {"asked_s", to_seconds(event.asked)},
          {"answered_s", to_seconds(event.answered)},
          {"attempt", event.attempt},
          {"by_hand", event.by_hand},
          {"value", event.value}};
}

void add_objectives(const SyntheticDrill& drill, const Measurement& measured, Run& run) {
  const Plan& plan = drill.truth.plan;
  for (std::size_t index = 0; index < drill.truth.objectives.size(); ++index) {
    const Objective& objective = drill.truth.objectives[index];
    RunObjective one;
    one.name = objective.name;
    one.title = objective.title;
    one.kind = objective.kind;
    one.subject = objective.service ? plan.services[objective.service->index].name
                                    : plan.data[objective.data.front().index].name;
    one.target = objective.target;
    const bool is_cut = drill.cut_at && objective.kind == ObjectiveKind::rpo;
    one.is_measured = !is_cut;
    one.value = measured.objectives[index];
    const bool is_beyond =
        drill.cut_at && one.value != never && measured.begun + one.value > *drill.cut_at;
    one.value = is_beyond ? never : one.value;
    one.low = one.value == never ? Duration::zero() : one.value;
    one.high = one.value;
    one.verdict = judge_run(one);
    run.objectives.push_back(std::move(one));
  }
}

// Probes see the service back when it is, on the grid that the scenario gives.
void add_probes(const SyntheticDrill& drill, Run& run) {
  const auto rto =
      std::find_if(run.objectives.begin(), run.objectives.end(),
                   [](const RunObjective& one) { return one.kind == ObjectiveKind::rto; });
  if (rto == run.objectives.end()) {
    return;
  }
  for (const char* const name : {"probe-1", "probe-2"}) {
    RunProbe probe;
    probe.name = name;
    probe.kind = "sql_write";
    probe.vantage = "west";
    probe.service = rto->subject;
    probe.period = drill.truth.probe_interval;
    probe.sent = 100;
    probe.failed = 10;
    probe.first_failure = run.begun;
    const bool lies = probe.name == "probe-2";
    if (rto->value != never) {
      probe.first_success = run.begun + rto->value + (lies ? drill.lie : Duration::zero());
      probe.unavailable = rto->value;
    } else {
      probe.unavailable = never;
    }
    run.probes.push_back(std::move(probe));
  }
}

void add_steps(const SyntheticDrill& drill, const Measurement& measured, Run& run) {
  for (std::size_t index = 0; index < measured.steps.size(); ++index) {
    const StepMeasurement& step = measured.steps[index];
    RunStep one{.name = drill.truth.runbook.steps[index].name,
                .started = std::nullopt,
                .ended = std::nullopt};
    if (step.was_reached() && (!drill.cut_at || step.started <= *drill.cut_at)) {
      one.started = step.started;
      const bool is_over = !drill.cut_at || step.ended <= *drill.cut_at;
      one.ended = is_over ? std::optional{step.ended} : std::nullopt;
      one.waited = step.waited;
      one.critical = step.critical;
      one.automatic_failed = step.automatic_failed && is_over;
      one.succeeded = step.succeeded && is_over;
    }
    run.steps.push_back(std::move(one));
  }
}

void add_timeline(const SyntheticDrill& drill, const Timeline& timeline, Run& run) {
  for (const Event& event : timeline.events()) {
    if (drill.cut_at && event.answered > *drill.cut_at) {
      continue;
    }
    run.timeline.push_back(with_names(event, drill.truth));
    if (event.verb == Verb::inject) {
      run.faults.push_back({.name = drill.truth.faults[event.subject].name,
                            .kind = "simulated",
                            .targets = {"nothing"},
                            .how = "SIMULATED",
                            .outcome = event.outcome,
                            .injected = event.answered,
                            .healed = std::nullopt});
    }
  }
  if (drill.cut_at) {  // the last thing that was recorded: that it was broken off
    RunEvent end;
    end.asked = end.answered = *drill.cut_at;
    end.outcome = Outcome::succeeded;
    run.timeline.push_back(end);
  }
}

}  // namespace

Run synthetic_run(const SyntheticDrill& drill) {
  const Timeline timeline = replay(drill.truth, drill.seed, 0);
  Measurement measured;
  Measurer{drill.truth}.measure(timeline, measured);
  Run run;
  run.id = drill.id;
  run.version = "0.1.0";
  run.state = drill.cut_at ? RunState::aborted : RunState::completed;
  run.reason = drill.cut_at ? "cut short on purpose" : "";
  if (drill.is_void) {
    run.state = RunState::voided;
    run.reason = "the target was not steady before the fault";
  }
  run.started_at = drill.started_at;
  run.ended_at = drill.started_at;
  run.scenario_title = drill.model.title;
  run.scenario = {drill.model.name, drill.model.digest};
  run.plan = {drill.model.plan.name, drill.model.plan.digest};
  run.target = {"SIMULATED", sha256_hex("simulated")};
  run.target_kind = drill.target_kind;
  run.seed = drill.seed;
  run.injected = measured.injected;
  run.begun = measured.begun == never ? measured.injected : measured.begun;
  add_timeline(drill, timeline, run);
  add_objectives(drill, measured, run);
  for (std::size_t index = 0; index < phase_count && !drill.cut_at; ++index) {
    run.phases.push_back({std::string{name_of(static_cast<Phase>(index))}, measured.phases[index]});
  }
  add_steps(drill, measured, run);
  add_probes(drill, run);
  run.steady_before = RunSteadyState{.is_held = true, .deviations = {}};
  run.environment.kernel = "none";
  run.environment.machine = "none";
  run.environment.processors = 1;
  run.chain = std::string(64, '0');
  return run;
}

void write_synthetic_run(const SyntheticDrill& drill) {
  std::filesystem::create_directories(drill.folder);
  Run run = synthetic_run(drill);
  // Another luck than the world's: a model that knew it would predict every drill exactly.
  const std::uint64_t seed = drill.seed + 1'000'003;
  SimulationOptions options;
  options.seed = seed;
  options.replications = drill.replications;
  const Prediction prediction = summarise(drill.model, simulate(drill.model, options));
  write(drill.folder, "prediction.json", prediction_json(prediction, drill.model));
  write(drill.folder, "scenario.json", to_json(drill.assembled_model.root) + "\n");
  const auto digest_of = [&](const char* name) { return sha256_hex(bytes_of(drill.folder, name)); };
  Chain chain;
  chain.add("begin", {{"run", run.id}}, Duration::zero());
  const std::uint64_t seal =
      chain.add("seal", {{"file", "prediction.json"}, {"digest", digest_of("prediction.json")}},
                Duration{1'000'000});
  for (const RunFault& fault : run.faults) {
    chain.add("inject", {{"fault", fault.name}}, fault.injected.value_or(Duration::zero()));
  }
  for (const RunEvent& event : run.timeline) {
    chain.add("event", event_record(event), event.answered);
  }
  chain.add("end", {{"state", name_of(run.state)}}, Duration::zero());
  write(drill.folder, "events.jsonl", chain.text());
  run.prediction = RunPrediction{"prediction.json", digest_of("prediction.json"), seed,
                                 drill.replications, seal};
  run.events = chain.count();
  run.chain = chain.digest();
  for (const char* const name : {"events.jsonl", "prediction.json", "scenario.json"}) {
    const std::string bytes = bytes_of(drill.folder, name);
    run.evidence.push_back({name, sha256_hex(bytes), static_cast<std::int64_t>(bytes.size())});
  }
  write(drill.folder, "run.json", run_json(run));
  seal_folder(drill.folder);
}

void seal_folder(const std::string& folder) {
  write(folder, "SHA256SUMS", run_seal(bytes_of(folder, "run.json")));
}

}  // namespace firedrill
