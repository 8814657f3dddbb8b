// firedrill sensitivity: which parameters decide whether a promise is kept, which the slow tail,
// how much is luck, and what to measure next.

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/objective_choice.hpp"
#include "app/output.hpp"
#include "app/run_arguments.hpp"
#include "app/shared_work.hpp"
#include "reports/sensitivity_json.hpp"
#include "reports/sensitivity_text.hpp"
#include "reports/tornado.hpp"
#include "sim/sensitivity.hpp"

namespace firedrill {
namespace {

constexpr const char* sensitivity_examples =
    R"(  firedrill sensitivity scenarios/library/regional-outage.json
  firedrill sensitivity scenarios/library/regional-outage.json --objective standard-services \
                        --out sensitivity
  firedrill sensitivity scenarios/library/regional-outage.json --rows 2000
  mpirun -n 2 firedrill sensitivity scenarios/library/regional-outage.json --checkpoint run)";

struct SensitivityArguments : LuckArguments {
  std::string scenario;
  std::vector<std::string> settings;
  std::string objective;
  std::string folder;
  std::string checkpoint;
  std::size_t parameters = 30;
  double precision = 0.02;
  std::optional<std::uint64_t> rows;
  bool shows_all = false;
};

void write_folder(const std::string& folder, const SensitivityStudy& study) {
  PageOptions page;  // for no terminal in particular
  page.all_assumptions = true;
  const std::vector<std::pair<std::string, std::string>> files{
      {"sensitivity.json", sensitivity_json(study)},
      {"sensitivity.txt", sensitivity_page(study, page)},
      {"tornado.svg", tornado_picture(study)}};
  write_files(folder, files);
  fmt::print(stderr, "firedrill: wrote {} files to {}\n", files.size(), folder);
}

// None if the answer is another worker's.
Result<std::optional<SensitivityStudy>> study_of(const SensitivityArguments& arguments,
                                                 const UncertainScenario& uncertain,
                                                 std::size_t objective) {
  Progress progress{"varying parameters"};
  SensitivityOptions options;
  options.objective = objective;
  options.parameters = arguments.parameters;
  options.precision = arguments.precision;
  options.rows = arguments.rows;
  options.seed = arguments.seed;
  options.threads = arguments.threads;
  options.progress = progress.callback();
  const SharedRun run = shared_run(arguments.checkpoint);
  return shared(study_sensitivity(uncertain, options, run), run);
}

ExitCode sensitivity_command(const SensitivityArguments& arguments) {
  if (lacks_checkpoint(arguments.checkpoint)) {
    return ExitCode::usage;
  }
  const Result<Document> assembled = assemble(arguments.scenario, arguments.settings);
  if (!assembled) {
    return report_errors(assembled.error());
  }
  const Result<UncertainScenario> uncertain = UncertainScenario::read(*assembled);
  if (!uncertain) {
    return report_errors(uncertain.error());
  }
  const auto objective = choose_objective(uncertain->scenario(), arguments.objective);
  if (!objective) {
    return ExitCode::usage;
  }
  if (!arguments.folder.empty()) {
    prepare_folder(arguments.folder);
  }
  const Result<std::optional<SensitivityStudy>> found = study_of(arguments, *uncertain, *objective);
  if (!found) {
    return report_errors(found.error());
  }
  if (!*found) {
    return ExitCode::met;
  }
  const SensitivityStudy& study = **found;
  PageOptions page = page_options();
  page.all_assumptions = arguments.shows_all;
  print(arguments.wants_json ? sensitivity_json(study) : sensitivity_page(study, page));
  if (!arguments.folder.empty()) {
    write_folder(arguments.folder, study);
  }
  return ExitCode::met;
}

void add_options(CLI::App& command, SensitivityArguments& arguments) {
  command.add_option("SCENARIO", arguments.scenario, "the scenario file")
      ->required()
      ->option_text(" ");
  command
      .add_option("--objective", arguments.objective,
                  "the promise that is examined (the first recovery time)")
      ->option_text("NAME");
  command
      .add_option("--parameters", arguments.parameters,
                  "examine so many on their own, the others together (30)")
      ->check(whole_number(1, 1'000))
      ->option_text("K");
  CLI::Option* precision =
      command.add_option("--precision", arguments.precision,
                         "as many rows as make no interval of an index wider (0.02)");
  precision->option_text("W")->check(CLI::Range(0.002, 1.0));
  command.add_option("--rows", arguments.rows, "so many rows of Saltelli's design")
      ->check(whole_number(2, 10'000'000))
      ->option_text("N")
      ->excludes(precision);
  command
      .add_option("--set", arguments.settings,
                  "change a value of the scenario, plan, runbook or parameters")
      ->option_text("/POINTER=VALUE")
      ->allow_extra_args(false);
  command
      .add_option("--out", arguments.folder,
                  "also write sensitivity.json, sensitivity.txt and tornado.svg here")
      ->option_text("FOLDER");
  add_checkpoint_option(command, arguments.checkpoint);
  command.add_flag("--all", arguments.shows_all, "list every parameter, not only the first dozen");
  add_luck_options(command, arguments);
}

class Sensitivity : public CommandWith<SensitivityArguments> {
 public:
  explicit Sensitivity(CLI::App& program)
      : CommandWith{program,
                    {"sensitivity", "Which assumptions decide, how much is luck, what to measure",
                     sensitivity_examples}} {
    add_options(line_, arguments_);
  }
  [[nodiscard]] ExitCode run() const override { return sensitivity_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_sensitivity(CLI::App& program) {
  return std::make_unique<Sensitivity>(program);
}

}  // namespace firedrill
