// firedrill drill: breaks a real target as a scenario says, measures its recovery, mends all.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/drill_stop.hpp"
#include "app/drill_target.hpp"
#include "app/drill_view.hpp"
#include "app/output.hpp"
#include "app/run_arguments.hpp"
#include "live/drill/drill.hpp"
#include "reports/json_text.hpp"
#include "reports/prediction_json.hpp"
#include "reports/run_json.hpp"
#include "reports/run_text.hpp"
#include "scenarios/run_folder.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;

constexpr const char* drill_examples =
    R"(  firedrill drill scenarios/library/lab-writes-outage.json --target lab
  firedrill drill scenarios/library/lab-writes-outage.json --target lab --dry-run
  firedrill drill FILE --target staging.json --binding staging-binding.json --charter charter.json
  firedrill drill FILE --target lab --people scenarios/bindings/lab-people.json --json)";

struct DrillArguments {
  RunArguments run;
  TargetArguments target;
  std::string scenario, people, folder, metrics;
  std::string responder = "firedrill";
  bool only_shows = false;
  double steady_s = 5.0, lateness_s = 0.25;
};

void show_plan(const Drill& drill, bool wants_json) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  std::string page;
  std::string last;
  for (const PlannedCommand& command : drill.planned()) {
    list.push_back({{"when", command.when},
                    {"host", command.host},
                    {"script", command.script},
                    {"reverts", command.reverts}});
    page += command.when == last ? "" : command.when + "\n";
    last = command.when;
    page += fmt::format("  on {}:\n    {}\n", command.host.empty() ? "this machine" : command.host,
                        command.script);
    page += command.reverts.empty() ? "" : fmt::format("  reverted by:\n    {}\n", command.reverts);
  }
  print(wants_json ? json_text({{"format", "firedrill/drill-plan/1"}, {"commands", list}}) : page);
}

RunPrediction seal(const DrillArguments& arguments, const Document& assembled,
                   const Scenario& scenario, RunRecorder& recorder) {
  SimulationOptions options;
  options.seed = arguments.run.seed;
  options.replications = arguments.run.replications;
  const Prediction prediction = summarise(scenario, simulate(scenario, options));
  const std::string text = prediction_json(prediction, scenario);
  recorder.write_file("prediction.json", text);
  recorder.write_file("scenario.json", to_json(assembled.root) + "\n");
  RunPrediction sealed{"prediction.json", sha256_hex(text), options.seed, options.replications, 0};
  sealed.seal = recorder.record("seal", {{"file", sealed.file}, {"digest", sealed.digest}});
  return sealed;
}

ExitCode exit_code_of(const Run& run) {
  if (run.state == RunState::interrupted) {
    return ExitCode::interrupted;
  }
  if (run.state == RunState::aborted) {
    return ExitCode::stopped;
  }
  auto code = run.state == RunState::completed ? ExitCode::met : ExitCode::inconclusive;
  for (const RunObjective& objective : run.objectives) {
    if (objective.verdict == Verdict::missed) {
      return ExitCode::missed;
    }
    if (objective.verdict == Verdict::inconclusive) {
      code = ExitCode::inconclusive;
    }
  }
  return code;
}

ExitCode hold(const DrillArguments& arguments, Drill& drill, const Document& assembled,
              const Scenario& scenario) {
  std::string id = utc_now().substr(0, 19) + "Z-" + scenario.name;
  std::erase(id, ':');
  const std::string folder = (arguments.folder.empty() ? "runs" : arguments.folder) + "/" + id;
  RunRecorder recorder{folder, std::chrono::steady_clock::now()};
  const StopOnSignal stopper{drill};
  DrillScreen screen{::isatty(STDERR_FILENO) == 1};
  Duration exported{};
  const Run run = drill.run(
      recorder, id, FIREDRILL_VERSION,
      [&](RunRecorder& into) { return seal(arguments, assembled, scenario, into); },
      [&](const Run& now) { recorder.write_file("run.json", run_json(now)); },
      [&](const DrillView& view) {
        screen.show(view);
        if (!arguments.metrics.empty() && view.now - exported > 1s) {
          exported = view.now;
          const std::filesystem::path path = std::filesystem::absolute(arguments.metrics);
          write_files(path.parent_path().string(),
                      {{path.filename().string(), open_metrics(view)}});
        }
      });
  recorder.write_file("SHA256SUMS", run_seal(recorder.without_secrets(run_json(run))));
  fmt::print(stderr, "firedrill: the run is in {}\n", folder);
  print(arguments.run.wants_json ? run_json(run) : run_page(run, page_options()));
  return exit_code_of(run);
}

// Whether charter and target fit, everything that the targets need is there, and a person agrees.
ExitCode may_begin(Drill& drill, const DrillTarget& target) {
  const ExitCode agreed = confirm(target);
  if (agreed != ExitCode::met) {
    return agreed;
  }
  const std::vector<std::string> problems = drill.problems();
  for (const std::string& problem : problems) {
    fmt::print(stderr, "firedrill: {}\n", problem);
  }
  return problems.empty() ? ExitCode::met : ExitCode::stopped;
}

ExitCode drill_command(const DrillArguments& arguments) {
  const Result<Document> assembled =
      assemble(arguments.scenario, arguments.run.settings, arguments.run.parameters);
  if (!assembled) {
    return report_errors(assembled.error());
  }
  const Result<Scenario> scenario = read_scenario(*assembled);
  if (!scenario) {
    return report_errors(scenario.error());
  }
  const FoundTarget found = find_target(arguments.target);
  if (!found.target) {
    return found.code;
  }
  const DrillTarget* const target = &*found.target;
  const Result<std::unique_ptr<PeopleOnCall>> people = people_of(arguments.people);
  if (!people) {
    return report_errors(people.error());
  }
  ProcessShell shell{target->way};
  Drill drill{{.scenario = *scenario,
               .binding = target->binding,
               .inventory = target->inventory,
               .charter = target->charter,
               .shell = shell,
               .people = **people,
               .vantage = target->vantage,
               .target_kind = target->kind,
               .target_name = target->inventory.name,
               .target_digest = target->inventory.digest,
               .seed = arguments.run.seed,
               .responds = arguments.responder == "firedrill",
               .steady_for = from_seconds(arguments.steady_s),
               .lateness_bound = from_seconds(arguments.lateness_s),
               .wan_lateness = target->wan_lateness}};
  if (!drill.refusals().empty()) {
    return report_errors(drill.refusals());
  }
  const Diagnostics unfit =
      check_charter(target->charter, target->inventory, target->inventory.name);
  if (!unfit.empty()) {
    return report_errors(unfit);
  }
  if (arguments.only_shows) {
    show_plan(drill, arguments.run.wants_json);
    return ExitCode::met;
  }
  const ExitCode may = may_begin(drill, *target);
  if (may != ExitCode::met) {
    return may;
  }
  return hold(arguments, drill, *assembled, *scenario);
}

void add_options(CLI::App& line, DrillArguments& arguments) {
  line.add_option("SCENARIO", arguments.scenario, "the scenario file")
      ->required()
      ->option_text(" ");
  add_target_options(line, arguments.target);
  line.add_option("--people", arguments.people, "who stands in for people; else the terminal asks")
      ->option_text("FILE");
  line.add_option("--responder", arguments.responder,
                  "firedrill carries out the runbook, or somebody else does (external)")
      ->check(CLI::IsMember({"firedrill", "external"}))
      ->option_text("WHO");
  line.add_option("--out", arguments.folder, "where the run's folder is made (default runs)")
      ->option_text("FOLDER");
  line.add_option("--metrics", arguments.metrics, "keep OpenMetrics of the drill in FILE")
      ->option_text("FILE");
  line.add_option("--steady", arguments.steady_s, "how long all must be well before (5 s)")
      ->check(CLI::Range(0.0, 3'600.0))
      ->option_text("S");
  line.add_option("--lateness", arguments.lateness_s,
                  "void if firedrill itself was later than this (0.25 s)")
      ->check(CLI::Range(0.001, 60.0))
      ->option_text("S");
  line.add_flag("--dry-run", arguments.only_shows, "print every command, and what reverts it");
  add_run_options(line, arguments.run);
}

class DrillCommand : public CommandWith<DrillArguments> {
 public:
  explicit DrillCommand(CLI::App& program)
      : CommandWith{program,
                    {"drill", "Breaks a real target and measures its recovery", drill_examples}} {
    arguments_.run.replications = 1'000;
    add_options(line_, arguments_);
  }
  [[nodiscard]] ExitCode run() const override { return drill_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_drill(CLI::App& program) {
  return std::make_unique<DrillCommand>(program);
}

}  // namespace firedrill
