// firedrill inject: an experiment's faults on real hosts, on time, within a charter, and healed. It
// measures no recovery: that is a drill's.

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/drill_target.hpp"
#include "app/output.hpp"
#include "live/drill/abort_watch.hpp"
#include "live/experiment/experiment.hpp"
#include "live/faults/injector.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr const char* inject_examples =
    R"(  firedrill inject scenarios/experiments/lab-faults.json
  firedrill inject experiment.json --target hosts.json --charter charter.json --dry-run
  firedrill inject experiment.json --target staging.json --charter charter.json \
                   --confirm staging-eu)";

struct InjectArguments {
  std::string experiment;
  TargetArguments target{};
  std::string confirmed;
  bool is_dry = false;
  bool wants_json = false;
};

volatile std::sig_atomic_t interruption = 0;

void interrupt(int /*signal*/) { interruption = 1; }

// What was asked for, and how it went.
struct Planned {
  const ExperimentFault* fault = nullptr;
  FaultCommands commands;
  std::string problem;
  bool was_injected = false;
  bool is_healed = false;
};

std::string dry_page(const std::vector<Planned>& faults) {
  std::string page;
  const auto block = [&](std::string_view title, const std::string& script) {
    page += fmt::format("  {}\n", title);
    std::size_t begin = 0;
    while (begin < script.size()) {
      const std::size_t end = std::min(script.find('\n', begin), script.size());
      page += "    " + script.substr(begin, end - begin) + "\n";
      begin = end + 1;
    }
  };
  for (const Planned& one : faults) {
    for (const FaultPart& part : one.commands.parts) {
      page += fmt::format("{} at {} s for {} s, on {}: {}\n", one.fault->name,
                          to_seconds(one.fault->at), to_seconds(one.fault->length), part.host,
                          part.title);
      block("would run", part.inject);
      block("would be reverted by", part.revert);
    }
  }
  return page;
}

nlohmann::ordered_json to_json(const std::vector<Planned>& faults, bool is_dry) {
  auto list = nlohmann::ordered_json::array();
  for (const Planned& one : faults) {
    auto parts = nlohmann::ordered_json::array();
    for (const FaultPart& part : one.commands.parts) {
      parts.push_back({{"kind", part.kind},
                       {"host", part.host},
                       {"title", part.title},
                       {"inject", part.inject},
                       {"revert", part.revert},
                       {"state", part.state}});
    }
    nlohmann::ordered_json entry{{"name", one.fault->name},
                                 {"at_s", to_seconds(one.fault->at)},
                                 {"length_s", to_seconds(one.fault->length)}};
    if (!is_dry) {
      entry["was_injected"] = one.was_injected;
      entry["problem"] = one.problem;
    }
    entry["parts"] = std::move(parts);
    list.push_back(std::move(entry));
  }
  return {{"format", is_dry ? "firedrill/dry-run/1" : "firedrill/injection/1"},
          {"faults", std::move(list)}};
}

// Injects and heals each at its time, until all are over, somebody interrupts or a condition of the
// charter comes true; then it is what this returns.
std::string carry_out(Injector& injector, std::vector<Planned>& faults, const Charter& charter,
                      HostShell& shell) {
  const auto begin = Clock::now();
  AbortWatch watch{charter, shell, begin};
  for (bool is_over = false; !is_over && interruption == 0;) {
    const Duration now = Clock::now() - begin;
    is_over = true;
    for (const std::string& line : watch.news()) {
      fmt::print(stderr, "firedrill: {}\n", line);
    }
    if (auto why = watch.reason({}, now)) {
      return std::move(*why);
    }
    for (Planned& one : faults) {
      if (!one.was_injected && one.problem.empty() && now >= one.fault->at) {
        fmt::print(stderr, "firedrill: {:.1f} s: {}\n", to_seconds(now), one.fault->name);
        one.problem = injector.inject(one.commands, one.fault->length).problem;
        one.was_injected = one.problem.empty();
      } else if (one.was_injected && !one.is_healed && now >= one.fault->at + one.fault->length) {
        const FaultOutcome healed = injector.heal(one.commands);
        one.problem = healed.problem;
        one.is_healed = true;
        fmt::print(stderr, "firedrill: {:.1f} s: {} {}\n", to_seconds(now), one.fault->name,
                   healed.succeeded() ? "healed" : "NOT healed");
      }
      is_over = is_over && (one.is_healed || !one.problem.empty());
    }
    std::this_thread::sleep_for(50ms);
  }
  return "";
}

int report_lacking(Injector& injector, const std::vector<Planned>& faults) {
  int lacking = 0;
  for (const Planned& one : faults) {
    for (const std::string& line : injector.missing(one.commands)) {
      fmt::print(stderr, "firedrill: {}\n", line);
      ++lacking;
    }
  }
  return lacking;
}

// No probes are sent here: a charter that counts on one is for a drill.
Diagnostics unwatched(const Charter& charter) {
  Diagnostics problems;
  for (const AbortCondition& condition : charter.abort_when) {
    if (const auto* wanted = std::get_if<AbortProbe>(&condition.when)) {
      problems.push_back({"FD5113",
                          Severity::error,
                          {},
                          fmt::format("charter {} watches probe {}, and inject sends none",
                                      charter.name, wanted->probe),
                          "hold a drill, or have it approved with an expression of Prometheus",
                          {}});
    }
  }
  return problems;
}

ExitCode run_faults(Injector& injector, std::vector<Planned>& faults, const Charter& charter,
                    HostShell& shell, bool wants_json) {
  const Diagnostics problems = unwatched(charter);
  if (!problems.empty()) {
    return report_errors(problems);
  }
  const std::vector<std::string> unsafe = unsafe_to_begin(charter, shell);
  for (const std::string& line : unsafe) {
    fmt::print(stderr, "firedrill: {}\n", line);
  }
  if (!unsafe.empty()) {
    return ExitCode::stopped;
  }
  if (report_lacking(injector, faults) > 0) {
    return ExitCode::missed;
  }
  std::vector<FaultCommands> all;
  all.reserve(faults.size());
  for (const Planned& one : faults) {
    all.push_back(one.commands);
  }
  const std::vector<std::string> not_begun = injector.begin(all);
  for (const std::string& problem : not_begun) {
    fmt::print(stderr, "firedrill: {}\n", problem);
  }
  if (!not_begun.empty()) {
    return ExitCode::broken;
  }
  std::signal(SIGINT, interrupt);
  std::signal(SIGTERM, interrupt);
  const std::string aborted = carry_out(injector, faults, charter, shell);
  if (!aborted.empty()) {
    fmt::print(stderr, "firedrill: {}\n", aborted);
  }
  bool is_good = true;
  for (const FaultOutcome& outcome : injector.undo_all()) {
    if (!outcome.succeeded()) {
      fmt::print(stderr, "firedrill: {}\n", outcome.problem);
      is_good = false;
    }
  }
  for (const Planned& one : faults) {
    is_good = is_good && one.problem.empty();
    if (!one.problem.empty()) {
      fmt::print(stderr, "firedrill: {}\n", one.problem);
    }
  }
  if (wants_json) {
    print(json_text(to_json(faults, false)));
  }
  return !is_good            ? ExitCode::broken
         : !aborted.empty()  ? ExitCode::stopped
         : interruption != 0 ? ExitCode::interrupted
                             : ExitCode::met;
}

ExitCode inject_command(const InjectArguments& arguments) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const Result<Experiment> experiment = load_experiment(arguments.experiment);
  const FoundTarget found = find_unbound_target(arguments.target);
  if (!experiment) {
    return report_errors(experiment.error());
  }
  if (!found.target) {
    return found.code;
  }
  const DrillTarget& target = *found.target;
  Diagnostics problems = check_charter(target.charter, target.inventory, arguments.confirmed);
  ProcessShell shell{target.way};
  Injector injector{
      target.inventory,
      target.charter,
      shell,
      {fmt::format("inject-{}", now.time_since_epoch().count()), target.charter.deadline}};
  std::vector<Planned> faults;
  for (const ExperimentFault& fault : experiment->faults) {
    const Result<FaultCommands> commands = injector.plan(fault.name, fault.fault);
    if (commands) {
      faults.push_back({&fault, *commands, "", false, false});
    } else {
      problems.insert(problems.end(), commands.error().begin(), commands.error().end());
    }
  }
  if (!problems.empty()) {
    return report_errors(problems);
  }
  if (arguments.is_dry) {
    print(arguments.wants_json ? json_text(to_json(faults, true)) : dry_page(faults));
    return ExitCode::met;
  }
  return run_faults(injector, faults, target.charter, shell, arguments.wants_json);
}

class InjectCommand : public CommandWith<InjectArguments> {
 public:
  explicit InjectCommand(CLI::App& program)
      : CommandWith{program,
                    {"inject", "Breaks real hosts as an experiment says, and heals them",
                     inject_examples}} {
    line_.add_option("EXPERIMENT", arguments_.experiment, "which faults, and when")
        ->required()
        ->option_text(" ");
    add_break_options(line_, arguments_.target);
    line_
        .add_option("--confirm", arguments_.confirmed,
                    "the target's name, typed, where it is no lab")
        ->option_text("NAME");
    line_.add_flag("--dry-run", arguments_.is_dry,
                   "print every command that would run and what would revert it; run none");
    line_.add_flag("--json", arguments_.wants_json, "print JSON");
  }
  [[nodiscard]] ExitCode run() const override { return inject_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_inject(CLI::App& program) {
  return std::make_unique<InjectCommand>(program);
}

}  // namespace firedrill
