// firedrill respond: waits for an alert, and carries out a scenario's runbook on a real target.

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <string>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/drill_target.hpp"
#include "app/output.hpp"
#include "app/run_arguments.hpp"
#include "live/drill/responder.hpp"
#include "reports/json_text.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* respond_examples =
    R"(  firedrill respond scenarios/library/lab-regional-outage.json --lab main
  firedrill respond scenarios/library/lab-failback.json --now --from resync_old_primary
  firedrill respond FILE --people scenarios/bindings/lab-people.json --json)";

struct RespondArguments {
  TargetArguments target;
  std::string scenario, people, folder, from;
  bool at_once = false, wants_json = false;
};

std::string line_of(const RunEvent& event) {
  const std::string about = event.step.value_or(event.subject.value_or(""));
  return fmt::format(
      "{:>9.3f} s  {:<16} {}{}\n", to_seconds(event.answered), name_of(event.verb), about,
      event.outcome == Outcome::succeeded ? "" : fmt::format(": {}", name_of(event.outcome)));
}

Json to_json(const ResponseReport& response, const Scenario& scenario, const std::string& folder) {
  Json steps = Json::array();
  for (const StepEnd& step : response.steps) {
    steps.push_back({{"name", step.name},
                     {"has_begun", step.has_begun},
                     {"outcome", name_of(step.outcome)},
                     {"begun_s", to_seconds(step.begun)},
                     {"ended_s", to_seconds(step.ended)},
                     {"by_hand", step.by_hand},
                     {"attempts", step.attempts}});
  }
  return {{"format", "firedrill/response/1"},
          {"scenario", {{"name", scenario.name}, {"digest", scenario.digest}}},
          {"runbook", scenario.runbook.name},
          {"is_declared", response.is_declared},
          {"succeeded", response.succeeded()},
          {"folder", folder},
          {"steps", std::move(steps)}};
}

std::string page_of(const ResponseReport& response, const Scenario& scenario) {
  std::string page =
      fmt::format("LIVE       {}\n           {}\n\n", title_of(scenario),
                  !response.is_declared  ? "no alert came; nothing was done"
                  : response.succeeded() ? "all steps of the runbook have succeeded"
                                         : "not all steps of the runbook have succeeded");
  for (const StepEnd& step : response.steps) {
    if (!step.has_begun) {
      page += fmt::format("  {:<28} not begun\n", step.name);
      continue;
    }
    page += fmt::format("  {:<28} {:<10} {:>8.1f} s to {:>6.1f} s{}{}\n", step.name,
                        name_of(step.outcome), to_seconds(step.begun), to_seconds(step.ended),
                        step.by_hand ? ", by hand" : "",
                        step.attempts > 1 ? fmt::format(", {} attempts", step.attempts) : "");
  }
  return page;
}

ExitCode respond_command(const RespondArguments& arguments) {
  const Result<Scenario> scenario = load_scenario(arguments.scenario);
  if (!scenario) {
    return report_errors(scenario.error());
  }
  const FoundTarget found = find_target(arguments.target);
  if (!found.target) {
    return found.code;
  }
  const Result<std::unique_ptr<PeopleOnCall>> people = people_of(arguments.people);
  if (!people) {
    return report_errors(people.error());
  }
  ProcessShell shell{found.target->way};
  const ResponseSetup setup{.scenario = *scenario,
                            .binding = found.target->binding,
                            .inventory = found.target->inventory,
                            .charter = found.target->charter,
                            .shell = shell,
                            .people = **people,
                            .vantage = found.target->vantage,
                            .begins_at_once = arguments.at_once,
                            .from_step = arguments.from};
  const std::vector<std::string> missing = unbound_steps(setup);
  for (const std::string& line : missing) {
    fmt::print(stderr, "firedrill: {}\n", line);
  }
  if (!missing.empty()) {
    return ExitCode::invalid_file;
  }
  const ExitCode agreed = confirm(*found.target);
  if (agreed != ExitCode::met) {
    return agreed;
  }
  std::string id = utc_now().substr(0, 19) + "Z-response-" + scenario->name;
  std::erase(id, ':');
  const std::string folder = (arguments.folder.empty() ? "runs" : arguments.folder) + "/" + id;
  RunRecorder recorder{folder, std::chrono::steady_clock::now()};
  if (!arguments.at_once) {
    fmt::print(stderr, "firedrill: waiting for an alert\n");
  }
  const ResponseReport response = respond(
      setup, recorder, [](const RunEvent& event) { fmt::print(stderr, "{}", line_of(event)); });
  const Json result = to_json(response, *scenario, folder);
  recorder.write_file("response.json", json_text(result));
  print(arguments.wants_json ? json_text(result) : page_of(response, *scenario));
  return response.succeeded() ? ExitCode::met : ExitCode::missed;
}

class RespondCommand : public CommandWith<RespondArguments> {
 public:
  explicit RespondCommand(CLI::App& program)
      : CommandWith{program,
                    {"respond", "Carries out a runbook on a real target once there is an alert",
                     respond_examples}} {
    line_.add_option("SCENARIO", arguments_.scenario, "whose runbook")
        ->required()
        ->option_text(" ");
    add_target_options(line_, arguments_.target);
    line_
        .add_option("--people", arguments_.people,
                    "who stands in for people; else the terminal asks")
        ->option_text("FILE");
    line_.add_flag("--now", arguments_.at_once, "begin at once, wait for no alert");
    line_.add_option("--from", arguments_.from, "only this step and those after it")
        ->option_text("STEP");
    line_.add_option("--out", arguments_.folder, "where the log's folder is made (default runs)")
        ->option_text("FOLDER");
    line_.add_flag("--json", arguments_.wants_json, "print JSON");
  }
  [[nodiscard]] ExitCode run() const override { return respond_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_respond(CLI::App& program) {
  return std::make_unique<RespondCommand>(program);
}

}  // namespace firedrill
