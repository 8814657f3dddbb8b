// firedrill stop: ends the drill on a target at once. The lock on the hosts says which process
// holds it: that is asked to end, which heals everything and writes down why; where it does not
// answer in time, has died or is another machine's, the hosts are healed from here.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/drill_target.hpp"
#include "app/host_healing.hpp"
#include "app/output.hpp"
#include "live/process/process_mark.hpp"
#include "live/process/spawn.hpp"
#include "live/undo/undo_journal.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr const char* stop_examples =
    R"(  firedrill stop --target lab
  firedrill stop --target staging.json
  firedrill stop --target staging.json --patience 5 --json)";

struct StopArguments {
  std::string target, lab = "main";
  double patience_s = 30.0;
  bool wants_json = false;
};

// A drill that has some of the hosts.
struct RunningDrill {
  std::string name;
  std::optional<ProcessMark> mark{};
  std::vector<std::string> hosts{};
  FileDescriptor process{};  // while it is asked to end
  std::string outcome{};     // "stopped", "no answer", "gone", "elsewhere"
};

std::string member_of(const std::string& status, const std::string& word) {
  const std::size_t begin = ("\n" + status).find("\n" + word + " ");
  if (begin == std::string::npos) {
    return "";
  }
  const std::size_t from = begin + word.size() + 1;
  return status.substr(from, status.find('\n', from) - from);
}

std::vector<RunningDrill> drills_on(const TargetInventory& inventory, HostShell& shell) {
  std::vector<std::future<ShellAnswer>> asked;
  asked.reserve(inventory.hosts.size());
  for (const Host& host : inventory.hosts) {
    asked.push_back(std::async(std::launch::async, [&shell, &host] {
      return shell.run(host.name, journal_status(host.journal), 20s);
    }));
  }
  std::map<std::string, RunningDrill> found;
  for (std::size_t index = 0; index < asked.size(); ++index) {
    const std::string status = asked[index].get().output;
    const std::string name = member_of(status, "drill");
    if (!name.empty()) {
      RunningDrill& drill = found[name];
      drill.name = name;
      drill.hosts.push_back(inventory.hosts[index].name);
      drill.mark = drill.mark ? drill.mark : mark_in(member_of(status, "holder"));
    }
  }
  std::vector<RunningDrill> all;
  all.reserve(found.size());
  for (auto& [name, drill] : found) {
    all.push_back(std::move(drill));
  }
  return all;
}

void ask_to_end(RunningDrill& drill) {
  if (drill.mark) {
    drill.process = find_marked(*drill.mark);
  }
  if (drill.process && ask_to_stop(drill.process.number())) {
    return;
  }
  const bool is_elsewhere = drill.mark && !is_of_this_machine(*drill.mark);
  drill.outcome = is_elsewhere ? "elsewhere" : "gone";
  drill.process.reset();
}

bool has_given_back(const RunningDrill& drill, const TargetInventory& inventory, HostShell& shell) {
  return std::all_of(drill.hosts.begin(), drill.hosts.end(), [&](const std::string& host) {
    const ShellAnswer answer = shell.run(host, journal_owner(inventory.host(host)->journal), 5s);
    return answer.succeeded() && answer.output != "drill " + drill.name + "\n";
  });
}

// Until it has given back all its hosts, or `until`.
void wait_for(RunningDrill& drill, const TargetInventory& inventory, HostShell& shell,
              Clock::time_point until) {
  while (drill.outcome.empty()) {
    const bool is_over = has_ended(drill.process.number());  // asked first: then it holds no more
    if (has_given_back(drill, inventory, shell)) {
      drill.outcome = "stopped";
    } else if (is_over || Clock::now() > until) {
      drill.outcome = is_over ? "gone" : "no answer";
    } else {
      std::this_thread::sleep_for(200ms);
    }
  }
}

std::string line_of(const RunningDrill& drill) {
  const std::string who = drill.mark ? fmt::format("{} (process {} on {})", drill.name,
                                                   drill.mark->process, drill.mark->machine)
                                     : drill.name;
  if (drill.outcome == "stopped") {
    return fmt::format(
        "{}: has healed its faults{}\n", who,
        has_ended(drill.process.number()) ? " and ended" : "; it now brings the target back");
  }
  return fmt::format("{}: {}; healed from here\n", who,
                     drill.outcome == "gone" ? "runs no more"
                     : drill.outcome == "elsewhere"
                         ? "runs on another machine, and ends when it sees its hosts healed"
                         : "does not answer, and can break nothing more");
}

nlohmann::ordered_json stop_json(const std::vector<RunningDrill>& drills,
                                 const std::vector<HealedHost>& hosts) {
  auto list = nlohmann::ordered_json::array();
  for (const RunningDrill& drill : drills) {
    nlohmann::ordered_json one{{"name", drill.name}, {"outcome", drill.outcome}};
    one["process"] = drill.mark ? nlohmann::ordered_json(drill.mark->process) : nullptr;
    one["machine"] = drill.mark ? nlohmann::ordered_json(drill.mark->machine) : nullptr;
    one["hosts"] = drill.hosts;
    list.push_back(std::move(one));
  }
  return {{"format", "firedrill/stop/1"}, {"drills", list}, {"hosts", healing_json(hosts)}};
}

ExitCode stop_command(const StopArguments& arguments) {
  const FoundHosts found = find_hosts(arguments.target, arguments.lab);
  if (!found.inventory) {
    return found.code;
  }
  ProcessShell shell{found.way};
  const auto until = Clock::now() + from_seconds(arguments.patience_s);
  std::vector<RunningDrill> drills = drills_on(*found.inventory, shell);
  std::for_each(drills.begin(), drills.end(), ask_to_end);
  std::string page;
  for (RunningDrill& drill : drills) {
    wait_for(drill, *found.inventory, shell, until);
    page += line_of(drill);
  }
  const std::vector<HealedHost> hosts = heal_hosts(*found.inventory, shell, {});
  print(arguments.wants_json ? json_text(stop_json(drills, hosts)) : page + healing_page(hosts));
  const bool is_good =
      std::all_of(hosts.begin(), hosts.end(), [](const HealedHost& one) { return one.is_good(); });
  return is_good ? ExitCode::met : ExitCode::broken;
}

class Stop : public CommandWith<StopArguments> {
 public:
  explicit Stop(CLI::App& program)
      : CommandWith{program,
                    {"stop", "Ends the drill on a target at once and heals it", stop_examples}} {
    line_.add_option("--target", arguments_.target, "the hosts of the drill, or a lab's")
        ->required()
        ->option_text("lab|TARGET.json");
    line_.add_option("--lab", arguments_.lab, "which lab (default main)")->option_text("NAME");
    line_
        .add_option("--patience", arguments_.patience_s,
                    "heal from here if the drill itself has not after this (30 s)")
        ->check(CLI::Range(0.0, 600.0))
        ->option_text("S");
    line_.add_flag("--json", arguments_.wants_json, "print JSON");
  }
  [[nodiscard]] ExitCode run() const override { return stop_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_stop(CLI::App& program) { return std::make_unique<Stop>(program); }

}  // namespace firedrill
