// What a drill or a response works on, as a command line names it: a lab, or the hosts of an
// inventory with a charter; with the binding that says what a scenario's words mean there; and who
// answers for its people.
// Example: const FoundTarget found = find_target(arguments);
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/exit_code.hpp"
#include "live/drill/binding.hpp"
#include "live/drill/people.hpp"
#include "live/drill/probe_set.hpp"
#include "live/undo/process_shell.hpp"

namespace firedrill {

struct TargetArguments {
  std::string target = "lab", lab = "main", binding, charter;
  double deadline_s = 900.0;  // of a lab
};

// --target, --lab, --charter, --deadline: what is broken, and what may be.
void add_break_options(CLI::App& line, TargetArguments& arguments);
// Those, and --binding.
void add_target_options(CLI::App& line, TargetArguments& arguments);

struct DrillTarget {
  TargetInventory inventory;
  Charter charter;
  ShellWay way;
  FindVantage vantage;
  BindingValues values;
  TargetBinding binding;
  TargetKind kind = TargetKind::inventory;
  std::function<std::optional<Duration>()> wan_lateness;
};

// Without a target, the exit status that says why; what is wrong has been said.
struct FoundTarget {
  std::optional<DrillTarget> target{};
  ExitCode code = ExitCode::usage;
};
[[nodiscard]] FoundTarget find_target(const TargetArguments& arguments);
// The same without a binding: for faults that say themselves what they are.
[[nodiscard]] FoundTarget find_unbound_target(const TargetArguments& arguments);

// Whether a person has typed the name of what is no lab; says so if not.
[[nodiscard]] ExitCode confirm(const DrillTarget& target);

// The hosts alone, and the way to them: what healing needs. `target`: "lab", then lab `lab`, of
// which only hosts with a journal count; else an inventory file.
struct FoundHosts {
  std::optional<TargetInventory> inventory{};
  ShellWay way{};
  ExitCode code = ExitCode::usage;
};
[[nodiscard]] FoundHosts find_hosts(const std::string& target, const std::string& lab);

// Stand-ins from the file at `path`; without one, whoever sits at the terminal.
[[nodiscard]] Result<std::unique_ptr<PeopleOnCall>> people_of(const std::string& path);

}  // namespace firedrill
