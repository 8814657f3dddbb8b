// firedrill import and firedrill export: experiments of other chaos tools, inwards and outwards.

#include <fmt/format.h>

#include <array>
#include <memory>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "live/experiment/foreign.hpp"

namespace firedrill {
namespace {

constexpr const char* import_examples =
    R"(  firedrill import chaos-toolkit experiment.json --host us-east-1/web-1 --service web
  kubectl get networkchaos slow -o json >slow.json
  firedrill import chaos-mesh slow.json --host us-east-1/web-1)";

constexpr const char* export_examples =
    R"(  firedrill export chaos-toolkit experiment.json >for-chaos-toolkit.json)";

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

ExitCode export_command(const ImportArguments& arguments) {
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
      : CommandWith{program,
                    {"export", "Writes an experiment as one of Chaos Toolkit", export_examples}} {
    line_.add_option("TOOL", arguments_.tool, "chaos-toolkit")
        ->required()
        ->check(CLI::IsMember(std::vector<std::string>{"chaos-toolkit"}))
        ->option_text(" ");
    line_.add_option("FILE", arguments_.file, "an experiment")->required()->option_text(" ");
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
