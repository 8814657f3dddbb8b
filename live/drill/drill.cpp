#include "live/drill/drill.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>
#include <utility>

#include "live/drill/drill_going.hpp"
#include "live/drill/drill_summary.hpp"
#include "live/drill/fault_binding.hpp"
#include "scenarios/conductor.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// How long a target may take to be steady again after everything has been undone.
constexpr Duration settling = 180s;
constexpr Duration command_patience = 300s;
// So many failures of a steady target's probes are the machine's own.
constexpr double tolerated_before = 0.02;

}  // namespace

Drill::~Drill() = default;

void Drill::stop(RunState state, const std::string& reason) {
  const std::lock_guard lock{mutex_};
  if (!stopped_) {
    stopped_ = {state, reason};
    is_stopped_ = true;
  }
  if (world_ != nullptr) {
    world_->stop();
  }
}

// Writes run.json as things stand.
void Drill::write(Going& going) {
  Duration period{};
  for (const BoundProbe& probe : setup_.binding.probes) {
    period = std::max(period, probe.service.empty() ? Duration::zero() : probe.period);
  }
  Duration injecting{};
  for (const RunFault& fault : going.run.faults) {
    if (fault.injected && going.world.injecting_since() != never) {
      injecting = *fault.injected - going.world.injecting_since();
      break;
    }
  }
  going.run.ledgers = going.hands.ledgers();
  describe(scenario_, going.world.timeline,
           {.now = going.recorder.now(),
            .period = period,
            .injecting = injecting,
            .is_over = going.is_over},
           going.run);
  const ChainHead head = going.recorder.head();
  going.run.events = head.events;
  going.run.chain = head.digest;
  going.write(going.run);
}

// Whether some promise under test is about that service.
bool Drill::is_under_test(const std::string& service) const {
  return std::any_of(
      scenario_.objectives.begin(), scenario_.objectives.end(), [&](const Objective& one) {
        return one.service && scenario_.plan.services[one.service->index].name == service;
      });
}

double Drill::failed_share_before(const Going& going, Duration fault) const {
  return going.probes.failed_share(going.steady_since, fault, [this](const std::string& service) {
    return is_under_test(service);
  });
}

// All probes of services under test succeed for a while, and all commands too. Before, nothing may
// deviate for `steady_for`; afterwards the target is given time to settle.
RunSteadyState Drill::check_steady(Going& going, bool is_before) {
  const Clock::time_point give_up = Clock::now() + (is_before ? setup_.steady_for + 30s : settling);
  RunSteadyState state;
  for (;;) {
    state = {};
    going.view.now = going.recorder.now();
    going.view.probes = going.probes.glance();
    going.look(going.view);
    for (const ProbeGlance& probe : going.view.probes) {
      const bool is_long_enough =
          probe.succeeds && going.view.now - probe.since >= setup_.steady_for;
      if (is_under_test(probe.service) && !is_long_enough) {
        state.deviations.push_back(fmt::format("probe {} {}", probe.name,
                                               probe.sent == 0 ? "has no result"
                                               : probe.succeeds
                                                   ? "has not succeeded for long enough"
                                                   : "fails"));
      }
    }
    const bool probes_succeed = state.deviations.empty();
    for (const BoundCommand& command : setup_.binding.steady) {
      if (probes_succeed && going.hands
                                    .run_all("steady state", {command}, command_patience,
                                             is_before ? &is_stopped_ : nullptr)
                                    .outcome != Outcome::succeeded) {
        state.deviations.push_back("fails: " + command.script);
      }
    }
    state.is_held = state.deviations.empty();
    if (state.is_held || Clock::now() > give_up || (is_before && is_stopped_)) {
      return state;
    }
    std::this_thread::sleep_for(200ms);
  }
}

void Drill::begin(Going& going) {
  Run& run = going.run;
  run.scenario = {scenario_.name, scenario_.digest};
  run.scenario_title = scenario_.title;
  run.plan = {scenario_.plan.name, scenario_.plan.digest};
  run.target = {setup_.target_name, setup_.target_digest};
  run.target_kind = setup_.target_kind;
  run.seed = setup_.seed;
  run.started_at = utc_now();
  run.environment = describe_machine();
  run.environment.lateness_bound = setup_.lateness_bound;
  run.chain = going.recorder.head().digest;
  for (std::size_t index = 0; index < faults_.size(); ++index) {
    RunFault fault;
    fault.name = scenario_.faults[index].name;
    fault.kind = kind_of(scenario_.faults[index].model);
    std::set<std::string> hosts;
    for (const FaultPart& part : faults_[index].parts) {
      hosts.insert(part.host);
      fault.how += (fault.how.empty() ? "" : "; ") + part.title;
    }
    fault.targets.assign(hosts.begin(), hosts.end());
    run.faults.push_back(std::move(fault));
  }
  going.view.deadline = setup_.charter.deadline;
  going.recorder.record("begin", {{"id", run.id},
                                  {"scenario", scenario_.digest},
                                  {"plan", scenario_.plan.digest},
                                  {"binding", setup_.binding.digest},
                                  {"target", setup_.target_digest},
                                  {"charter", setup_.charter.digest},
                                  {"seed", setup_.seed}});
}

// Before anything is prepared or asked: what another drill holds is not to be disturbed.
bool Drill::take(Going& going) {
  std::vector<FaultCommands> real;
  std::copy_if(faults_.begin(), faults_.end(), std::back_inserter(real),
               [](const FaultCommands& one) { return !one.parts.empty(); });
  const std::vector<std::string> problems = injector_->begin(real);
  for (const std::string& problem : problems) {
    going.recorder.record("refused", {{"problem", problem}});
  }
  if (!problems.empty()) {
    stop(RunState::aborted, "the targets cannot be taken: " + problems.front());
  }
  return problems.empty();
}

void Drill::hold(Going& going) {
  {
    const std::lock_guard lock{mutex_};
    world_ = &going.world;
    if (stopped_) {
      return;
    }
  }
  Conductor conductor{scenario_};
  const Task task = conductor.run(going.world);
  going.view.phase = "drill";
  going.abort.emplace(setup_.charter, setup_.shell, going.zero);
  std::atomic<bool> is_over{false};
  std::thread locks{[this, &is_over] { watch_locks(is_over); }};
  going.world.run(task);
  is_over = true;
  locks.join();
  going.abort.reset();
  going.is_over = true;
  const std::lock_guard lock{mutex_};
  world_ = nullptr;
}

// Every fault is gone and every lock given back when this returns, or stands in the residue.
void Drill::heal(Going& going) {
  going.view.phase = "undoing";
  going.look(going.view);
  RunUndo& undone = going.run.undo;
  undone = {};  // of a second time only what the first has left counts
  for (const FaultOutcome& outcome : injector_->undo_all()) {
    going.recorder.record("undo", {{"host", outcome.fault},
                                   {"problem", outcome.problem},
                                   {"residue", outcome.residue.size()}});
    for (const Residue& residue : outcome.residue) {
      undone.residue.push_back(residue.host + " " + residue.fault);
    }
    if (!outcome.problem.empty() && outcome.residue.empty()) {
      undone.residue.push_back(outcome.problem);
    }
  }
  for (std::size_t index = 0; index < faults_.size(); ++index) {
    RunFault& fault = going.run.faults[index];
    const std::uint64_t parts = fault.injected ? faults_[index].parts.size() : 0;
    undone.entries += parts;
    undone.reverted += undone.residue.empty() ? parts : 0;
    if (fault.injected && !fault.healed && undone.residue.empty()) {
      fault.healed = going.recorder.now();
    }
  }
  going.view.broken.clear();
  {
    const std::lock_guard lock{mutex_};
    if (stopped_) {
      std::tie(going.run.state, going.run.reason) = *stopped_;
    }
  }
  write(going);
}

void Drill::undo(Going& going) {
  heal(going);
  const auto& afterwards = setup_.binding.afterwards;
  if (going.hands.run_all("afterwards", afterwards, command_patience).outcome !=
      Outcome::succeeded) {
    going.run.undo.residue.emplace_back("what brings the target back has failed");
    return;
  }
  // What the response itself had changed on the hosts is back now, too.
  if (!going.run.undo.residue.empty()) {
    heal(going);
  }
}

void Drill::finish(Going& going) {
  Run& run = going.run;
  for (const auto& [data, back] : setup_.binding.read_backs) {  // and again, now that all is back
    if (going.world.injecting_since() != never) {
      static_cast<void>(going.hands.read_back(data));
    }
  }
  going.probes.stop();
  if (going.hands.run_all("clean up", setup_.binding.clean_up, command_patience).outcome !=
      Outcome::succeeded) {
    run.undo.residue.emplace_back("what the probes wrote could not be removed");
  }
  const Duration fault = going.world.injecting_since();
  run.probes = going.probes.summaries(fault, [&](const std::string& service) {
    Duration longest{};
    for (const Objective& objective : scenario_.objectives) {
      if (objective.service && scenario_.plan.services[objective.service->index].name == service) {
        longest = std::max(longest, objective.sustained);
      }
    }
    return longest;
  });
  run.environment.load_after = load_of_machine();
  run.environment.wan_lateness = setup_.wan_lateness ? setup_.wan_lateness() : std::nullopt;
  run.environment.lateness = std::max(going.world.lateness(), going.probes.lateness());
  const std::lock_guard lock{mutex_};
  if (stopped_) {
    std::tie(run.state, run.reason) = *stopped_;
  } else if (run.environment.lateness > run.environment.lateness_bound) {
    run.state = RunState::voided;
    run.reason = fmt::format("firedrill itself was {:.3f} s late, more than the {:.3f} s allowed",
                             to_seconds(run.environment.lateness),
                             to_seconds(run.environment.lateness_bound));
  } else if (fault != never && failed_share_before(going, fault) > tolerated_before) {
    run.state = RunState::voided;
    run.reason = "the target was not steady before the fault";
  } else {
    run.state = RunState::completed;
  }
  run.ended_at = utc_now();
  going.recorder.record("end", {{"state", name_of(run.state)}, {"reason", run.reason}});
  run.evidence = evidence_in(going.recorder.folder());
}

// Makes the target ready, begins to probe it and sees whether it is steady.
void Drill::prepare(Going& going) {
  if (going.hands.run_all("prepare", setup_.binding.prepare, command_patience, &is_stopped_)
          .outcome != Outcome::succeeded) {
    stop(RunState::voided, "the target could not be prepared");
  }
  going.probes.start([&](std::size_t probe, const ProbeResult& result) {
    const std::string& name = setup_.binding.probes[probe].service;
    for (std::uint32_t service = 0; service < scenario_.plan.services.size(); ++service) {
      if (scenario_.plan.services[service].name == name) {
        going.world.take(ServiceId{service}, static_cast<std::uint32_t>(probe), result);
      }
    }
  });
  going.view.phase = "steady state";
  going.run.steady_before = check_steady(going, true);
  going.steady_since = going.recorder.now() - setup_.steady_for;
  going.recorder.record("steady_state", {{"held", going.run.steady_before->is_held},
                                         {"deviations", going.run.steady_before->deviations}});
  write(going);
}

Run Drill::run(RunRecorder& recorder, const std::string& id, const std::string& version,
               const std::function<RunPrediction(RunRecorder&)>& predict, const WriteRun& write_run,
               const Look& look) {
  Going going{*this, recorder, write_run, look};
  going.run.id = id;
  going.run.version = version;
  begin(going);
  write(going);
  if (take(going)) {
    prepare(going);
    if (going.run.steady_before->is_held && !is_stopped_) {
      going.view.phase = "prediction";
      look(going.view);
      going.run.prediction = predict(recorder);
      write(going);
      hold(going);
      undo(going);
      going.view.phase = "steady state again";
      going.run.steady_after = check_steady(going, false);
    } else {
      stop(RunState::voided, "the target was not in its steady state");
      heal(going);
    }
  }
  finish(going);
  write(going);
  return going.run;
}

}  // namespace firedrill
