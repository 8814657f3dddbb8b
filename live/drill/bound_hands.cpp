#include "live/drill/bound_hands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <thread>
#include <utility>

#include "live/ledger/ledger_file.hpp"
#include "live/probes/s3_read_back.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr std::size_t most_output = 4000;
constexpr Duration alert_patience = 5s;
constexpr Duration read_back_patience = 60s;

std::string end_of(const std::string& text) {
  return text.size() <= most_output ? text : "..." + text.substr(text.size() - most_output);
}

// How the probe of that name writes.
template <class Kind>
const Kind* writing_of(const TargetBinding& binding, const std::string& probe) {
  const auto found = std::find_if(binding.probes.begin(), binding.probes.end(),
                                  [&](const BoundProbe& one) { return one.name == probe; });
  return found == binding.probes.end() ? nullptr : std::get_if<Kind>(&found->kind);
}

}  // namespace

WorkResult BoundHands::run_all(const std::string& purpose,
                               const std::vector<BoundCommand>& commands, Duration patience,
                               const std::atomic<bool>* is_stopped) {
  static const std::atomic<bool> never_stopped{false};
  const auto deadline = Clock::now() + std::min<Duration>(patience, one_day);
  for (const BoundCommand& command : commands) {
    parts_.recorder.record(
        "command", {{"purpose", purpose}, {"host", command.host}, {"script", command.script}});
    const ShellAnswer answer =
        parts_.shell.run_unless(is_stopped == nullptr ? never_stopped : *is_stopped, command.host,
                                command.script, std::max<Duration>(1ms, deadline - Clock::now()));
    parts_.recorder.record("answer", {{"purpose", purpose},
                                      {"host", command.host},
                                      {"status", answer.status},
                                      {"timed_out", answer.timed_out},
                                      {"output", end_of(answer.output)},
                                      {"error", end_of(answer.error)}});
    if (!answer.succeeded()) {
      return {answer.timed_out || answer.status < 0 ? Outcome::unknown : Outcome::failed, 0};
    }
  }
  return {Outcome::succeeded, 0};
}

WorkResult BoundHands::send(const std::string& what, const std::string& to) {
  parts_.recorder.record("message", {{"to", to}, {"text", "EXERCISE " + what}});
  return {Outcome::succeeded, 0};
}

WorkResult BoundHands::carry_out(const Action& action, const WorkRequest& request) {
  try {
    if (const auto* duty = std::get_if<Compose>(&action)) {
      return send("prepared: " + scenario_.duties[duty->duty.index].name, "");
    }
    if (const auto* duty = std::get_if<Send>(&action)) {
      return send(scenario_.duties[duty->duty.index].name, scenario_.duties[duty->duty.index].name);
    }
    for (const std::string& key : action_keys(action, request.step, scenario_.plan)) {
      const auto bound = parts_.binding.actions.find(key);
      if (bound != parts_.binding.actions.end()) {
        return run_all(key, bound->second, request.patience, request.is_stopped);
      }
    }
    if (std::holds_alternative<Notify>(action)) {
      return send("notification of step " + request.step, "");
    }
  } catch (const std::exception& error) {
    parts_.recorder.record("error", {{"step", request.step}, {"what", error.what()}});
  }
  return {};
}

WorkResult BoundHands::inject(FaultId fault, Duration length) {
  const FaultCommands& commands = parts_.faults[fault.index];
  if (commands.parts.empty()) {
    return {Outcome::succeeded, 0};
  }
  const FaultOutcome outcome =
      parts_.injector.inject(commands, std::min(length, parts_.longest_fault));
  parts_.recorder.record("inject", {{"fault", commands.name}, {"problem", outcome.problem}});
  return {outcome.succeeded() ? Outcome::succeeded : Outcome::failed, 0};
}

WorkResult BoundHands::heal(FaultId fault) {
  const FaultCommands& commands = parts_.faults[fault.index];
  if (commands.parts.empty()) {
    return {Outcome::succeeded, 0};
  }
  const FaultOutcome outcome = parts_.injector.heal(commands);
  parts_.recorder.record("heal", {{"fault", commands.name}, {"problem", outcome.problem}});
  return {outcome.succeeded() ? Outcome::succeeded : Outcome::failed, 0};
}

void BoundHands::look_for(const BoundAlert& alert, const std::atomic<bool>& is_over) {
  for (auto due = Clock::now(); !is_raised_ && !is_over;
       due = std::max(due + alert.every, Clock::now())) {
    std::this_thread::sleep_until(due);
    const ShellAnswer answer =
        parts_.shell.run(alert.command.host, alert.command.script, alert_patience);
    if (answer.succeeded() && !is_raised_.exchange(true)) {
      parts_.recorder.record("alert", {{"said", end_of(answer.output)}});
    }
  }
}

// Each alert has a thread of its own: one whose question hangs holds up no other, and ends by
// itself once the first has been raised.
WorkResult BoundHands::await_alert(const std::atomic<bool>& is_over) {
  for (const BoundAlert& alert : parts_.binding.alerts) {
    alert_watchers_.emplace_back([&] { look_for(alert, is_over); });
  }
  while (!is_raised_ && !is_over) {
    std::this_thread::sleep_for(5ms);
  }
  if (!is_raised_) {
    alert_watchers_.clear();  // they look at what may soon be gone
    return {};
  }
  return {Outcome::succeeded, 0};
}

WorkResult BoundHands::ask_person(const Action& question, const std::atomic<bool>& is_over) {
  const auto role = [&](RoleId id) { return scenario_.plan.roles[id.index].name; };
  std::string who;
  if (const auto* page = std::get_if<Page>(&question)) {
    who = role(page->role);
  } else if (const auto* decide = std::get_if<Decide>(&question)) {
    who = role(decide->role);
  } else if (const auto* hand_over = std::get_if<HandOver>(&question)) {
    who = role(hand_over->role);
  }
  return {parts_.people.ask(verb_of(question), who, is_over), 0};
}

bool BoundHands::is_diverged(const BoundReadBack& back) {
  return back.diverged &&
         run_all("diverged", {*back.diverged}, read_back_patience).outcome == Outcome::succeeded;
}

BoundHands::LookedBack BoundHands::look_at(const SqlTarget& target, const BoundReadBack& back,
                                           const Ledger& /*ledger*/) {
  const auto deadline = Clock::now() + read_back_patience;
  NameResolver resolver{{back.resolver.server, back.resolver.port, false}};
  SqlAccessPath way{target, resolver};
  LookedBack looked{.problem = way.reach(deadline)};
  if (looked.problem.empty()) {
    looked.commit_mode = commit_mode_of(way.session(), deadline);
    const auto* const writing = writing_of<BoundSqlWrite>(parts_.binding, back.probe);
    const SqlWriteTable table{writing == nullptr ? "" : writing->table,
                              parts_.probes.writer_of(back.probe)};
    SqlReadBack found = firedrill::read_back(way.session(), table, deadline);
    looked.problem = found.error;
    looked.ids = std::move(found.ids);
  }
  return looked;
}

BoundHands::LookedBack BoundHands::look_at(const std::vector<S3Target>& stores,
                                           const BoundReadBack& back, const Ledger& ledger) {
  const ResolverOptions names{back.resolver.server, back.resolver.port, false};
  const auto* const writing = writing_of<BoundS3Write>(parts_.binding, back.probe);
  const std::string prefix = fmt::format("{}{}-", writing == nullptr ? "" : writing->prefix,
                                         parts_.probes.writer_of(back.probe));
  S3ReadBack found =
      read_objects_back(stores, names, prefix, ledger.writes, Clock::now() + read_back_patience);
  return {.problem = std::move(found.error),
          .commit_mode = "the answer of the store that was written to",
          .ids = std::move(found.ids)};
}

// Reads the ledger first and the target afterwards: what is acknowledged in between is neither lost
// nor a phantom, so ids beyond the ledger's last are left out.
WorkResult BoundHands::look_back(const std::string& data, const BoundReadBack& back) {
  const std::string path = parts_.probes.ledger_of(back.probe);
  static_cast<void>(parts_.probes.flush_ledgers());
  const Result<Ledger> ledger = read_ledger(path);
  if (!ledger) {
    parts_.recorder.record("error", {{"what", ledger.error().front().message}});
    return {Outcome::unknown, never.count()};
  }
  Ledger known = *ledger;
  known.header.data = data;
  RunLedger summary = summary_of(known, nullptr);
  WorkResult result{Outcome::unknown, never.count()};
  LookedBack looked =
      std::visit([&](const auto& target) { return look_at(target, back, known); }, back.target);
  if (looked.ids) {
    std::uint64_t last = 0;
    for (const LedgerWrite& write : known.writes) {
      last = std::max(last, write.id);
    }
    std::erase_if(looked.ids->found, [last](std::uint64_t id) { return id > last; });
    const Reconciliation became = reconcile(known.writes, *looked.ids, fault_.load());
    summary = summary_of(known, &became);
    result = {is_diverged(back) ? Outcome::failed : Outcome::succeeded, became.loss_window.count()};
  }
  summary.commit_mode = looked.commit_mode;
  parts_.recorder.record("read_back", {{"data", data},
                                       {"problem", looked.problem},
                                       {"acknowledged", summary.acknowledged},
                                       {"survived", summary.survived},
                                       {"lost", summary.lost},
                                       {"unverified", summary.unverified}});
  keep(data, std::move(summary));
  return result;
}

void BoundHands::keep(const std::string& data, RunLedger reading) {
  const std::lock_guard lock{mutex_};
  const auto earlier = ledgers_.find(data);
  const bool was_worse = earlier != ledgers_.end() && earlier->second.unverified == 0 &&
                         earlier->second.loss_window && reading.loss_window &&
                         *earlier->second.loss_window > *reading.loss_window;
  if (!was_worse) {
    ledgers_[data] = std::move(reading);
  }
}

// From where the probe looks whose writes they are: in a thread that goes there.
WorkResult BoundHands::read_back(const std::string& data) {
  const BoundReadBack& back = parts_.binding.read_backs.at(data);
  const auto probe = std::find_if(parts_.binding.probes.begin(), parts_.binding.probes.end(),
                                  [&](const BoundProbe& one) { return one.name == back.probe; });
  const std::string vantage = probe == parts_.binding.probes.end() ? "" : probe->vantage;
  return std::async(std::launch::async,
                    [&] {
                      if (!vantage.empty()) {
                        parts_.vantage(vantage)();
                      }
                      return look_back(data, back);
                    })
      .get();
}

WorkResult BoundHands::read(const Action& observation) {
  try {
    if (const auto* back = std::get_if<ReadBack>(&observation)) {
      const std::string& data = scenario_.plan.data[back->data.index].name;
      return parts_.binding.read_backs.contains(data) ? read_back(data)
                                                      : WorkResult{Outcome::unknown, never.count()};
    }
    const std::string verb{name_of(verb_of(observation))};
    const auto bound = parts_.binding.actions.find(verb);
    if (bound != parts_.binding.actions.end()) {
      const BoundCommand& command = bound->second.front();
      const ShellAnswer answer = parts_.shell.run(command.host, command.script, read_back_patience);
      const auto number = last_number(answer.output);
      return {answer.succeeded() && number ? Outcome::succeeded : Outcome::unknown,
              number.value_or(0)};
    }
  } catch (const std::exception& error) {
    parts_.recorder.record("error", {{"what", error.what()}});
  }
  return {};
}

std::vector<RunLedger> BoundHands::ledgers() const {
  const std::lock_guard lock{mutex_};
  std::vector<RunLedger> all;
  for (const auto& [data, ledger] : ledgers_) {
    all.push_back(ledger);
  }
  return all;
}

}  // namespace firedrill
