// firedrill improve: which changes of a plan keep its promises, and what is the cheapest set.

#include <fmt/core.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/objective_choice.hpp"
#include "app/output.hpp"
#include "app/run_arguments.hpp"
#include "app/shared_work.hpp"
#include "reports/improvement_text.hpp"
#include "sim/improve.hpp"

namespace firedrill {
namespace {

constexpr const char* improve_examples =
    R"(  firedrill improve scenarios/library/regional-outage.json \
                    --costs scenarios/costs/gaudi3-scale.json
  firedrill improve scenarios/library/regional-outage.json \
                    --costs scenarios/costs/gaudi3-scale.json \
                    --objective critical-services --out improvement
  mpirun -n 2 firedrill improve scenarios/library/regional-outage.json \
                    --costs scenarios/costs/gaudi3-scale.json --checkpoint run)";

struct ImproveArguments : LuckArguments {
  std::string scenario, costs, folder, checkpoint;
  std::vector<std::string> objectives, settings;
  std::uint64_t replications = 4'000;
  double confidence = 0.95;
};

// None if the answer is another worker's.
Result<std::optional<ImprovementStudy>> study_of(const ImproveArguments& arguments,
                                                 const Document& assembled,
                                                 const PlanChanges& changes,
                                                 ImproveOptions options) {
  Progress progress{"trying changes"};
  options.confidence = arguments.confidence;
  options.replications = arguments.replications;
  options.seed = arguments.seed;
  options.threads = arguments.threads;
  options.progress = progress.callback();
  const SharedRun run = shared_run(arguments.checkpoint);
  return shared(improve(assembled, changes, options, run), run);
}

ExitCode answer(const ImproveArguments& arguments, const ImprovementStudy& study) {
  print(arguments.wants_json ? improvement_json(study) : improvement_page(study, page_options()));
  if (!arguments.folder.empty()) {
    write_files(arguments.folder, {{"improvement.json", improvement_json(study)},
                                   {"improvement.txt", improvement_page(study, {})},
                                   {"front.svg", front_picture(study)}});
    fmt::print(stderr, "firedrill: wrote 3 files to {}\n", arguments.folder);
  }
  return study.cheapest ? ExitCode::met : ExitCode::missed;
}

ExitCode improve_command(const ImproveArguments& arguments) {
  if (lacks_checkpoint(arguments.checkpoint) || is_array_in_vain("improve", arguments.checkpoint)) {
    return ExitCode::usage;
  }
  const Result<Document> assembled = assemble(arguments.scenario, arguments.settings);
  if (!assembled) {
    return report_errors(assembled.error());
  }
  const Result<PlanChanges> changes = load_changes(arguments.costs);
  if (!changes) {
    return report_errors(changes.error());
  }
  const Result<Scenario> scenario = read_scenario(*assembled);
  if (!scenario) {
    return report_errors(scenario.error());
  }
  ImproveOptions options;
  for (const std::string& name : arguments.objectives) {
    const auto objective = choose_objective(*scenario, name);
    if (!objective) {
      return ExitCode::usage;
    }
    options.promises.push_back(*objective);
  }
  if (!arguments.folder.empty()) {
    prepare_folder(arguments.folder);
  }
  const auto study = study_of(arguments, *assembled, *changes, std::move(options));
  if (!study) {
    return report_errors(study.error());
  }
  return *study ? answer(arguments, **study) : ExitCode::met;
}

void add_options(CLI::App& command, ImproveArguments& arguments) {
  command.add_option("SCENARIO", arguments.scenario, "the scenario file")
      ->required()
      ->option_text(" ");
  command.add_option("--costs", arguments.costs, "a file of format firedrill/changes/1")
      ->required()
      ->option_text("FILE");
  command.add_option("--objective", arguments.objectives, "a promise to be kept (all of them)")
      ->option_text("NAME")
      ->allow_extra_args(false);
  command
      .add_option("--confidence", arguments.confidence,
                  "of the judgement that a promise holds often enough (0.95)")
      ->option_text("C")
      ->check(CLI::Range(0.5, 0.9999));
  command.add_option("--replications", arguments.replications, "of a set that may be best (4000)")
      ->option_text("N")
      ->check(whole_number(250, 10'000'000));
  command
      .add_option("--set", arguments.settings,
                  "change a value of the scenario, plan, runbook or parameters")
      ->option_text("/POINTER=VALUE")
      ->allow_extra_args(false);
  command
      .add_option("--out", arguments.folder,
                  "also write improvement.json, improvement.txt and front.svg here")
      ->option_text("FOLDER");
  add_checkpoint_option(command, arguments.checkpoint);
  add_luck_options(command, arguments);
}

class Improve : public CommandWith<ImproveArguments> {
 public:
  explicit Improve(CLI::App& program)
      : CommandWith{program,
                    {"improve", "The cheapest changes of a plan that keep its promises",
                     improve_examples}} {
    add_options(line_, arguments_);
  }
  [[nodiscard]] ExitCode run() const override { return improve_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_improve(CLI::App& program) {
  return std::make_unique<Improve>(program);
}

}  // namespace firedrill
