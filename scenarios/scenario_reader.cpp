#include "scenarios/scenario_reader.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "scenarios/duties.hpp"
#include "scenarios/fault_reader.hpp"
#include "scenarios/notes.hpp"
#include "scenarios/plan_reader.hpp"
#include "scenarios/runbook_reader.hpp"

namespace firedrill {
namespace {

// "all", or the names of some of the plan's objectives.
std::vector<Objective> read_objectives(ObjectReader& object, const Plan& plan, Reading& reading) {
  const Node* const node = object.required("objectives");
  if (node == nullptr || (node->kind == NodeKind::string && node->string == "all")) {
    return plan.objectives;
  }
  if (node->kind != NodeKind::array || node->items.empty()) {
    reading.context.error(*node, "FD2005", "{} names no objectives",
                          "write \"all\" or [\"<objective>\", ...]");
    return {};
  }
  std::vector<Objective> objectives;
  for (const Node& item : node->items) {
    const auto index = reading.names.objectives.find(item, reading.context);
    if (index && *index < plan.objectives.size()) {
      objectives.push_back(plan.objectives[*index]);
    }
  }
  return objectives;
}

// A recovery later than the horizon counts as none, so a promise beyond it could not be judged.
void check_horizon(const Scenario& scenario, ObjectReader& object, Reading& reading) {
  if (reading.context.has_errors()) {
    return;
  }
  for (const Objective& objective : scenario.objectives) {
    if (objective.kind == ObjectiveKind::rto && objective.target > scenario.horizon) {
      reading.context.warning(*object.required("horizon"), "FD3016",
                              "{} ends before the target of the objective \"" + objective.name +
                                  "\": recoveries in between count as none",
                              "choose a longer horizon");
    }
  }
}

// Every step's phase is one of the response's.
void check_phases(const Response& response, const Runbook& runbook, const Node& place,
                  Reading& reading) {
  for (const Step& step : runbook.steps) {
    const auto is_its_phase = [&](const ResponsePhase& one) { return one.name == step.phase; };
    if (!step.phase.empty() &&
        std::none_of(response.phases.begin(), response.phases.end(), is_its_phase)) {
      reading.context.error(place, "FD3023",
                            fmt::format("the response {{}} has no phase \"{}\", to which the "
                                        "runbook's step \"{}\" belongs",
                                        step.phase, step.name),
                            "name a phase of that response in the step");
    }
  }
}

// Which page of the plan's responses, which row of its notification matrix.
IncidentKind read_incident_kind(ObjectReader& object, const Scenario& scenario, Reading& reading) {
  IncidentKind incident;
  if (const Node* const response = object.optional("response")) {
    incident.response = reading.names.responses.find(*response, reading.context);
    const auto& responses = scenario.plan.governance.responses;
    if (incident.response && *incident.response < responses.size()) {
      check_phases(responses[*incident.response], scenario.runbook, *response, reading);
    }
  }
  if (object.optional("severity") != nullptr) {
    incident.severity = reading.severity(object, "severity");
  }
  incident.has_personal_data = object.optional_boolean("personal_data").value_or(false);
  return incident;
}

Beginning read_beginning(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Beginning beginning;
  if (object.optional("day") != nullptr) {
    beginning.day = object.word("day", weekdays);
  }
  if (object.optional("at") != nullptr) {
    beginning.at = reading.laws.time_of_day(object, "at");
  }
  object.finish();
  return beginning;
}

Scenario read_members(ObjectReader& object, Reading& reading) {
  Scenario scenario;
  allow_notes(object);
  read_format(object, "firedrill/scenario/1");
  object.ignore("parameters");
  object.ignore("incident");  // what was observed: incident.hpp
  scenario.name = object.string("name");
  scenario.title = object.optional_string("title").value_or("");
  if (const Node* const plan = object.required("plan")) {
    scenario.plan = read_plan(*plan, reading);
  }
  if (const Node* const runbook = object.required("runbook")) {
    scenario.runbook = read_runbook(*runbook, scenario.plan, reading);
  }
  NameTable names{"fault"};
  names.collect(object.optional("faults"), "name", reading.context);
  object.each("faults", [&](const Node& item) {
    scenario.faults.push_back(read_fault(item, scenario.plan, scenario.runbook, names, reading));
  });
  if (const Node* const faults = object.optional("faults")) {
    check_triggers(*faults, scenario.faults, names, reading);
    scenario.faults = repeated(scenario.faults);
  }
  scenario.incident = read_incident_kind(object, scenario, reading);
  if (!reading.context.has_errors()) {
    scenario.duties = duties_of(scenario.plan, scenario.runbook, scenario.incident);
  }
  scenario.objectives = read_objectives(object, scenario.plan, reading);
  if (const Node* const begins = object.optional("begins")) {
    scenario.begins = read_beginning(*begins, reading);
  }
  scenario.probe_interval = reading.laws.duration(object, "probe_interval");
  scenario.horizon = reading.laws.interval(object, "horizon");
  check_horizon(scenario, object, reading);
  object.finish();
  return scenario;
}

}  // namespace

Result<Scenario> read_scenario(const Document& assembled, Diagnostics* findings) {
  Reading reading{assembled.root};
  ObjectReader object{assembled.root, reading.context};
  Scenario scenario = read_members(object, reading);
  if (reading.context.has_errors()) {
    return reading.context.diagnostics();
  }
  if (findings != nullptr) {
    const Diagnostics& warnings = reading.context.diagnostics();
    findings->insert(findings->end(), warnings.begin(), warnings.end());
  }
  scenario.assumptions = reading.parameters.assumptions();
  scenario.digest = assembled.digest();
  return scenario;
}

Result<Scenario> read_varied_scenario(const Document& assembled,
                                      const ParameterTable::Variation& variation) {
  Reading reading{assembled.root};
  reading.parameters.vary(variation);
  ObjectReader object{assembled.root, reading.context};
  Scenario scenario = read_members(object, reading);
  if (reading.context.has_errors()) {
    return reading.context.diagnostics();
  }
  scenario.assumptions = reading.parameters.assumptions();
  return scenario;
}

Result<Scenario> load_scenario(const std::string& path, std::span<const Setting> settings) {
  Result<Document> assembled = assemble_scenario(path);
  Diagnostics problems;
  for (const auto& [pointer, value] : settings) {
    if (!assembled) {
      break;
    }
    Result<Document> changed = with_value(*assembled, pointer, value);
    if (changed) {
      assembled = std::move(changed);
    } else {
      problems.insert(problems.end(), changed.error().begin(), changed.error().end());
    }
  }
  if (!assembled) {
    return assembled.error();
  }
  if (!problems.empty()) {
    return problems;
  }
  return read_scenario(*assembled);
}

}  // namespace firedrill
