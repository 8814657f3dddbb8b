// firedrill lab status, down, shell, logs, wan, abilities.

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>

#include "app/lab_commands.hpp"
#include "app/lab_page.hpp"
#include "app/lab_place.hpp"
#include "app/output.hpp"
#include "live/process/spawn.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr std::chrono::seconds wan_patience{2};

std::vector<std::string> last_lines(const fs::path& file, std::size_t most) {
  std::ifstream stream{file};
  std::deque<std::string> kept;
  for (std::string line; std::getline(stream, line);) {
    kept.push_back(std::move(line));
    if (kept.size() > most) {
      kept.pop_front();
    }
  }
  return {kept.begin(), kept.end()};
}

// The files that hold what `arguments` asks for, by name.
std::vector<fs::path> log_files(const LabPlace& place, const LabArguments& arguments) {
  if (arguments.node == "supervisor") {
    return {place.root + "/supervisor.log"};
  }
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry :
       fs::directory_iterator{place.root + "/nodes/" + arguments.node + "/log", error}) {
    if (arguments.service.empty() || entry.path().stem() == arguments.service) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

Json wan_request(const LabArguments& arguments) {
  Json change{{"from", arguments.from}, {"to", arguments.to}};
  for (const auto& [what, value] : arguments.changes) {
    const Json number = Json::parse(value, nullptr, false);
    change[what] = number.is_number() ? number : Json(value);
  }
  if (arguments.cuts || arguments.heals) {
    change["is_up"] = arguments.heals;
  }
  return {{"changes", Json::array({change})}, {"status", true}};
}

}  // namespace

ExitCode lab_status_command(const LabArguments& arguments) {
  const auto place = running_place(arguments.name);
  if (!place) {
    return ExitCode::missed;
  }
  const Json status = Json::parse(ask_lab(*place, R"({"status": true})").text);
  print(arguments.wants_json ? json_text(status) : lab_page(status, page_options()));
  return status.value("is_ready", false) ? ExitCode::met : ExitCode::missed;
}

ExitCode lab_down_command(const LabArguments& arguments) {
  const auto place = checked_place(arguments.name);
  if (!place) {
    return ExitCode::usage;
  }
  LabEnd end;
  {
    const LabLock lock{*place};
    end = end_lab(*place);
  }
  if (arguments.wants_json) {
    print(json_text({{"format", "firedrill/lab-end/1"},
                     {"name", place->name},
                     {"was_there", end.was_there},
                     {"was_running", end.was_running},
                     {"is_clean", end.is_clean},
                     {"left", end.left}}));
  } else if (end.is_clean) {
    print(fmt::format("lab {}: {}\n", place->name,
                      end.was_running ? "ended; nothing of it is left"
                      : end.was_there ? "what an earlier one had left is gone"
                                      : "there was none"));
  }
  if (!end.is_clean) {
    fmt::print(stderr, "firedrill: of lab {} there is left: {}\n", place->name, end.left);
    return ExitCode::broken;
  }
  return ExitCode::met;
}

ExitCode lab_shell_command(const LabArguments& arguments) {
  const auto place = running_place(arguments.name);
  if (!place) {
    return ExitCode::usage;
  }
  const EnteredNode node = enter_node(*place, arguments.node);
  Launch launch;
  launch.arguments = arguments.command;
  if (launch.arguments.empty()) {
    launch.arguments = {"/bin/bash", "-i"};
  }
  launch.environment = plain_environment();
  const char* const terminal = std::getenv("TERM");
  launch.environment.push_back(std::string{"TERM="} + (terminal == nullptr ? "dumb" : terminal));
  launch.namespaces_of = node.handle.number();
  launch.cgroups = node.cgroups;
  launch.input = STDIN_FILENO;
  launch.output = STDOUT_FILENO;
  launch.error = STDERR_FILENO;
  launch.has_own_session = false;
  const Child child = spawn(launch);
  int status = 0;
  while (::waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
  }
  return static_cast<ExitCode>(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

ExitCode lab_logs_command(const LabArguments& arguments) {
  const auto place = checked_place(arguments.name);
  if (!place) {
    return ExitCode::usage;
  }
  const std::vector<fs::path> files = log_files(*place, arguments);
  if (files.empty()) {
    fmt::print(
        stderr, "firedrill: lab {} has no log of {}\n", place->name,
        arguments.service.empty() ? arguments.node : arguments.node + "/" + arguments.service);
    return ExitCode::usage;
  }
  Json logs = Json::array();
  for (const fs::path& file : files) {
    const auto lines = last_lines(file, arguments.lines);
    if (arguments.wants_json) {
      logs.push_back(
          {{"service", file.stem().string()}, {"file", file.string()}, {"lines", lines}});
      continue;
    }
    print(heading(file.stem().string(), file.string(), page_options()));
    for (const std::string& line : lines) {
      print(line + "\n");
    }
  }
  if (arguments.wants_json) {
    print(
        json_text({{"format", "firedrill/lab-logs/1"}, {"node", arguments.node}, {"logs", logs}}));
  }
  return ExitCode::met;
}

ExitCode lab_wan_command(const LabArguments& arguments) {
  const auto place = running_place(arguments.name);
  if (!place) {
    return ExitCode::usage;
  }
  const bool wants_change = !arguments.changes.empty() || arguments.cuts || arguments.heals;
  if (wants_change && (arguments.from.empty() || arguments.to.empty())) {
    fmt::print(stderr, "firedrill: a change is one of a direction: --from REGION --to REGION\n");
    return ExitCode::usage;
  }
  const std::string request =
      wants_change ? wan_request(arguments).dump() : std::string{R"({"status": true})"};
  const Json answer =
      Json::parse(ask_control(wan_socket_of(place->root), request, wan_patience).text);
  if (answer.contains("errors")) {
    for (const Json& error : answer["errors"]) {
      const std::string suggestion = error.value("suggestion", "");
      fmt::print(stderr, "firedrill: {} {}{}\n", error.value("code", ""),
                 error.value("message", ""), suggestion.empty() ? "" : "; " + suggestion);
    }
    return ExitCode::usage;
  }
  print(arguments.wants_json ? json_text(answer) : wan_page(answer, page_options()));
  return ExitCode::met;
}

ExitCode lab_abilities_command(const LabArguments& arguments) {
  const std::vector<Ability> abilities = find_abilities();
  if (!arguments.wants_json) {
    print(abilities_page(abilities, page_options()));
  } else {
    Json list = Json::array();
    for (const Ability& one : abilities) {
      list.push_back({{"name", one.name},
                      {"is_there", one.is_there},
                      {"is_needed", one.is_needed},
                      {"found", one.found},
                      {"without", one.without}});
    }
    print(json_text({{"format", "firedrill/abilities/1"}, {"abilities", list}}));
  }
  const bool is_fit = std::all_of(abilities.begin(), abilities.end(), [](const Ability& one) {
    return one.is_there || !one.is_needed;
  });
  return is_fit ? ExitCode::met : ExitCode::missed;
}

}  // namespace firedrill
