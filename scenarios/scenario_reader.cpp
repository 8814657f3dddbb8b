#include "scenarios/scenario_reader.hpp"

#include <array>

#include "scenarios/duties.hpp"
#include "scenarios/notes.hpp"
#include "scenarios/plan_reader.hpp"
#include "scenarios/runbook_reader.hpp"

namespace firedrill {
namespace {

RegionOutage read_region_outage(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  RegionOutage outage;
  outage.region = reading.region(object, "region");
  outage.length = reading.laws.time(object, "length");
  outage.control_plane_loss = reading.laws.probability(object, "control_plane_loss");
  outage.control_plane_length = reading.laws.time(object, "control_plane_length");
  object.finish();
  return outage;
}

Fault read_fault(const Node& node, Reading& reading) {
  static constexpr std::array<std::string_view, 1> words{"region_outage"};
  static_assert(words.size() == std::variant_size_v<FaultModel>);
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Fault fault;
  fault.name = object.string("name");
  fault.at = reading.laws.time(object, "at");
  if (const auto choice = choose(object, words, "kind of fault")) {
    fault.model = read_region_outage(*choice->node, reading);
  }
  object.finish();
  return fault;
}

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

Scenario read_members(ObjectReader& object, Reading& reading) {
  Scenario scenario;
  allow_notes(object);
  read_format(object, "firedrill/scenario/1");
  object.ignore("parameters");
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
  object.each("faults",
              [&](const Node& item) { scenario.faults.push_back(read_fault(item, reading)); });
  if (object.optional("severity") != nullptr) {
    scenario.severity = reading.severity(object, "severity");
  }
  const bool has_personal_data = object.optional_boolean("personal_data").value_or(false);
  if (!reading.context.has_errors()) {
    scenario.duties = duties_of(scenario.plan, scenario.severity, has_personal_data);
  }
  scenario.objectives = read_objectives(object, scenario.plan, reading);
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
