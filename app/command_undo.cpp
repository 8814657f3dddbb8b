// firedrill undo and firedrill stop: heal whatever a drill has left on its hosts, after a crash or
// at once. Both do what the hosts' own watchdogs would do at the deadline.

#include <fmt/format.h>

#include <future>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "live/faults/inventory_shell.hpp"
#include "live/undo/undo_journal.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;

constexpr const char* undo_examples =
    R"(  firedrill undo                       # what a drill has left on this machine
  firedrill undo --target staging.json
  firedrill undo --target staging.json --host us-east-1/db-1)";

constexpr const char* stop_examples =
    R"(  firedrill stop --target staging.json
  firedrill stop --target staging.json --json)";

constexpr const char* own_journal = "/var/lib/firedrill/journal";

struct UndoArguments {
  std::string target;
  std::vector<std::string> hosts;
  std::string journal = own_journal;
  bool wants_json = false;
};

struct Undone {
  std::string host;
  std::string before;  // journal_status
  ShellAnswer answer;
};

// Without a target: this machine alone, with one journal.
TargetInventory this_machine(const UndoArguments& arguments) {
  TargetInventory target;
  target.name = "this machine";
  Host host;
  host.name = "this machine";
  host.journal = arguments.journal;
  target.hosts.push_back(host);
  return target;
}

std::vector<Undone> undo_hosts(const TargetInventory& target,
                               const std::vector<std::string>& wanted) {
  ProcessShell shell{way_to(target)};
  std::vector<std::future<Undone>> asked;
  for (const Host& host : target.hosts) {
    const bool is_wanted =
        wanted.empty() || std::find(wanted.begin(), wanted.end(), host.name) != wanted.end();
    if (is_wanted) {
      asked.push_back(std::async(std::launch::async, [&shell, &host] {
        const ShellAnswer status = shell.run(host.name, journal_status(host.journal), 20s);
        return Undone{host.name, status.output,
                      shell.run(host.name, journal_undo(host.journal), 2min)};
      }));
    }
  }
  std::vector<Undone> all;
  all.reserve(asked.size());
  for (auto& one : asked) {
    all.push_back(one.get());
  }
  return all;
}

std::string outcome_of(const Undone& one) {
  if (!one.answer.succeeded()) {
    return one.answer.status == 78 ? "residue" : "unknown";
  }
  return one.before.empty() ? "nothing" : "healed";
}

std::string undone_json(const std::vector<Undone>& all) {
  auto hosts = nlohmann::ordered_json::array();
  for (const Undone& one : all) {
    hosts.push_back({{"host", one.host},
                     {"outcome", outcome_of(one)},
                     {"before", one.before},
                     {"output", one.answer.output},
                     {"error", one.answer.error}});
  }
  return json_text({{"format", "firedrill/undo/1"}, {"hosts", hosts}});
}

ExitCode undo_command(const UndoArguments& arguments) {
  TargetInventory target = this_machine(arguments);
  if (!arguments.target.empty()) {
    const Result<TargetInventory> read = load_target(arguments.target);
    if (!read) {
      return report_errors(read.error());
    }
    target = *read;
  }
  for (const std::string& name : arguments.hosts) {
    if (target.host(name) == nullptr) {
      fmt::print(stderr, "firedrill: {} has no host {}\n", target.name, name);
      return ExitCode::usage;
    }
  }
  const std::vector<Undone> all = undo_hosts(target, arguments.hosts);
  bool is_good = true;
  std::string page;
  for (const Undone& one : all) {
    const std::string outcome = outcome_of(one);
    is_good = is_good && one.answer.succeeded();
    if (outcome == "nothing") {
      page += fmt::format("{}: no drill was there\n", one.host);
    } else if (outcome == "healed") {
      page += fmt::format("{}: healed, as before the {}\n", one.host,
                          one.before.substr(0, one.before.find('\n')));
    } else {
      page += fmt::format("{}: {}\n{}{}", one.host,
                          outcome == "residue" ? "NOT as it was; the drill's lock stays"
                                               : "no answer, the watchdog there goes on",
                          one.answer.output, one.answer.error);
    }
  }
  print(arguments.wants_json ? undone_json(all) : page);
  return is_good ? ExitCode::met : ExitCode::broken;
}

class Undo : public CommandWith<UndoArguments> {
 public:
  Undo(CLI::App& program, const CommandText& text, bool needs_target) : CommandWith{program, text} {
    CLI::Option* target = line_.add_option("--target", arguments_.target, "the hosts of the drill")
                              ->option_text("TARGET.json");
    if (needs_target) {
      target->required();
    } else {
      line_.add_option("--host", arguments_.hosts, "only this host; repeat it for others")
          ->option_text("HOST")
          ->allow_extra_args(false);
      line_
          .add_option("--journal", arguments_.journal,
                      "without a target: the journal's folder on this machine")
          ->option_text("FOLDER");
    }
    line_.add_flag("--json", arguments_.wants_json, "print JSON");
  }
  [[nodiscard]] ExitCode run() const override { return undo_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_undo(CLI::App& program) {
  return std::make_unique<Undo>(
      program, CommandText{"undo", "Heals what a drill has left on its hosts", undo_examples},
      false);
}

std::unique_ptr<Command> make_stop(CLI::App& program) {
  return std::make_unique<Undo>(
      program,
      CommandText{"stop", "Ends every drill on a target at once and heals it", stop_examples},
      true);
}

}  // namespace firedrill
