// firedrill drill: breaks a real target as a scenario says, measures its recovery, mends all.

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/drill_stop.hpp"
#include "app/drill_view.hpp"
#include "app/lab_place.hpp"
#include "app/output.hpp"
#include "app/run_arguments.hpp"
#include "live/drill/drill.hpp"
#include "live/drill/lab_target.hpp"
#include "live/faults/inventory_shell.hpp"
#include "live/faults/live_fault.hpp"
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
  std::string scenario, target = "lab", lab = "main", binding, charter, people, folder, metrics;
  std::string responder = "firedrill";
  bool only_shows = false;
  double deadline_s = 900.0, steady_s = 5.0, lateness_s = 0.25;
};

// What a drill needs of its target, wherever that comes from.
struct Target {
  TargetInventory inventory;
  Charter charter;
  ShellWay way;
  FindVantage vantage;
  BindingValues values;
  std::string kind;
  std::function<std::optional<Duration>()> wan_lateness;
};

// The largest lateness of any direction of the lab's WAN.
std::optional<Duration> lateness_of_wan(const LabPlace& place) {
  const auto answer = nlohmann::json::parse(
      ask_control(wan_socket_of(place.root), R"({"status": true})", 2s).text, nullptr, false);
  if (!answer.is_object() || !answer.contains("links")) {
    return std::nullopt;
  }
  double latest = 0.0;
  for (const auto& link : answer["links"]) {
    latest = std::max(latest, link.value("late_max_s", 0.0));
  }
  return from_seconds(latest);
}

std::string own_program() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

std::optional<Target> lab_as_target(const DrillArguments& arguments) {
  const auto place = running_place(arguments.lab);
  if (!place) {
    return std::nullopt;
  }
  const auto status = nlohmann::json::parse(ask_lab(*place, R"({"status": true})").text);
  std::vector<LabNodeAddress> nodes;
  for (const auto& node : status["nodes"]) {
    if (!node.value("name", "").ends_with("/gateway")) {
      nodes.push_back({node.value("name", ""), node.value("address", "")});
    }
  }
  LabTarget lab = lab_target(*place, own_program(), nodes, from_seconds(arguments.deadline_s));
  return Target{std::move(lab.inventory),
                std::move(lab.charter),
                std::move(lab.way),
                std::move(lab.vantage),
                std::move(lab.values),
                "lab",
                [place = *place] { return lateness_of_wan(place); }};
}

// Hosts of an inventory are looked from by commands over their own transport alone.
Result<Target> inventory_as_target(const DrillArguments& arguments) {
  Result<TargetInventory> inventory = load_target(arguments.target);
  if (!inventory) {
    return inventory.error();
  }
  const auto now =
      std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  Result<Charter> charter = load_charter(arguments.charter, fault_kinds(), now);
  if (!charter) {
    return charter.error();
  }
  Target target{
      std::move(inventory).value(), std::move(charter).value(), {}, {}, {}, "inventory", {}};
  target.vantage = [](const std::string& host) -> std::function<void()> {
    throw std::runtime_error(host +
                             ": probes look from where firedrill runs; from another host "
                             "only a \"command\" does");
  };
  return target;
}

// The typed name of whatever is no lab.
bool confirms(const Target& target) {
  if (!needs_typed_name(target.charter, target.inventory)) {
    return true;
  }
  fmt::print(stderr, "This breaks {}. Type its name to go on: ", target.inventory.name);
  std::string line;
  std::getline(std::cin, line);
  return check_charter(target.charter, target.inventory, line).empty();
}

// One question at a time, answered on standard input.
std::optional<std::string> read_line(Duration patience) {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  const auto wait = static_cast<int>(patience / 1ms);
  std::string line;
  if (::poll(&input, 1, wait) == 1 && std::getline(std::cin, line)) {
    return line;
  }
  return std::nullopt;
}

Result<std::unique_ptr<People>> people_of(const DrillArguments& arguments) {
  if (arguments.people.empty()) {
    return {std::make_unique<PeopleAtTerminal>(
        [](const std::string& text) { fmt::print(stderr, "\n{}\n", text); }, read_line)};
  }
  Result<StandInFile> file = load_stand_ins(arguments.people);
  if (!file) {
    return file.error();
  }
  return {std::make_unique<StandIns>(file->roles, file->otherwise)};
}

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

// The lab, or what an inventory names; without a value, the exit status that says why.
struct FoundTarget {
  std::optional<Target> target{};
  ExitCode code = ExitCode::usage;
};

FoundTarget find_target(const DrillArguments& arguments) {
  if (arguments.target == "lab") {
    return {lab_as_target(arguments)};
  }
  Result<Target> read = inventory_as_target(arguments);
  if (!read) {
    return {std::nullopt, report_errors(read.error())};
  }
  return {std::move(read).value()};
}

// Whether everything that the targets need is there, and a person agrees.
bool may_begin(Drill& drill, const Target& target) {
  const std::vector<std::string> problems = drill.problems();
  for (const std::string& problem : problems) {
    fmt::print(stderr, "firedrill: {}\n", problem);
  }
  if (!problems.empty()) {
    return false;
  }
  const bool agrees = confirms(target);
  if (!agrees) {
    fmt::print(stderr, "firedrill: that is not its name; nothing was done\n");
  }
  return agrees;
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
  FoundTarget found = find_target(arguments);
  if (!found.target) {
    return found.code;
  }
  Target* const target = &*found.target;
  if (target->kind != "lab") {
    target->way = way_to(target->inventory, own_program());
  }
  const std::string binding_path =
      arguments.binding.empty() ? "scenarios/bindings/lab.json" : arguments.binding;
  const Result<TargetBinding> binding = load_binding(binding_path, target->values);
  if (!binding) {
    return report_errors(binding.error());
  }
  const Result<std::unique_ptr<People>> people = people_of(arguments);
  if (!people) {
    return report_errors(people.error());
  }
  ProcessShell shell{target->way};
  Drill drill{{.scenario = *scenario,
               .binding = *binding,
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
  if (arguments.only_shows) {
    show_plan(drill, arguments.run.wants_json);
    return ExitCode::met;
  }
  if (!may_begin(drill, *target)) {
    return ExitCode::stopped;
  }
  return hold(arguments, drill, *assembled, *scenario);
}

void add_options(CLI::App& line, DrillArguments& arguments) {
  line.add_option("SCENARIO", arguments.scenario, "the scenario file")
      ->required()
      ->option_text(" ");
  line.add_option("--target", arguments.target, "lab, or an inventory file (default lab)")
      ->option_text("lab|FILE");
  line.add_option("--lab", arguments.lab, "which lab (default main)")->option_text("NAME");
  line.add_option("--binding", arguments.binding, "which commands carry out what on the target")
      ->option_text("FILE");
  line.add_option("--charter", arguments.charter, "what may be broken; of a lab everything")
      ->option_text("FILE");
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
  line.add_option("--deadline", arguments.deadline_s, "of a lab: healed at the latest (900 s)")
      ->check(CLI::Range(1.0, 86'400.0))
      ->option_text("S");
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
