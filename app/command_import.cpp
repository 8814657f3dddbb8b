// firedrill import and firedrill export: experiments of other chaos tools, inwards and outwards; a
// drill as its journal.

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <memory>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/drill_folders.hpp"
#include "app/output.hpp"
#include "live/experiment/foreign.hpp"
#include "reports/chaos_toolkit_journal.hpp"
#include "scenarios/run_folder.hpp"
#include "scenarios/run_reader.hpp"

namespace firedrill {
namespace {

constexpr const char* import_examples =
    R"(  firedrill import chaos-toolkit experiment.json --host us-east-1/web-1 --service web
  kubectl get networkchaos slow -o json >slow.json
  firedrill import chaos-mesh slow.json --host us-east-1/web-1)";

constexpr const char* export_examples =
    R"(  firedrill export chaos-toolkit experiment.json >for-chaos-toolkit.json
  firedrill export chaos-toolkit-journal runs/2026-11-28T221702Z-lab-breach >journal.json)";

struct ImportArguments {
  std::string tool;
  std::string file;
  ImportPlace place;
};

ExitCode import_command(const ImportArguments& arguments) {
  const Result<Document> document = load_document(arguments.file);
  if (!document) {
    return report_errors(document.error());
  }
  const Result<Imported> imported = arguments.tool == "chaos-mesh"
                                        ? import_chaos_mesh(*document, arguments.place)
                                        : import_chaos_toolkit(*document, arguments.place);
  if (!imported) {
    return report_errors(imported.error());
  }
  for (const std::string& note : imported->notes) {
    fmt::print(stderr, "firedrill: {}\n", note);
  }
  print(experiment_json(imported->experiment));
  return ExitCode::met;
}

// A sealed run is verified first; one that was not predicted, as one that was stopped before, has
// no more than its record.
ExitCode export_journal(const std::string& path) {
  const bool is_folder = std::filesystem::is_directory(path);
  const std::string folder = is_folder ? path : std::filesystem::path{path}.parent_path().string();
  const Result<Run> run = load_run(is_folder ? path + "/run.json" : path);
  if (!run) {
    return report_errors(run.error());
  }
  if (run->prediction && run->state != RunState::running) {
    const Result<RecordedDrill> drill = load_drill(folder.empty() ? "." : folder);
    if (!drill) {
      return report_drill_errors(drill.error());
    }
  }
  print(chaos_toolkit_journal(*run));
  return ExitCode::met;
}

ExitCode export_command(const ImportArguments& arguments) {
  if (arguments.tool == "chaos-toolkit-journal") {
    return export_journal(arguments.file);
  }
  const Result<Experiment> experiment = load_experiment(arguments.file);
  if (!experiment) {
    return report_errors(experiment.error());
  }
  print(export_chaos_toolkit(*experiment, arguments.file));
  return ExitCode::met;
}

class Import : public CommandWith<ImportArguments> {
 public:
  explicit Import(CLI::App& program)
      : CommandWith{
            program,
            {"import", "Reads experiments of Chaos Toolkit or Chaos Mesh", import_examples}} {
    line_.add_option("TOOL", arguments_.tool, "chaos-toolkit or chaos-mesh")
        ->required()
        ->check(CLI::IsMember(std::vector<std::string>{"chaos-toolkit", "chaos-mesh"}))
        ->option_text(" ");
    line_.add_option("FILE", arguments_.file, "its experiment, as JSON")
        ->required()
        ->option_text(" ");
    line_.add_option("--host", arguments_.place.host, "the host that it is about")
        ->required()
        ->option_text("HOST");
    line_.add_option("--service", arguments_.place.service, "the service of that host")
        ->option_text("NAME");
  }
  [[nodiscard]] ExitCode run() const override { return import_command(arguments_); }
};

class Export : public CommandWith<ImportArguments> {
 public:
  explicit Export(CLI::App& program)
      : CommandWith{
            program,
            {"export", "Writes an experiment or a drill for Chaos Toolkit", export_examples}} {
    line_.add_option("TOOL", arguments_.tool, "chaos-toolkit or chaos-toolkit-journal")
        ->required()
        ->check(CLI::IsMember(std::vector<std::string>{"chaos-toolkit", "chaos-toolkit-journal"}))
        ->option_text(" ");
    line_.add_option("FILE", arguments_.file, "an experiment, or the folder of a drill")
        ->required()
        ->option_text(" ");
  }
  [[nodiscard]] ExitCode run() const override { return export_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_import(CLI::App& program) {
  return std::make_unique<Import>(program);
}

std::unique_ptr<Command> make_export(CLI::App& program) {
  return std::make_unique<Export>(program);
}

}  // namespace firedrill
