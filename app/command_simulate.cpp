// firedrill simulate: predicts recovery time, loss and throughput of one scenario, or replays one
// replication of it.

#include <fmt/core.h>

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/objective_choice.hpp"
#include "app/output.hpp"
#include "app/rare_method.hpp"
#include "app/run_arguments.hpp"
#include "app/shared_work.hpp"
#include "reports/backlog_picture.hpp"
#include "reports/messages_text.hpp"
#include "reports/prediction_json.hpp"
#include "reports/prediction_text.hpp"
#include "reports/rare_text.hpp"
#include "reports/timeline_json.hpp"
#include "reports/timeline_text.hpp"
#include "scenarios/check.hpp"
#include "sim/influence.hpp"
#include "sim/rare_recovery.hpp"
#include "sim/shared_runs.hpp"

namespace firedrill {
namespace {

constexpr const char* simulate_examples =
    R"(  firedrill simulate scenarios/library/regional-outage.json
  firedrill simulate scenarios/library/regional-outage.json --precision 0.005
  firedrill simulate scenarios/library/regional-outage.json --replication 17
  firedrill simulate scenarios/library/regional-outage.json --set /parameters/dns.ttl/value=5s
  firedrill simulate scenarios/library/regional-outage.json --rare critical-services
  mpirun -n 2 firedrill simulate scenarios/library/regional-outage.json --checkpoint run)";

// Enough to say how large the run must be; see docs/decisions/0002-precision-by-fresh-sample.md.
constexpr std::uint64_t pilot_replications = 1'000;
// Enough to tell a parameter that moves an objective by a few per cent from one that does not.
constexpr std::uint64_t influence_replications = 1'000;

struct SimulateArguments {
  std::string scenario;
  RunArguments run;
  std::optional<double> precision;
  std::optional<std::uint64_t> replication;
  std::string rare;
  RareMethod method = RareMethod::fixed_effort;
  std::string folder;
  std::string checkpoint;
  bool wants_all_assumptions = false;
  bool skips_influence = false;
  bool wants_messages = false;
};

ExitCode replay_one(const SimulateArguments& arguments, const Scenario& scenario) {
  const std::uint64_t seed = arguments.run.seed;
  const Story story{fmt::format("replication {}", *arguments.replication), *arguments.replication,
                    replay(scenario, seed, *arguments.replication)};
  print(arguments.run.wants_json ? timeline_json(story, scenario, seed)
                                 : timeline_page(story, scenario, page_options()));
  return ExitCode::met;
}

// The samples of all workers that share the folder; none for a worker whose share is all it does.
Result<std::optional<Samples>> run_shared(const SimulateArguments& arguments,
                                          const Scenario& scenario) {
  const SharedRun run = shared_run(arguments.checkpoint);
  Progress progress{"simulating"};
  return shared(
      simulate_shared(scenario,
                      simulation_options(arguments.run, arguments.run.replications, progress), run),
      run);
}

Samples run_all(const SimulateArguments& arguments, const Scenario& scenario) {
  Progress progress{"simulating"};
  SimulationOptions options =
      simulation_options(arguments.run, arguments.run.replications, progress);
  if (arguments.precision) {
    options.replications = pilot_replications;
    const Samples pilot = simulate(scenario, options);
    options.first_replication = pilot_replications;
    options.replications = replications_for(scenario, pilot, *arguments.precision);
  }
  return simulate(scenario, options);
}

ExitCode exit_code_of(const Prediction& prediction) {
  auto code = ExitCode::met;
  for (const ObjectivePrediction& objective : prediction.objectives) {
    if (objective.verdict == Verdict::missed) {
      return ExitCode::missed;
    }
    if (objective.verdict == Verdict::inconclusive) {
      code = ExitCode::inconclusive;
    }
  }
  return code;
}

void write_folder(const SimulateArguments& arguments, const Scenario& scenario,
                  const Prediction& prediction) {
  PageOptions page;  // for no terminal in particular
  page.all_assumptions = true;
  std::vector<std::pair<std::string, std::string>> files{
      {"prediction.json", prediction_json(prediction, scenario)},
      {"report.txt", prediction_page(prediction, scenario, page)}};
  if (std::string picture = backlog_picture(prediction.backlog, scenario); !picture.empty()) {
    files.emplace_back("backlog.svg", std::move(picture));
  }
  for (const Story& story : prediction.stories) {
    files.emplace_back("messages-" + story.label + ".txt",
                       messages_page(story, scenario, prediction, page));
    files.emplace_back("timeline-" + story.label + ".json",
                       timeline_json(story, scenario, prediction.seed));
  }
  write_files(arguments.folder, files);
  fmt::print(stderr, "firedrill: wrote {} files to {}\n", files.size(), arguments.folder);
}

void mention_contradictions(const SimulateArguments& arguments, const Document& assembled,
                            const Scenario& scenario) {
  const auto findings = find_contradictions(assembled, scenario).size();
  if (findings > 0) {
    fmt::print(stderr, "firedrill: the plan contradicts itself in {} place{}: firedrill check {}\n",
               findings, findings == 1 ? "" : "s", arguments.scenario);
  }
}

ExitCode predict(const SimulateArguments& arguments, const Document& assembled,
                 const Scenario& scenario, const Samples& samples) {
  Prediction prediction = summarise(scenario, samples);
  if (!arguments.skips_influence && !arguments.wants_messages) {
    Progress progress{"ranking assumptions"};
    rank_assumptions(assembled, prediction,
                     simulation_options(arguments.run, influence_replications, progress));
  }
  PageOptions page = page_options();
  page.all_assumptions = arguments.wants_all_assumptions;
  if (arguments.wants_messages) {
    print(messages_page(prediction.stories.front(), scenario, prediction, page));
    return ExitCode::met;
  }
  print(arguments.run.wants_json ? prediction_json(prediction, scenario)
                                 : prediction_page(prediction, scenario, page));
  if (!arguments.folder.empty()) {
    write_folder(arguments, scenario, prediction);
  }
  mention_contradictions(arguments, assembled, scenario);
  return exit_code_of(prediction);
}

ExitCode predict(const SimulateArguments& arguments, const Document& assembled,
                 const Scenario& scenario) {
  if (!arguments.folder.empty()) {
    prepare_folder(arguments.folder);
  }
  if (!arguments.checkpoint.empty()) {
    const Result<std::optional<Samples>> samples = run_shared(arguments, scenario);
    if (!samples) {
      return report_errors(samples.error());
    }
    return *samples ? predict(arguments, assembled, scenario, **samples) : ExitCode::met;
  }
  return predict(arguments, assembled, scenario, run_all(arguments, scenario));
}

ExitCode predict_rare_miss(const SimulateArguments& arguments, const Scenario& scenario) {
  const auto objective = choose_objective(scenario, arguments.rare);
  if (!objective) {
    return ExitCode::usage;
  }
  const auto prediction = [&] {
    Progress progress{"splitting"};
    RareOptions options;
    options.seed = arguments.run.seed;
    options.method = arguments.method;
    options.threads = arguments.run.threads;
    options.progress = progress.callback();
    const SharedRun run = shared_run(arguments.checkpoint);
    return shared(predict_rare(scenario, *objective, options, run), run);
  }();
  if (!prediction) {
    return report_errors(prediction.error());
  }
  if (*prediction) {
    print(arguments.run.wants_json ? rare_json(**prediction)
                                   : rare_page(**prediction, &scenario, page_options()));
  }
  return ExitCode::met;
}

ExitCode simulate_command(const SimulateArguments& arguments) {
  if (!arguments.replication && lacks_checkpoint(arguments.checkpoint)) {
    return ExitCode::usage;
  }
  const Result<Document> assembled =
      assemble(arguments.scenario, arguments.run.settings, arguments.run.parameters);
  if (!assembled) {
    return report_errors(assembled.error());
  }
  const Result<Scenario> scenario = read_scenario(*assembled);
  if (!scenario) {
    return report_errors(scenario.error());
  }
  if (!arguments.rare.empty()) {
    return predict_rare_miss(arguments, *scenario);
  }
  return arguments.replication ? replay_one(arguments, *scenario)
                               : predict(arguments, *assembled, *scenario);
}

void add_options(CLI::App& command, SimulateArguments& arguments) {
  command.add_option("SCENARIO", arguments.scenario, "the scenario file")
      ->required()
      ->option_text(" ");
  add_run_options(command, arguments.run);
  CLI::Option* replications = command.get_option("--replications");
  CLI::Option* precision =
      command.add_option("--precision", arguments.precision,
                         "as many as make every 95 % interval +-H or narrower (0.005)");
  precision->option_text("H")->check(CLI::Range(0.0005, 0.5))->excludes(replications);
  CLI::Option* folder = command.add_option(
      "--out", arguments.folder,
      "also write prediction.json, report.txt, backlog.svg, two timelines and their messages here");
  folder->option_text("FOLDER");
  command
      .add_option("--replication", arguments.replication,
                  "replay only recovery K and print its timeline")
      ->option_text("K")
      ->check(whole_number(0, std::numeric_limits<std::uint64_t>::max()))
      ->excludes(replications)
      ->excludes(precision)
      ->excludes(folder);
  command.add_flag("--all-assumptions", arguments.wants_all_assumptions,
                   "list every assumption, not only the most influential");
  command
      .add_flag("--messages", arguments.wants_messages,
                "print the plan's messages as the median recovery fills them in")
      ->excludes("--replication")
      ->excludes("--json");
  command
      .add_option("--rare", arguments.rare,
                  "how likely this promise is missed, however rarely, and how it comes to that")
      ->option_text("OBJECTIVE")
      ->excludes(replications)
      ->excludes(precision)
      ->excludes(folder);
  add_method_option(command, arguments.method)->needs("--rare");
  add_checkpoint_option(command, arguments.checkpoint)
      ->excludes(precision)
      ->excludes("--replication");
  command.add_flag("--no-influence", arguments.skips_influence,
                   "do not rank the assumptions (faster)");
}

class Simulate : public CommandWith<SimulateArguments> {
 public:
  explicit Simulate(CLI::App& program)
      : CommandWith{program,
                    {"simulate", "Predicts recovery time, data loss and throughput of a scenario",
                     simulate_examples}} {
    add_options(line_, arguments_);
  }
  [[nodiscard]] ExitCode run() const override { return simulate_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_simulate(CLI::App& program) {
  return std::make_unique<Simulate>(program);
}

}  // namespace firedrill
