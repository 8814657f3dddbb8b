#include "scenarios/year_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "scenarios/assembly.hpp"
#include "scenarios/law_reader.hpp"
#include "scenarios/names.hpp"
#include "scenarios/notes.hpp"
#include "scenarios/parameters.hpp"
#include "scenarios/scenario_reader.hpp"

namespace firedrill {
namespace {

class YearReader {
 public:
  YearReader(const Document& assembled, std::string path)
      : assembled_{assembled},
        parameters_{*assembled.root.find("parameters"), context_},
        path_{std::move(path)} {}

  Result<YearStudy> read();

 private:
  std::optional<Scenario> read_scenario_of(ObjectReader& object);
  void read_cause(const Node& node, YearStudy& study);
  void read_drill(const Node& node, YearStudy& study);
  void adopt(const Scenario& scenario, const Node& node, YearStudy& study);

  const Document& assembled_;
  ReadContext context_;
  ParameterTable parameters_;
  LawReader laws_{&parameters_, context_};
  std::string path_;
};

// The scenario at the path that the member names, relative to the study.
std::optional<Scenario> YearReader::read_scenario_of(ObjectReader& object) {
  const std::string relative = object.string("scenario");
  if (relative.empty()) {
    return std::nullopt;
  }
  const std::filesystem::path folder = std::filesystem::path{path_}.parent_path();
  Result<Scenario> loaded = load_scenario((folder / relative).lexically_normal().string());
  if (!loaded) {
    for (const Diagnostic& problem : loaded.error()) {
      context_.add(problem);
    }
    return std::nullopt;
  }
  return std::move(loaded).value();
}

// The first scenario's plan is the study's; the others must have the same.
void YearReader::adopt(const Scenario& scenario, const Node& node, YearStudy& study) {
  if (study.plan.digest.empty()) {
    study.plan = scenario.plan;
  } else if (study.plan.digest != scenario.plan.digest) {
    context_.error(*node.find("scenario"), "FD3020",
                   fmt::format("{{}} is about the plan {}, and an earlier one about {}",
                               scenario.plan.name, study.plan.name),
                   "a year is one of one plan");
  }
}

void YearReader::read_cause(const Node& node, YearStudy& study) {
  ObjectReader object{node, context_};
  allow_notes(object);
  IncidentCause cause;
  cause.name = object.string("name");
  cause.rate = laws_.ratio(object, "rate");
  if (object.optional("rate_uncertainty") != nullptr) {
    cause.rate_uncertainty = laws_.law(object, "rate_uncertainty", Dimension::ratio);
  }
  if (auto scenario = read_scenario_of(object)) {
    adopt(*scenario, node, study);
    cause.scenario = std::move(*scenario);
    study.causes.push_back(std::move(cause));
  }
  object.finish();
}

void YearReader::read_drill(const Node& node, YearStudy& study) {
  ObjectReader object{node, context_};
  allow_notes(object);
  YearlyDrill drill;
  drill.name = object.string("drill");
  if (auto scenario = read_scenario_of(object)) {
    adopt(*scenario, node, study);
    drill.scenario = std::move(*scenario);
    const auto& held = study.plan.governance.drills;
    const auto found = std::find_if(
        held.begin(), held.end(), [&](const DrillCadence& one) { return one.name == drill.name; });
    if (found == held.end()) {
      context_.error(*object.required("drill"), "FD3020", "the plan holds no drill {}",
                     "name one of its governance's drills");
    } else {
      drill.every = found->every;
      study.drills.push_back(std::move(drill));
    }
  }
  object.finish();
}

Result<YearStudy> YearReader::read() {
  ObjectReader object{assembled_.root, context_};
  allow_notes(object);
  read_format(object, "firedrill/year-study/1");
  object.ignore("parameters");
  YearStudy study;
  study.name = object.string("name");
  study.title = object.optional_string("title").value_or("");
  study.given_up_after = laws_.interval(object, "given_up_after");
  study.required_years = laws_.probability(object, "required_years");
  NameTable names{"cause"};
  names.collect(object.optional("causes"), "name", context_);
  object.each("causes", [&](const Node& item) { read_cause(item, study); });
  object.each_optional("drills", [&](const Node& item) { read_drill(item, study); });
  object.finish();
  if (context_.has_errors()) {
    return context_.diagnostics();
  }
  study.digest = assembled_.digest();
  study.assumptions = parameters_.assumptions();
  return study;
}

}  // namespace

Result<YearStudy> load_year_study(const std::string& path) {
  const Result<Document> assembled = assemble_study(path);
  if (!assembled) {
    return assembled.error();
  }
  return YearReader{*assembled, path}.read();
}

}  // namespace firedrill
