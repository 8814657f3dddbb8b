// firedrill calibrate: learns a plan's parameters from recorded drills, into a file of their own.

#include <fmt/core.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/drill_folders.hpp"
#include "app/output.hpp"
#include "app/run_arguments.hpp"
#include "reports/calibration_json.hpp"
#include "reports/calibration_text.hpp"
#include "scenarios/calibrate.hpp"

namespace firedrill {
namespace {

constexpr const char* calibrate_examples =
    R"(  firedrill calibrate runs/2026-11-*-failover --scenario scenarios/lab/failover.json \
                      --out fitted.json
  firedrill simulate scenarios/lab/failover.json --parameters fitted.json

Never overwrites a file. The scenario says what is believed before any drill, and which parameter
each step's length is; without --scenario it is the one that was recorded with the drill.)";

struct CalibrateArguments {
  std::vector<std::string> runs, scenarios, parameters;
  std::string file;
  bool wants_json = false;
};

// Assembled scenarios by name. Those that were recorded are verified by their digests.
class Priors {
 public:
  Diagnostics load(const CalibrateArguments& arguments) {
    Diagnostics problems;
    for (const std::string& path : arguments.scenarios) {
      keep(assemble(path, {}, arguments.parameters), problems);
    }
    return problems;
  }

  Diagnostics load_recorded(const RecordedDrill& drill) {
    Diagnostics problems;
    if (documents_.contains(drill.run.scenario.name)) {
      return problems;
    }
    const std::string path = drill.folder + "/scenario.json";
    if (!std::filesystem::exists(path)) {
      problems.push_back({"FD1001",
                          Severity::error,
                          Place{.file = path, .pointer = {}, .source_line = {}},
                          "the scenario was not recorded with the drill",
                          "name its file with --scenario",
                          {}});
      return problems;
    }
    keep(load_document(path), problems);
    const auto found = documents_.find(drill.run.scenario.name);
    if (problems.empty() &&
        (found == documents_.end() || found->second.digest() != drill.run.scenario.digest)) {
      problems.push_back({"FD7002",
                          Severity::error,
                          Place{.file = path, .pointer = {}, .source_line = {}},
                          "it is not the scenario that was drilled",
                          "bring back the original, or name the scenario with --scenario",
                          {}});
    }
    return problems;
  }

  [[nodiscard]] const std::map<std::string, Document>& documents() const { return documents_; }

 private:
  void keep(Result<Document> document, Diagnostics& problems) {
    const Result<Scenario> scenario =
        document ? read_scenario(*document) : Result<Scenario>{document.error()};
    if (scenario) {
      documents_.insert_or_assign(scenario->name, std::move(document).value());
    } else {
      problems.insert(problems.end(), scenario.error().begin(), scenario.error().end());
    }
  }

  std::map<std::string, Document> documents_;
};

std::vector<CalibrationInput> inputs_of(const Priors& priors, const ComparedDrills& drills) {
  std::vector<CalibrationInput> inputs;
  for (const auto& [name, document] : priors.documents()) {
    CalibrationInput input{.assembled = &document, .runs = {}};
    for (const RecordedDrill& drill : drills.drills) {
      const bool counts =
          drill.run.state == RunState::completed || drill.run.state == RunState::aborted;
      if (counts && drill.run.scenario.name == name) {
        input.runs.push_back(&drill.run);
      }
    }
    inputs.push_back(std::move(input));
  }
  return inputs;
}

// Beside whatever is there: a calibration never overwrites.
bool is_taken(const std::string& file) {
  if (!std::filesystem::exists(file)) {
    return false;
  }
  fmt::print(stderr, "firedrill: {} is there already, and is not overwritten\n", file);
  return true;
}

ExitCode calibrate_command(const CalibrateArguments& arguments) {
  if (is_taken(arguments.file)) {
    return ExitCode::usage;
  }
  const Result<ComparedDrills> drills = load_drills(arguments.runs);
  if (!drills) {
    return report_drill_errors(drills.error());
  }
  Priors priors;
  Diagnostics problems = priors.load(arguments);
  for (const RecordedDrill& drill : drills->drills) {
    const Diagnostics more = priors.load_recorded(drill);
    problems.insert(problems.end(), more.begin(), more.end());
  }
  if (!problems.empty()) {
    return report_drill_errors(problems);
  }
  const Result<Calibration> calibration = calibrate(inputs_of(priors, *drills));
  if (!calibration) {
    return report_errors(calibration.error());
  }
  print(arguments.wants_json ? calibration_json(*calibration)
                             : calibration_page(*calibration, page_options()));
  if (calibration->parameters.empty()) {
    fmt::print(stderr, "firedrill: nothing was learned, and nothing written\n");
    return ExitCode::inconclusive;
  }
  const std::filesystem::path file{arguments.file};
  const std::string folder = file.has_parent_path() ? file.parent_path().string() : ".";
  write_files(folder, {{file.filename().string(), fitted_parameters_json(*calibration)}});
  fmt::print(stderr, "firedrill: wrote {} parameters to {}\n", calibration->parameters.size(),
             arguments.file);
  return ExitCode::met;
}

class Calibrate : public CommandWith<CalibrateArguments> {
 public:
  explicit Calibrate(CLI::App& program)
      : CommandWith{
            program,
            {"calibrate", "Learns a plan's parameters from recorded drills", calibrate_examples}} {
    line_.add_option("RUN", arguments_.runs, "folders of drills, or folders of such folders")
        ->required()
        ->option_text("...");
    line_.add_option("--out", arguments_.file, "the new parameter file")
        ->required()
        ->option_text("FILE");
    line_
        .add_option("--scenario", arguments_.scenarios,
                    "what is believed before any drill; one for each scenario that was drilled")
        ->option_text("FILE")
        ->allow_extra_args(false);
    line_
        .add_option("--parameters", arguments_.parameters,
                    "parameters on top of the plan's, as an earlier calibration wrote them")
        ->option_text("FILE")
        ->allow_extra_args(false);
    line_.add_flag("--json", arguments_.wants_json, "print JSON, not the page");
  }
  [[nodiscard]] ExitCode run() const override { return calibrate_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_calibrate(CLI::App& program) {
  return std::make_unique<Calibrate>(program);
}

}  // namespace firedrill
