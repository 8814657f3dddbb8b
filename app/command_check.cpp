// firedrill check: what is wrong with files, and where a plan contradicts itself.

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "reports/diagnostics_json.hpp"
#include "scenarios/assembly.hpp"
#include "scenarios/check.hpp"
#include "scenarios/notes.hpp"
#include "scenarios/parameters.hpp"
#include "scenarios/plan_reader.hpp"
#include "scenarios/scenario_reader.hpp"
#include "scenarios/state_study.hpp"
#include "scenarios/training_study.hpp"
#include "scenarios/wan_study.hpp"
#include "scenarios/year_study.hpp"

namespace firedrill {
namespace {

struct CheckArguments {
  std::vector<std::string> files;
  bool wants_json = false;
  bool is_strict = false;
};

// What the file says it is: "plan", "scenario", "runbook", "parameters", or "" if it does not.
std::string kind_of(const Document& document) {
  const Node* format = document.root.find("format");
  const std::string text = format == nullptr ? "" : format->string;
  const std::size_t begin = text.find('/');
  const std::size_t end = text.rfind('/');
  return begin == std::string::npos || end <= begin ? "" : text.substr(begin + 1, end - begin - 1);
}

Diagnostics check_scenario(const std::string& path) {
  const Result<Document> assembled = assemble_scenario(path);
  if (!assembled) {
    return assembled.error();
  }
  Diagnostics found;
  const Result<Scenario> scenario = read_scenario(*assembled, &found);
  if (!scenario) {
    return scenario.error();
  }
  const Diagnostics contradictions = find_contradictions(*assembled, *scenario);
  found.insert(found.end(), contradictions.begin(), contradictions.end());
  return found;
}

Diagnostics check_plan(const std::string& path) {
  const Result<Document> assembled = assemble_plan(path);
  if (!assembled) {
    return assembled.error();
  }
  const Result<Plan> plan = load_plan(path);
  return plan ? find_contradictions(*assembled, *plan) : plan.error();
}

Diagnostics check_parameters(const Document& document) {
  ReadContext context;
  ObjectReader object{document.root, context};
  read_format(object, "firedrill/parameters/1");
  allow_notes(object);
  if (const Node* parameters = object.required("parameters")) {
    const ObjectReader shape{*parameters, context};  // reports what is no object
    const ParameterTable table{*parameters, context};
  }
  object.finish();
  return context.diagnostics();
}

Diagnostics check_file(const std::string& path) {
  const Result<Document> document = load_document(path);
  if (!document) {
    return document.error();
  }
  const std::string kind = kind_of(*document);
  if (kind == "scenario") {
    return check_scenario(path);
  }
  if (kind == "plan") {
    return check_plan(path);
  }
  if (kind == "training-study") {
    const Result<TrainingStudy> study = load_training_study(path);
    return study ? Diagnostics{} : study.error();
  }
  if (kind == "state-study") {
    const Result<StateStudy> study = load_state_study(path);
    return study ? Diagnostics{} : study.error();
  }
  if (kind == "year-study") {
    const Result<YearStudy> study = load_year_study(path);
    return study ? Diagnostics{} : study.error();
  }
  if (kind == "wan-study") {
    const Result<std::vector<WanCase>> cases = load_wan_study(path);
    return cases ? Diagnostics{} : cases.error();
  }
  if (kind == "wan-result") {
    const Result<WanResults> results = load_wan_results(path);
    return results ? Diagnostics{} : results.error();
  }
  if (kind == "parameters") {
    return check_parameters(*document);
  }
  if (kind == "runbook") {
    fmt::print(stderr,
               "firedrill: {}: well-formed; what its steps refer to stands in a plan, so check a "
               "scenario that uses it\n",
               path);
    return {};
  }
  ReadContext context;
  const Node* format = document->root.find("format");
  context.error(format == nullptr ? document->root : *format, "FD2004",
                "the file is none of those that can be checked",
                "\"format\": \"firedrill/scenario/1\", or plan, runbook, parameters, "
                "training-study, year-study, state-study, wan-study, wan-result");
  return context.diagnostics();
}

// Errors first. Files share plans: what has been said of one is not said again.
Diagnostics check_files(const std::vector<std::string>& files) {
  Diagnostics all;
  std::set<std::string> said;
  for (const std::string& file : files) {
    for (const Diagnostic& diagnostic : check_file(file)) {
      if (said.insert(render(diagnostic)).second) {
        all.push_back(diagnostic);
      }
    }
  }
  std::stable_partition(all.begin(), all.end(),
                        [](const auto& one) { return one.severity == Severity::error; });
  return all;
}

ExitCode check_command(const CheckArguments& arguments) {
  const Diagnostics all = check_files(arguments.files);
  const auto errors = std::count_if(
      all.begin(), all.end(), [](const auto& one) { return one.severity == Severity::error; });
  const auto findings = static_cast<std::ptrdiff_t>(all.size()) - errors;
  if (arguments.wants_json) {
    print(diagnostics_json(all));
  } else {
    for (const Diagnostic& diagnostic : all) {
      print(render(diagnostic));
    }
    print(fmt::format("{} file{}: {} error{}, {} contradiction{}\n", arguments.files.size(),
                      arguments.files.size() == 1 ? "" : "s", errors, errors == 1 ? "" : "s",
                      findings, findings == 1 ? "" : "s"));
  }
  if (errors > 0) {
    return ExitCode::invalid_file;
  }
  return findings > 0 && arguments.is_strict ? ExitCode::missed : ExitCode::met;
}

class Check : public CommandWith<CheckArguments> {
 public:
  explicit Check(CLI::App& program)
      : CommandWith{program,
                    {"check", "Finds errors in files, and where a plan contradicts itself",
                     "  firedrill check scenarios/plans/gaudi3-scale.json\n"
                     "  firedrill check --strict scenarios/library/*.json"}} {
    line_
        .add_option("FILE", arguments_.files,
                    "plans, scenarios, runbooks, parameter files, studies")
        ->required()
        ->option_text("...");
    line_.add_flag("--json", arguments_.wants_json, "print JSON");
    line_.add_flag("--strict", arguments_.is_strict,
                   "exit status 4 for contradictions, which otherwise leave 0");
  }
  [[nodiscard]] ExitCode run() const override { return check_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_check(CLI::App& program) { return std::make_unique<Check>(program); }

}  // namespace firedrill
