// firedrill undo: heals whatever a drill has left on its hosts, after a crash: what their own
// watchdogs would do at the deadline.

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/drill_target.hpp"
#include "app/host_healing.hpp"
#include "app/output.hpp"
#include "live/faults/inventory_shell.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

constexpr const char* undo_examples =
    R"(  firedrill undo                       # what a drill has left on this machine
  firedrill undo --target lab
  firedrill undo --target staging.json --host us-east-1/db-1)";

constexpr const char* own_journal = "/var/lib/firedrill/journal";

struct UndoArguments {
  std::string target, lab = "main";
  std::vector<std::string> hosts;
  std::string journal = own_journal;
  bool wants_json = false;
};

// Without a target: this machine alone, with one journal.
FoundHosts this_machine(const UndoArguments& arguments) {
  FoundHosts found;
  found.inventory.emplace();
  found.inventory->name = "this machine";
  Host host;
  host.name = "this machine";
  host.journal = arguments.journal;
  found.inventory->hosts.push_back(host);
  found.way = way_to(*found.inventory);
  return found;
}

ExitCode undo_command(const UndoArguments& arguments) {
  const FoundHosts found = arguments.target.empty() ? this_machine(arguments)
                                                    : find_hosts(arguments.target, arguments.lab);
  if (!found.inventory) {
    return found.code;
  }
  for (const std::string& name : arguments.hosts) {
    if (found.inventory->host(name) == nullptr) {
      fmt::print(stderr, "firedrill: {} has no host {}\n", found.inventory->name, name);
      return ExitCode::usage;
    }
  }
  ProcessShell shell{found.way};
  const std::vector<HealedHost> all = heal_hosts(*found.inventory, shell, arguments.hosts);
  print(arguments.wants_json
            ? json_text({{"format", "firedrill/undo/1"}, {"hosts", healing_json(all)}})
            : healing_page(all));
  const bool is_good =
      std::all_of(all.begin(), all.end(), [](const HealedHost& one) { return one.is_good(); });
  return is_good ? ExitCode::met : ExitCode::broken;
}

class Undo : public CommandWith<UndoArguments> {
 public:
  explicit Undo(CLI::App& program)
      : CommandWith{program, {"undo", "Heals what a drill has left on its hosts", undo_examples}} {
    line_.add_option("--target", arguments_.target, "the hosts of the drill, or a lab's")
        ->option_text("lab|TARGET.json");
    line_.add_option("--lab", arguments_.lab, "which lab (default main)")->option_text("NAME");
    line_.add_option("--host", arguments_.hosts, "only this host; repeat it for others")
        ->option_text("HOST")
        ->allow_extra_args(false);
    line_
        .add_option("--journal", arguments_.journal,
                    "without a target: the journal's folder on this machine")
        ->option_text("FOLDER");
    line_.add_flag("--json", arguments_.wants_json, "print JSON");
  }
  [[nodiscard]] ExitCode run() const override { return undo_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_undo(CLI::App& program) { return std::make_unique<Undo>(program); }

}  // namespace firedrill
