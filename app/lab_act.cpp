// firedrill lab act, service, power: what is done to a lab that runs. An action is a list of
// commands for nodes (live/lab/services/actions.hpp); the first that fails ends it.

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "app/lab_commands.hpp"
#include "app/lab_place.hpp"
#include "app/output.hpp"
#include "live/lab/lab.hpp"
#include "live/lab/secrets.hpp"
#include "live/lab/services/actions.hpp"
#include "live/process/spawn.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

// Runs one command in its node; its exit status.
int carry_out(const LabPlace& place, const NodeCommand& step, int output) {
  const EnteredNode node = enter_node(place, step.node);
  Launch launch;
  launch.arguments = step.command.arguments;
  launch.environment = plain_environment();
  launch.environment.insert(launch.environment.end(), step.command.environment.begin(),
                            step.command.environment.end());
  launch.user = step.command.user;
  launch.directory = step.command.directory;
  launch.namespaces_of = node.handle.number();
  launch.cgroups = node.cgroups;
  launch.output = output;
  launch.error = STDERR_FILENO;
  const Child child = spawn(launch);
  int status = 0;
  while (::waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Json to_json(const NodeCommand& step) {
  return {{"node", step.node},
          {"arguments", step.command.arguments},
          {"environment", step.command.environment},
          {"user", step.command.user},
          {"directory", step.command.directory}};
}

std::string to_line(const NodeCommand& step) {
  std::string line = step.node + " ";
  for (const std::string& argument : step.command.arguments) {
    const bool is_plain = argument.find_first_of(" \n'\"$;|&<>()") == std::string::npos;
    line += is_plain ? " " + argument : " '" + argument + "'";
  }
  return line + "\n";
}

void show_actions(bool wants_json) {
  Json list = Json::array();
  std::string page;
  for (const LabAction& action : lab_actions()) {
    Json parameters = Json::array();
    for (const ActionParameter& parameter : action.parameters) {
      parameters.push_back({{"name", parameter.name}, {"is_optional", parameter.is_optional}});
    }
    page += fmt::format("{}\n    {}\n", usage_of(action), action.meaning);
    list.push_back(
        {{"name", action.name}, {"meaning", action.meaning}, {"parameters", parameters}});
  }
  print(wants_json ? json_text({{"format", "firedrill/lab-actions/1"}, {"actions", list}}) : page);
}

// Sends one request to the supervisor; says what it refuses.
ExitCode tell(const LabArguments& arguments, const Json& request) {
  const auto place = running_place(arguments.name);
  if (!place) {
    return ExitCode::usage;
  }
  const Json answer = Json::parse(ask_lab(*place, request.dump()).text);
  for (const Json& error : answer.value("errors", Json::array())) {
    const std::string suggestion = error.value("suggestion", "");
    fmt::print(stderr, "firedrill: {} {}{}\n", error.value("code", ""), error.value("message", ""),
               suggestion.empty() ? "" : "; did you mean " + suggestion + "?");
  }
  return answer.contains("errors") ? ExitCode::usage : ExitCode::met;
}

std::string stage_of(const Json& status, const std::string& service) {
  for (const Json& node : status["nodes"]) {
    for (const Json& one : node["services"]) {
      if (node.value("name", "") + "/" + one.value("name", "") == service) {
        return one.value("stage", "");
      }
    }
  }
  return "";
}

// Until the service is there, or its time is up.
ExitCode wait_for_stage(const LabArguments& arguments, const std::string& wanted) {
  const auto place = running_place(arguments.name);
  const auto last = std::chrono::steady_clock::now() + std::chrono::seconds{arguments.wait};
  std::string stage;
  while (place && std::chrono::steady_clock::now() < last) {
    stage = stage_of(Json::parse(ask_lab(*place, R"({"status": true})").text), arguments.service);
    if (stage == wanted) {
      return ExitCode::met;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  fmt::print(stderr, "firedrill: {} is {}, not {}, after {} s\n", arguments.service, stage, wanted,
             arguments.wait);
  return ExitCode::missed;
}

}  // namespace

ExitCode lab_act_command(const LabArguments& arguments) {
  if (arguments.command.empty()) {
    show_actions(arguments.wants_json);
    return ExitCode::met;
  }
  const auto place = running_place(arguments.name);
  if (!place) {
    return ExitCode::usage;
  }
  const LabLayout layout =
      make_layout(shape_on_record(*place), place->name, place->root,
                  std::filesystem::read_symlink("/proc/self/exe"), read_secrets(place->root));
  const ActionPlan plan = plan_action(layout, arguments.command.front(),
                                      {arguments.command.begin() + 1, arguments.command.end()});
  if (!plan.problem.empty()) {
    fmt::print(stderr, "firedrill: {}\n", plan.problem);
    return ExitCode::usage;
  }
  Json steps = Json::array();
  ExitCode code = ExitCode::met;
  for (const NodeCommand& step : plan.commands) {
    Json entry = to_json(step);
    if (arguments.only_shows) {
      print(arguments.wants_json ? "" : to_line(step));
    } else {
      const auto begin = std::chrono::steady_clock::now();
      const int status =
          carry_out(*place, step, arguments.wants_json ? STDERR_FILENO : STDOUT_FILENO);
      entry["status"] = status;
      entry["took_s"] =
          std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      code = status == 0 ? ExitCode::met : ExitCode::missed;
    }
    steps.push_back(std::move(entry));
    if (code != ExitCode::met) {
      fmt::print(stderr, "firedrill: this step failed: {}", to_line(step));
      break;
    }
  }
  if (arguments.wants_json) {
    print(json_text({{"format", "firedrill/lab-act/1"},
                     {"action", arguments.command.front()},
                     {"steps", steps}}));
  }
  return code;
}

ExitCode lab_service_command(const LabArguments& arguments) {
  const auto change = [&](const std::string& verb) {
    const ExitCode code =
        tell(arguments, {{"service", {{"name", arguments.service}, {"do", verb}}}});
    return code != ExitCode::met || arguments.wait == 0
               ? code
               : wait_for_stage(arguments, verb == "stop" ? "stopped" : "ready");
  };
  const std::string& verb = arguments.command.front();
  if (verb != "restart" || arguments.wait == 0) {
    return change(verb);
  }
  const ExitCode stopped = change("stop");  // else the old one's readiness would be taken for ours
  return stopped == ExitCode::met ? change("start") : stopped;
}

ExitCode lab_power_command(const LabArguments& arguments) {
  const bool is_on = arguments.command.front() == "on";
  return tell(arguments, {{"power", {{"node", arguments.node}, {"is_on", is_on}}}});
}

}  // namespace firedrill
