// firedrill replay: predicts incidents that happened, beside what did happen, or asks what
// they would have done to a plan.

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/run_arguments.hpp"
#include "reports/replay_json.hpp"
#include "reports/replay_text.hpp"
#include "sim/incident_replay.hpp"

namespace firedrill {
namespace {

constexpr const char* replay_examples =
    R"(  firedrill replay
  firedrill replay scenarios/incidents/aws-s3-2017-02-28.json
  firedrill replay --plan scenarios/library/regional-outage.json)";

constexpr const char* incident_folder = "scenarios/incidents";

struct ReplayArguments {
  std::vector<std::string> incidents;
  std::string ours;
  RunArguments run;
};

// The files named, or all of the library's; none if there is no library here.
std::vector<std::string> incident_files(const ReplayArguments& arguments) {
  if (!arguments.incidents.empty()) {
    return arguments.incidents;
  }
  std::vector<std::string> files;
  std::error_code is_missing;
  for (const auto& entry : std::filesystem::directory_iterator{incident_folder, is_missing}) {
    if (entry.path().extension() == ".json") {
      files.push_back(entry.path().generic_string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

ExitCode exit_code_of_survival(const Survival& survival) {
  auto code = ExitCode::met;
  for (const SurvivedIncident& incident : survival.incidents) {
    for (const SurvivedObjective& one : incident.objectives) {
      if (one.verdict == Verdict::missed) {
        return ExitCode::missed;
      }
      code = one.verdict == Verdict::inconclusive ? ExitCode::inconclusive : code;
    }
  }
  return code;
}

ExitCode print_survival(const ReplayArguments& arguments, const std::vector<Incident>& incidents) {
  const Result<Document> assembled =
      assemble(arguments.ours, arguments.run.settings, arguments.run.parameters);
  if (!assembled) {
    return report_errors(assembled.error());
  }
  const Result<Scenario> ours = read_scenario(*assembled);
  if (!ours) {
    return report_errors(ours.error());
  }
  const Survival survival = [&] {
    Progress progress{"striking"};
    return survive_incidents(
        *ours, incidents, simulation_options(arguments.run, arguments.run.replications, progress));
  }();
  print(arguments.run.wants_json ? survival_json(survival)
                                 : survival_page(survival, page_options()));
  return exit_code_of_survival(survival);
}

ExitCode replay_command(const ReplayArguments& arguments) {
  const std::vector<std::string> files = incident_files(arguments);
  if (files.empty()) {
    fmt::print(stderr, "firedrill: which incidents? There is no folder {} here; name files\n",
               incident_folder);
    return ExitCode::usage;
  }
  std::vector<Incident> incidents;
  Diagnostics problems;
  for (const std::string& file : files) {
    Result<Incident> incident = load_incident(file);
    if (incident) {
      incidents.push_back(std::move(incident).value());
    } else {
      problems.insert(problems.end(), incident.error().begin(), incident.error().end());
    }
  }
  if (!problems.empty()) {
    return report_errors(problems);
  }
  if (!arguments.ours.empty()) {
    return print_survival(arguments, incidents);
  }
  const Replay replay = [&] {
    Progress progress{"replaying"};
    return replay_incidents(
        incidents, simulation_options(arguments.run, arguments.run.replications, progress));
  }();
  print(arguments.run.wants_json ? replay_json(replay) : replay_page(replay, page_options()));
  return ExitCode::met;
}

class ReplayCommand : public CommandWith<ReplayArguments> {
 public:
  explicit ReplayCommand(CLI::App& program)
      : CommandWith{
            program,
            {"replay", "Predicts incidents that happened, beside what happened", replay_examples}} {
    line_
        .add_option("INCIDENT", arguments_.incidents,
                    "incident files; all of scenarios/incidents if left out")
        ->option_text(" ");
    line_
        .add_option("--plan", arguments_.ours,
                    "lay the incidents' outages upon this scenario's primary region instead")
        ->option_text("SCENARIO");
    arguments_.run.replications = 2'000;
    add_run_options(line_, arguments_.run);
    line_.get_option("--replications")->description("recoveries to simulate of each (2000)");
    line_.get_option("--set")
        ->description("change a value of the scenario of --plan")
        ->needs(line_.get_option("--plan"));
  }
  [[nodiscard]] ExitCode run() const override { return replay_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_replay(CLI::App& program) {
  return std::make_unique<ReplayCommand>(program);
}

}  // namespace firedrill
