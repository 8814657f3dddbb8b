#include "app/drill_target.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <utility>

#include "app/lab_place.hpp"
#include "app/output.hpp"
#include "live/drill/fault_binding.hpp"
#include "live/drill/lab_target.hpp"
#include "live/faults/inventory_shell.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;

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

Result<Charter> charter_of(const std::string& path) {
  const auto now =
      std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  return load_charter(path, bound_fault_kinds(), now);
}

std::optional<DrillTarget> lab_as_target(const TargetArguments& arguments) {
  const auto place = running_place(arguments.lab);
  if (!place) {
    return std::nullopt;
  }
  LabTarget lab = lab_target(*place, own_program(), from_seconds(arguments.deadline_s));
  return DrillTarget{.inventory = std::move(lab.inventory),
                     .charter = std::move(lab.charter),
                     .way = std::move(lab.way),
                     .vantage = std::move(lab.vantage),
                     .values = std::move(lab.values),
                     .binding = {},
                     .kind = TargetKind::lab,
                     .wan_lateness = [place = *place] { return lateness_of_wan(place); }};
}

// Hosts of an inventory are looked from by commands over their own transport alone.
Result<DrillTarget> inventory_as_target(const TargetArguments& arguments) {
  Result<TargetInventory> inventory = load_target(arguments.target);
  Result<Charter> charter = charter_of(arguments.charter);
  if (!inventory || !charter) {
    Diagnostics problems = inventory ? Diagnostics{} : inventory.error();
    if (!charter) {
      problems.insert(problems.end(), charter.error().begin(), charter.error().end());
    }
    return problems;
  }
  DrillTarget target{std::move(inventory).value(),
                     std::move(charter).value(),
                     {},
                     {},
                     {},
                     {},
                     TargetKind::inventory,
                     {}};
  target.way = way_to(target.inventory, own_program());
  target.vantage = [](const std::string& host) -> std::function<void()> {
    throw std::runtime_error(host +
                             ": probes look from where firedrill runs; from another host "
                             "only a \"command\" does");
  };
  return target;
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

}  // namespace

void add_break_options(CLI::App& line, TargetArguments& arguments) {
  line.add_option("--target", arguments.target, "lab, or an inventory file (default lab)")
      ->option_text("lab|FILE");
  line.add_option("--lab", arguments.lab, "which lab (default main)")->option_text("NAME");
  line.add_option("--charter", arguments.charter, "what may be broken; else of a lab everything")
      ->option_text("FILE");
  line.add_option("--deadline", arguments.deadline_s, "of a lab: healed at the latest (900 s)")
      ->check(CLI::Range(1.0, 86'400.0))
      ->option_text("S");
}

void add_target_options(CLI::App& line, TargetArguments& arguments) {
  add_break_options(line, arguments);
  line.add_option("--binding", arguments.binding, "which commands carry out what on the target")
      ->option_text("FILE");
}

FoundTarget find_unbound_target(const TargetArguments& arguments) {
  FoundTarget found;
  if (arguments.target != "lab") {
    if (arguments.charter.empty()) {
      fmt::print(stderr, "firedrill: who permits what on {}? Name it with --charter FILE\n",
                 arguments.target);
      return found;
    }
    Result<DrillTarget> read = inventory_as_target(arguments);
    if (!read) {
      return {std::nullopt, report_errors(read.error())};
    }
    found.target = std::move(read).value();
    return found;
  }
  found.target = lab_as_target(arguments);
  if (found.target && !arguments.charter.empty()) {
    Result<Charter> charter = charter_of(arguments.charter);
    if (!charter) {
      return {std::nullopt, report_errors(charter.error())};
    }
    found.target->charter = std::move(charter).value();
  }
  return found;
}

FoundTarget find_target(const TargetArguments& arguments) {
  FoundTarget found = find_unbound_target(arguments);
  if (!found.target) {
    return found;
  }
  Result<TargetBinding> binding =
      load_binding(arguments.binding.empty() ? "scenarios/bindings/lab.json" : arguments.binding,
                   found.target->values);
  if (!binding) {
    return {std::nullopt, report_errors(binding.error())};
  }
  found.target->binding = std::move(binding).value();
  return found;
}

ExitCode confirm(const DrillTarget& target) {
  const TargetInventory& inventory = target.inventory;
  if (!needs_typed_name(target.charter, inventory)) {
    return ExitCode::met;
  }
  fmt::print(stderr, "This breaks {}. Type its name to go on: ", inventory.name);
  std::string line;
  std::getline(std::cin, line);
  const Diagnostics problems = check_charter(target.charter, inventory, line);
  if (!problems.empty()) {
    report_errors(problems);
    return ExitCode::stopped;
  }
  return ExitCode::met;
}

FoundHosts find_hosts(const std::string& target, const std::string& lab) {
  FoundHosts found;
  if (target != "lab") {
    Result<TargetInventory> read = load_target(target);
    if (!read) {
      found.code = report_errors(read.error());
      return found;
    }
    found.inventory = std::move(read).value();
    found.way = way_to(*found.inventory, own_program());
    return found;
  }
  TargetArguments arguments;
  arguments.lab = lab;
  std::optional<DrillTarget> whole = lab_as_target(arguments);
  if (whole) {
    std::erase_if(whole->inventory.hosts,
                  [](const Host& host) { return !std::filesystem::exists(host.journal); });
    found.inventory = std::move(whole->inventory);
    found.way = std::move(whole->way);
  }
  return found;
}

Result<std::unique_ptr<PeopleOnCall>> people_of(const std::string& path) {
  if (path.empty()) {
    return {std::make_unique<PeopleAtTerminal>(
        [](const std::string& text) { fmt::print(stderr, "\n{}\n", text); }, read_line)};
  }
  Result<StandInFile> file = load_stand_ins(path);
  if (!file) {
    return file.error();
  }
  return {std::make_unique<StandIns>(file->roles, file->otherwise)};
}

}  // namespace firedrill
