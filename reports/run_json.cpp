#include "reports/run_json.hpp"

#include <optional>

#include "reports/json_text.hpp"
#include "reports/timeline_json.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

Json seconds(Duration duration) { return json_number(to_seconds(duration)); }

Json seconds(const std::optional<Duration>& duration) {
  return duration ? seconds(*duration) : Json(nullptr);
}

template <class Part, class Write>
Json list(const std::vector<Part>& parts, const Write& write) {
  Json items = Json::array();
  for (const Part& part : parts) {
    items.push_back(write(part));
  }
  return items;
}

Json prediction_part(const RunPrediction& prediction) {
  return {{"file", prediction.file},
          {"digest", prediction.digest},
          {"seed", prediction.seed},
          {"replications", prediction.replications},
          {"seal", prediction.seal}};
}

Json fault_json(const RunFault& fault) {
  return {{"name", fault.name},
          {"kind", fault.kind},
          {"targets", fault.targets},
          {"how", fault.how},
          {"outcome", name_of(fault.outcome)},
          {"injected_s", seconds(fault.injected)},
          {"healed_s", seconds(fault.healed)}};
}

Json measured_objective_json(const RunObjective& objective) {
  const auto measured = [&](Duration value) {
    return objective.is_measured ? seconds(value) : Json(nullptr);
  };
  return {{"name", objective.name},
          {"title", objective.title},
          {"kind", objective.kind == ObjectiveKind::rto ? "rto" : "rpo"},
          {"subject", objective.subject},
          {"target_s", seconds(objective.target)},
          {"measured", objective.is_measured},
          {"value_s", measured(objective.value)},
          {"interval_s", Json::array({measured(objective.low), measured(objective.high)})},
          {"verdict", name_of(objective.verdict)},
          {"reason", objective.reason}};
}

Json measured_step_json(const RunStep& step) {
  return {{"name", step.name},
          {"started_s", seconds(step.started)},
          {"ended_s", seconds(step.ended)},
          {"waited_s", seconds(step.waited)},
          {"critical_s", seconds(step.critical)},
          {"automatic_failed", step.automatic_failed},
          {"succeeded", step.succeeded}};
}

Json measurement_json(const Run& run) {
  return {{"injected_s", seconds(run.injected)},
          {"begun_s", seconds(run.begun)},
          {"diverged", run.diverged},
          {"phases", list(run.phases,
                          [](const RunPhase& phase) {
                            return Json{{"name", phase.name}, {"length_s", seconds(phase.length)}};
                          })},
          {"steps", list(run.steps, measured_step_json)}};
}

Json probe_json(const RunProbe& probe) {
  return {{"name", probe.name},
          {"kind", probe.kind},
          {"vantage", probe.vantage},
          {"service", probe.service},
          {"period_s", seconds(probe.period)},
          {"sent", probe.sent},
          {"failed", probe.failed},
          {"not_sent", probe.not_sent},
          {"lateness_s", seconds(probe.lateness)},
          {"first_failure_s", seconds(probe.first_failure)},
          {"first_success_s", seconds(probe.first_success)},
          {"unavailable_s", seconds(probe.unavailable)},
          {"goodput_lost", probe.goodput_lost}};
}

Json ledger_json(const RunLedger& ledger) {
  return {{"name", ledger.name},
          {"data", ledger.data},
          {"commit_mode", ledger.commit_mode},
          {"intents", ledger.intents},
          {"acknowledged", ledger.acknowledged},
          {"refused", ledger.refused},
          {"unknown", ledger.unknown},
          {"survived", ledger.survived},
          {"lost", ledger.lost},
          {"lost_bytes", ledger.lost_bytes.count},
          {"loss_window_s", seconds(ledger.loss_window)},
          {"loss_window_open", ledger.window_is_open},
          {"holes", ledger.holes},
          {"phantoms", ledger.phantoms},
          {"duplicates", ledger.duplicates},
          {"unknown_survived", ledger.unknown_survived},
          {"unverified", ledger.unverified}};
}

Json steady_json(const std::optional<RunSteadyState>& steady) {
  return steady ? Json{{"held", steady->is_held}, {"deviations", steady->deviations}}
                : Json(nullptr);
}

Json environment_json(const RunEnvironment& environment) {
  return {{"kernel", environment.kernel},
          {"machine", environment.machine},
          {"processors", environment.processors},
          {"load_before", environment.load_before},
          {"load_after", environment.load_after},
          {"lateness_s", seconds(environment.lateness)},
          {"lateness_bound_s", seconds(environment.lateness_bound)},
          {"wan_lateness_s", seconds(environment.wan_lateness)}};
}

Json input_json(const RunInput& input) { return {{"name", input.name}, {"digest", input.digest}}; }

Json evidence_json(const RunEvidence& evidence) {
  return {{"file", evidence.file}, {"digest", evidence.digest}, {"bytes", evidence.bytes}};
}

// What the run was of and against.
void add_inputs(const Run& run, Json& json) {
  json["scenario"] = {
      {"name", run.scenario.name}, {"title", run.scenario_title}, {"digest", run.scenario.digest}};
  json["plan"] = input_json(run.plan);
  json["target"] = {
      {"kind", name_of(run.target_kind)}, {"name", run.target.name}, {"digest", run.target.digest}};
  json["seed"] = run.seed;
  json["prediction"] = run.prediction ? prediction_part(*run.prediction) : Json(nullptr);
}

}  // namespace

std::string run_json(const Run& run) {
  Json json{{"format", "firedrill/run/1"},
            {"label", label_of(run.target_kind)},
            {"id", run.id},
            {"firedrill", run.version},
            {"state", name_of(run.state)},
            {"reason", run.reason},
            {"started_at", run.started_at},
            {"ended_at", run.ended_at}};
  add_inputs(run, json);
  json["faults"] = list(run.faults, fault_json);
  json["timeline"] = list(run.timeline, event_json);
  json["measurement"] = measurement_json(run);
  json["objectives"] = list(run.objectives, measured_objective_json);
  json["probes"] = list(run.probes, probe_json);
  json["ledgers"] = list(run.ledgers, ledger_json);
  json["steady_state"] = {{"before", steady_json(run.steady_before)},
                          {"after", steady_json(run.steady_after)}};
  json["environment"] = environment_json(run.environment);
  json["undo"] = {{"entries", run.undo.entries},
                  {"reverted", run.undo.reverted},
                  {"residue", run.undo.residue}};
  json["chain"] = {{"events", run.events}, {"digest", run.chain}};
  json["evidence"] = list(run.evidence, evidence_json);
  return json_text(json);
}

}  // namespace firedrill
