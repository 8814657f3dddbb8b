#include "live/faults/injector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <map>

#include "live/process/process_mark.hpp"
#include "live/undo/shell_text.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;

// A script that waits for a service to come up takes half a minute; beyond this a host is silent.
constexpr Duration patience = 90s;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) {
      lines.push_back(text.substr(begin, end - begin));
    }
    begin = end + 1;
  }
  return lines;
}

// What the journal prints of something that is not as it was.
std::vector<Residue> residues_in(const std::string& host, const std::string& output) {
  std::vector<Residue> found;
  for (const std::string& line : lines_of(output)) {
    const auto rest = [&](std::string_view head) { return line.substr(head.size()) + "\n"; };
    if (line.starts_with("residue ")) {
      found.push_back({line.substr(8), host, "", ""});
    } else if (!found.empty() && line.starts_with("before| ")) {
      found.back().before += rest("before| ");
    } else if (!found.empty() && line.starts_with("after| ")) {
      found.back().after += rest("after| ");
    }
  }
  return found;
}

// The first line of what was there that is missing now, or else that is there and was not.
std::string difference(const Residue& residue) {
  const std::vector<std::string> before = lines_of(residue.before), after = lines_of(residue.after);
  const auto lacks = [](const std::vector<std::string>& lines, const std::string& line) {
    return std::find(lines.begin(), lines.end(), line) == lines.end();
  };
  for (const std::string& line : before) {
    if (lacks(after, line)) {
      return "it has no longer: " + line;
    }
  }
  for (const std::string& line : after) {
    if (lacks(before, line)) {
      return "it had not: " + line;
    }
  }
  return "the same lines, in another order";
}

std::string why(const ShellAnswer& answer) {
  if (answer.timed_out) {
    return "no answer in time";
  }
  const std::string& text = answer.error.empty() ? answer.output : answer.error;
  const std::vector<std::string> lines = lines_of(text);
  return lines.empty() ? fmt::format("exit status {}", answer.status) : lines.back();
}

}  // namespace

Injector::Injector(const TargetInventory& inventory, const Charter& charter, HostShell& shell,
                   DrillIdentity identity)
    : inventory_{inventory},
      charter_{charter},
      shell_{shell},
      identity_{std::move(identity)},
      holder_{text_of(own_mark())} {}

Result<FaultCommands> Injector::plan(const std::string& name, const LiveFault& fault) const {
  const Hurt hurts{std::string{kind_of(fault)}, hurt_by(fault, inventory_)};
  const Diagnostics refused = refuse(charter_, inventory_, {}, hurts);
  if (!refused.empty()) {
    return refused;
  }
  return commands_of(name, fault, inventory_);
}

JournalPlace Injector::place_of(const std::string& host) const {
  const Host* const found = inventory_.host(host);
  return {found == nullptr ? "" : found->journal, identity_.name, holder_};
}

std::string Injector::entry_of(const FaultCommands& commands, std::size_t part) {
  std::string name = fmt::format("{}-{}-{}", commands.name, part, commands.parts[part].kind);
  std::replace_if(
      name.begin(), name.end(),
      [](char sign) {
        const bool is_plain = (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
                              (sign >= '0' && sign <= '9') || sign == '-';
        return !is_plain;
      },
      '_');
  return name;
}

ShellAnswer Injector::run(const std::string& host, const std::string& purpose,
                          const std::string& script, std::vector<ScriptRun>* runs) {
  ScriptRun made{host, purpose, script, {}, std::chrono::steady_clock::now(), {}};
  made.answer = shell_.run(host, script, patience);
  made.answered = std::chrono::steady_clock::now();
  const std::lock_guard guard{lock_};
  evidence_.push_back(made);
  if (runs != nullptr) {
    runs->push_back(made);
  }
  return made.answer;
}

std::vector<std::string> Injector::missing(const FaultCommands& commands) {
  std::vector<std::string> lacking;
  for (const FaultPart& part : commands.parts) {
    const ShellAnswer answer =
        run(part.host, "needs", journal_run(place_of(part.host), part.needs));
    for (const std::string& line : lines_of(answer.output)) {
      lacking.push_back(fmt::format("{}: {}: {}", part.kind, part.host, line));
    }
    if (answer.status < 0 || answer.timed_out) {
      lacking.push_back(fmt::format("{}: {}: {}", part.kind, part.host, why(answer)));
    }
  }
  return lacking;
}

std::vector<std::string> Injector::begin(const std::vector<FaultCommands>& faults) {
  std::map<std::string, bool> hosts;  // by name: whether it is only locked
  if (!inventory_.hosts.empty()) {
    hosts[inventory_.hosts.front().name] = true;
  }
  for (const FaultCommands& fault : faults) {
    for (const FaultPart& part : fault.parts) {
      hosts[part.host] = false;
    }
  }
  const Duration deadline = std::min(identity_.deadline, charter_.deadline);
  std::vector<std::string> problems;
  std::vector<std::pair<std::string, std::future<ShellAnswer>>> asked;
  asked.reserve(hosts.size());
  for (const auto& [name, only_locked] : hosts) {
    asked.emplace_back(
        name,
        std::async(std::launch::async, [this, host = name, deadline, is_only_locked = only_locked] {
          return run(host, "lock", journal_begin(place_of(host), deadline, is_only_locked));
        }));
  }
  for (auto& [host, future] : asked) {
    const ShellAnswer answer = future.get();
    const std::lock_guard guard{lock_};
    if (answer.succeeded()) {
      hosts_.push_back(host);
    } else {
      problems.push_back(fmt::format("{}: {}", host, why(answer)));
    }
  }
  if (!problems.empty()) {
    undo_all();
  }
  return problems;
}

FaultOutcome Injector::inject(const FaultCommands& commands, Duration length) {
  FaultOutcome outcome{commands.name, "", {}, {}};
  {
    const std::lock_guard guard{lock_};
    std::vector<Hurt> there;
    for (const FaultCommands& one : injected_) {
      there.push_back(one.hurts);
    }
    const Diagnostics refused = refuse(charter_, inventory_, there, commands.hurts);
    if (!refused.empty()) {
      outcome.problem = refused.front().message;
      return outcome;
    }
    injected_.push_back(commands);
  }
  std::vector<std::future<ShellAnswer>> asked;
  for (std::size_t index = 0; index < commands.parts.size(); ++index) {
    asked.push_back(std::async(std::launch::async, [this, &commands, &outcome, index, length] {
      const FaultPart& part = commands.parts[index];
      return run(part.host, "inject",
                 journal_inject(place_of(part.host), {entry_of(commands, index), part.inject,
                                                      part.revert, part.state, length}),
                 &outcome.runs);
    }));
  }
  for (std::size_t index = 0; index < asked.size(); ++index) {
    const ShellAnswer answer = asked[index].get();
    if (!answer.succeeded() && outcome.problem.empty()) {
      outcome.problem = fmt::format("{} on {}: {}", commands.parts[index].kind,
                                    commands.parts[index].host, why(answer));
    }
  }
  if (!outcome.problem.empty()) {
    FaultOutcome healed = heal(commands);
    outcome.residue = healed.residue;
    outcome.runs.insert(outcome.runs.end(), healed.runs.begin(), healed.runs.end());
  }
  return outcome;
}

std::vector<ScriptRun> Injector::verify(const FaultCommands& commands) {
  std::vector<ScriptRun> runs;
  for (std::size_t index = 0; index < commands.parts.size(); ++index) {
    const FaultPart& part = commands.parts[index];
    const std::string entry = entry_of(commands, index);
    run(part.host, "verify",
        journal_run(place_of(part.host), fmt::format("entry=$J/entry-{0}\ntable={1}\n{2}", entry,
                                                     journal_table(entry), part.verify)),
        &runs);
  }
  return runs;
}

FaultOutcome Injector::heal(const FaultCommands& commands) {
  FaultOutcome outcome{commands.name, "", {}, {}};
  std::vector<std::future<ShellAnswer>> asked;
  for (std::size_t index = commands.parts.size(); index-- > 0;) {
    asked.push_back(std::async(std::launch::async, [this, &commands, &outcome, index] {
      const std::string& host = commands.parts[index].host;
      return run(host, "revert", journal_heal(place_of(host), entry_of(commands, index)),
                 &outcome.runs);
    }));
  }
  for (std::size_t index = 0; index < asked.size(); ++index) {
    const FaultPart& part = commands.parts[commands.parts.size() - 1 - index];
    const ShellAnswer answer = asked[index].get();
    const std::vector<Residue> left = residues_in(part.host, answer.output);
    outcome.residue.insert(outcome.residue.end(), left.begin(), left.end());
    if (!answer.succeeded() && outcome.problem.empty()) {
      outcome.problem =
          fmt::format("{} on {} is not healed: {}", part.kind, part.host, why(answer));
    }
  }
  if (outcome.succeeded()) {
    const std::lock_guard guard{lock_};
    std::erase_if(injected_, [&](const auto& one) { return one.name == commands.name; });
  }
  return outcome;
}

// All at once.
std::vector<FaultOutcome> Injector::undo_hosts(const std::vector<std::string>& hosts) {
  std::vector<FaultOutcome> outcomes(hosts.size());
  std::vector<std::future<void>> asked;
  for (std::size_t index = 0; index < hosts.size(); ++index) {
    asked.push_back(std::async(std::launch::async, [this, &hosts, &outcomes, index] {
      FaultOutcome& outcome = outcomes[index];
      const ShellAnswer answer =
          run(hosts[index], "undo", journal_undo(place_of(hosts[index]).folder), &outcome.runs);
      outcome.fault = hosts[index];
      outcome.residue = residues_in(hosts[index], answer.output);
      if (!answer.succeeded()) {
        outcome.problem = fmt::format(
            "{} is not as it was: {}", hosts[index],
            outcome.residue.empty() ? why(answer) : difference(outcome.residue.front()));
      }
    }));
  }
  for (auto& one : asked) {
    one.get();
  }
  return outcomes;
}

std::vector<FaultOutcome> Injector::undo_all() {
  std::vector<std::string> hosts;
  {
    const std::lock_guard guard{lock_};
    hosts = hosts_;
  }
  std::vector<FaultOutcome> outcomes = undo_hosts(hosts);
  // What could not be reached may be a host that one of the others has just healed.
  for (FaultOutcome& outcome : outcomes) {
    if (!outcome.problem.empty() && outcome.residue.empty() && hosts.size() > 1) {
      outcome = undo_hosts({outcome.fault}).front();
    }
  }
  const std::lock_guard guard{lock_};
  for (const FaultOutcome& outcome : outcomes) {
    if (outcome.succeeded()) {
      std::erase(hosts_, outcome.fault);
    }
  }
  if (hosts_.empty()) {
    injected_.clear();
  }
  return outcomes;
}

std::vector<std::string> Injector::lost_locks() {
  std::vector<std::string> hosts;
  {
    const std::lock_guard guard{lock_};
    hosts = hosts_;
  }
  std::vector<std::future<bool>> asked;
  asked.reserve(hosts.size());
  for (const std::string& host : hosts) {
    asked.push_back(std::async(std::launch::async, [this, &host] {
      const ShellAnswer answer = shell_.run(host, journal_owner(place_of(host).folder), 5s);
      return answer.succeeded() && answer.output != "drill " + identity_.name + "\n";
    }));
  }
  std::vector<std::string> lost;
  for (std::size_t index = 0; index < hosts.size(); ++index) {
    if (asked[index].get()) {
      lost.push_back(hosts[index]);
    }
  }
  return lost;
}

std::vector<ScriptRun> Injector::evidence() const {
  const std::lock_guard guard{lock_};
  return evidence_;
}

}  // namespace firedrill
