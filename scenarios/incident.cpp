#include "scenarios/incident.hpp"

#include <fmt/format.h>

#include "scenarios/assembly.hpp"
#include "scenarios/notes.hpp"
#include "scenarios/scenario_reader.hpp"

namespace firedrill {
namespace {

constexpr std::array<std::string_view, 4> precision_words{"second", "minute", "hour", "day"};
constexpr std::array<std::string_view, 3> strike_words{"region", "region_and_control", "data"};

void read_observed(const Node& node, Incident& incident, ReadContext& context) {
  ObjectReader object{node, context};
  allow_notes(object);
  incident.precision = precision_words[object.word("precision", precision_words)];
  for (std::size_t index = 0; index < milestone_count; ++index) {
    incident.observed[index] = object.optional_duration(milestone_names[index]);
    const auto milestone = static_cast<Milestone>(index);
    const bool needs_objective = milestone >= Milestone::service_restored;
    if (incident.observed[index] && needs_objective &&
        !objective_of(milestone, incident.scenario)) {
      context.error(*object.optional(milestone_names[index]), "FD3040",
                    fmt::format("no objective of the scenario predicts \"{}\", observed as {{}}",
                                milestone_names[index]),
                    "add an objective to the plan, or leave the milestone out");
    }
  }
  object.finish();
}

void read_block(const Node& node, Incident& incident, ReadContext& context) {
  ObjectReader object{node, context};
  allow_notes(object);
  if (const Node* const source = object.required("source")) {
    ObjectReader reader{*source, context};
    incident.source_title = reader.string("title");
    incident.source_url = reader.string("url");
    reader.finish();
  }
  incident.strikes = static_cast<Strike>(object.word("strikes", strike_words));
  if (const Node* const observed = object.required("observed")) {
    read_observed(*observed, incident, context);
  }
  object.finish();
}

// Changes are gone from the assembled scenario, so they are read from the file itself.
void forbid_changed_priors(const Node& file, ReadContext& context) {
  const Node* const changes = file.find("changes");
  if (changes == nullptr) {
    return;
  }
  for (const auto& [pointer, value] : changes->members) {
    if (pointer.starts_with("/parameters")) {
      context.add({"FD3041",
                   Severity::error,
                   place_of_key(value),
                   fmt::format("\"{}\" is a prior of the whole class of incidents", pointer),
                   "change it in the parameter file, for all of them",
                   {}});
    }
  }
}

}  // namespace

std::optional<Duration> Incident::outage() const {
  const auto& restored = observed[static_cast<std::size_t>(Milestone::service_restored)];
  return restored ? restored : observed[static_cast<std::size_t>(Milestone::fully_recovered)];
}

std::optional<std::size_t> objective_of(Milestone milestone, const Scenario& scenario) {
  const ObjectiveKind kind =
      milestone == Milestone::data_lost ? ObjectiveKind::rpo : ObjectiveKind::rto;
  std::optional<std::size_t> first;
  std::optional<std::size_t> last;
  for (std::size_t index = 0; index < scenario.objectives.size(); ++index) {
    if (scenario.objectives[index].kind == kind) {
      (first ? last : first) = index;
    }
  }
  switch (milestone) {
    case Milestone::service_restored:
    case Milestone::data_lost:
      return first;
    case Milestone::fully_recovered:
      return last;
    case Milestone::detected:
    case Milestone::recovery_started:
      break;
  }
  return std::nullopt;
}

Result<Incident> load_incident(const std::string& path) {
  const Result<Document> file = load_document(path);
  if (!file) {
    return file.error();
  }
  const Result<Document> assembled = assemble_scenario(path);
  if (!assembled) {
    return assembled.error();
  }
  Result<Scenario> scenario = read_scenario(*assembled);
  if (!scenario) {
    return scenario.error();
  }
  Incident incident;
  incident.scenario = std::move(scenario).value();
  ReadContext context;
  ObjectReader object{assembled->root, context};
  if (const Node* const block = object.required("incident")) {
    read_block(*block, incident, context);
  }
  forbid_changed_priors(file->root, context);
  if (context.has_errors()) {
    return context.diagnostics();
  }
  return incident;
}

}  // namespace firedrill
