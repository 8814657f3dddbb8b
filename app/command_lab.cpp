// firedrill lab: a test cluster of real services on this machine, brought up, looked at, ended.

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/lab_commands.hpp"
#include "app/output.hpp"

namespace firedrill {
namespace {

constexpr const char* lab_examples =
    R"(  firedrill lab up
  firedrill lab status
  firedrill lab shell us-east-1/db-1 -- hostname
  firedrill lab logs us-east-1/db-1
  firedrill lab wan --from us-east-1 --to us-west-2 --cut
  firedrill lab down)";

class Lab : public Command {
 public:
  explicit Lab(CLI::App& program)
      : line_{*program.add_subcommand("lab", "A local test cluster of real services, to break")} {
    set_help(line_, lab_examples);
    line_.require_subcommand(1);
    add_up();
    add_simple("status", "Shows nodes and services", "  firedrill lab status --json",
               lab_status_command);
    add_simple("down", "Ends a lab and removes every trace of it",
               "  firedrill lab down\n  firedrill lab down --name second", lab_down_command);
    add_shell();
    add_logs();
    add_wan();
    add_reach();
    add_act();
    add_switches();
    add_simple("abilities", "Shows what this machine lets a lab do", "  firedrill lab abilities",
               lab_abilities_command);
  }
  [[nodiscard]] bool is_chosen() const override { return line_.parsed(); }
  [[nodiscard]] std::string name() const override { return "lab"; }
  [[nodiscard]] bool is_shareable() const override { return false; }
  [[nodiscard]] ExitCode run() const override { return action_(arguments_); }

 private:
  using Action = ExitCode (*)(const LabArguments&);

  CLI::App& add(const char* name, const char* summary, const char* page, Action action) {
    CLI::App& line = *line_.add_subcommand(name, summary);
    set_help(line, page);
    line.add_option("--name", arguments_.name, "which lab (default main)")->option_text("NAME");
    line.callback([this, action] { action_ = action; });
    return line;
  }
  void add_simple(const char* name, const char* summary, const char* page, Action action) {
    add(name, summary, page, action).add_flag("--json", arguments_.wants_json, "print JSON");
  }
  void add_up() {
    CLI::App& line = add("up", "Brings a lab up, or mends the one that runs",
                         "  firedrill lab up\n  firedrill lab up scenarios/plans/lab.json\n"
                         "  firedrill lab up --name second --only sshd",
                         lab_up_command);
    line.add_option("PLAN", arguments_.plan, "whose lab (default scenarios/plans/lab.json)")
        ->option_text(" ");
    line.add_option("--only", arguments_.only, "only services of these names, and what they need")
        ->option_text("SERVICE ...");
    line.add_option("--patience", arguments_.patience,
                    "how long to wait until all is ready, in seconds (default 180)")
        ->check(whole_number(1, 3600))
        ->option_text("S");
    line.add_flag("--json", arguments_.wants_json, "print JSON");
  }
  void add_shell() {
    CLI::App& line = add("shell", "Runs a shell, or a command, in a node",
                         "  firedrill lab shell us-east-1/db-1\n"
                         "  firedrill lab shell us-west-2/gateway -- ping -c 3 10.77.1.1",
                         lab_shell_command);
    line.add_option("NODE", arguments_.node, "region/node")->required()->option_text(" ");
    line.add_option("COMMAND", arguments_.command, "after --; exits with its status")
        ->option_text("...");
  }
  void add_logs() {
    CLI::App& line = add("logs", "Shows what a node's services have said",
                         "  firedrill lab logs us-east-1/db-1\n"
                         "  firedrill lab logs us-east-1/db-1 --service postgres --lines 200",
                         lab_logs_command);
    line.add_option("NODE", arguments_.node, "region/node, or \"supervisor\"")
        ->required()
        ->option_text(" ");
    line.add_option("--service", arguments_.service, "only of this one")->option_text("NAME");
    line.add_option("--lines", arguments_.lines, "the last so many of each (default 20)")
        ->check(whole_number(1, 1'000'000))
        ->option_text("N");
    line.add_flag("--json", arguments_.wants_json, "print JSON");
  }
  void add_wan() {
    CLI::App& line = add("wan", "Shows or changes the network between regions",
                         "  firedrill lab wan\n"
                         "  firedrill lab wan --from us-east-1 --to us-west-2 --delay '80 ms'\n"
                         "  firedrill lab wan --from us-east-1 --to us-west-2 --cut",
                         lab_wan_command);
    line.add_option("--from", arguments_.from, "region")->option_text("REGION");
    line.add_option("--to", arguments_.to, "region; the other direction stays as it is")
        ->option_text("REGION");
    for (const char* what : {"delay", "jitter", "rate", "loss", "queue"}) {
      line.add_option_function<std::string>(
              fmt::format("--{}", what),
              [this, what](const std::string& value) { arguments_.changes[what] = value; },
              "set it, as in a file: '80 ms', '100 Mbit/s', 0.01")
          ->option_text("VALUE");
    }
    line.add_flag("--cut", arguments_.cuts, "let nothing through");
    line.add_flag("--heal", arguments_.heals, "let everything through again");
    line.add_flag("--json", arguments_.wants_json, "print JSON");
  }

  void add_act() {
    CLI::App& line = add("act", "Does something to a lab that runs: promote a database, ...",
                         "  firedrill lab act\n"
                         "  firedrill lab act promote-database us-west-2/db-1\n"
                         "  firedrill lab act --dry-run point-name eu-west-1/ops-1 app 10.77.2.50",
                         lab_act_command);
    line.add_option("ACTION", arguments_.command, "and its words; without one, lists them all")
        ->option_text("...");
    line.add_flag("--dry-run", arguments_.only_shows, "print the commands, run nothing");
    line.add_flag("--json", arguments_.wants_json, "print JSON");
  }
  void add_switches() {
    CLI::App& service = add("service", "Starts, stops or restarts one service",
                            "  firedrill lab service us-east-1/db-1/postgres stop\n"
                            "  firedrill lab service eu-west-1/db-1/postgres start --wait 60",
                            lab_service_command);
    service.add_option("SERVICE", arguments_.service, "region/node/name")
        ->required()
        ->option_text(" ");
    add_verb(service, {"start", "stop", "restart"});
    service
        .add_option("--wait", arguments_.wait,
                    "until it is ready or has stopped, so many seconds at most")
        ->check(whole_number(1, 3600))
        ->option_text("S");
    CLI::App& power = add("power", "Pulls a node's plug, or puts it in again",
                          "  firedrill lab power us-east-1/gpu-3 off", lab_power_command);
    power.add_option("NODE", arguments_.node, "region/node")->required()->option_text(" ");
    add_verb(power, {"on", "off"});
  }
  void add_verb(CLI::App& line, const std::vector<std::string>& verbs) {
    line.add_option("VERB", arguments_.command, fmt::format("{}", fmt::join(verbs, ", ")))
        ->required()
        ->expected(1)
        ->check(CLI::IsMember(verbs))
        ->option_text(" ");
  }

  void add_reach() {
    add("inventory", "Shows the lab as an inventory of hosts",
        "  firedrill lab inventory >lab.json\n  firedrill lab inventory --reach lab",
        lab_inventory_command)
        .add_option("--reach", arguments_.reach,
                    "ssh (default), or lab: over its supervisor, which no cut reaches")
        ->check(CLI::IsMember({"ssh", "lab"}))
        ->option_text("WAY");
    CLI::App& line = add("connect", "Hands ssh a connection to a node (its ProxyCommand)",
                         "  ssh -o ProxyUseFdpass=yes \\\n"
                         "    -o 'ProxyCommand=firedrill lab connect us-east-1/db-1 22' ...",
                         lab_connect_command);
    line.add_option("NODE", arguments_.node, "region/node")->required()->option_text(" ");
    line.add_option("PORT", arguments_.port, "TCP port (default 22)")
        ->check(whole_number(1, 65'535))
        ->option_text(" ");
  }

  CLI::App& line_;
  LabArguments arguments_;
  Action action_ = nullptr;
};

}  // namespace

std::unique_ptr<Command> make_lab(CLI::App& program) { return std::make_unique<Lab>(program); }

}  // namespace firedrill
