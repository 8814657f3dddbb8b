#include "live/drill/drill.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>
#include <utility>

#include "live/drill/drill_summary.hpp"
#include "live/drill/fault_binding.hpp"
#include "scenarios/conductor.hpp"
#include "scenarios/timeline_names.hpp"

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

// What exists while a drill goes on.
struct Drill::Going {
  Going(Drill& drill, RunRecorder& its_recorder, const WriteRun& its_write, const Look& its_look)
      : recorder{its_recorder},
        write{its_write},
        look{its_look},
        zero{Clock::now() - its_recorder.now()},
        probes{drill.setup_.binding, drill.setup_.vantage, drill.setup_.shell, recorder, zero},
        hands{BoundHands::Parts{drill.setup_.binding, drill.setup_.shell, *drill.injector_,
                                drill.setup_.people, probes, recorder, drill.setup_.vantage,
                                drill.faults_, drill.setup_.charter.deadline},
              drill.scenario_},
        world{drill.scenario_,
              hands,
              {.seed = drill.setup_.seed, .zero = zero},
              drill.watcher(*this)} {}

  RunRecorder& recorder;
  const WriteRun& write;
  const Look& look;
  Run run{};
  DrillView view{};
  bool is_over = false;
  Duration steady_since{};  // before the fault
  Clock::time_point zero;
  ProbeSet probes;
  BoundHands hands;
  LiveWorld world;
};

Drill::~Drill() = default;

void Drill::stop(RunState state, const std::string& reason) {
  const std::lock_guard lock{mutex_};
  if (!stopped_) {
    stopped_ = {state, reason};
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

LiveWatcher Drill::watcher(Going& going) {
  return {.answered =
              [this, &going](const Event& event) {
                const RunEvent named = with_names(event, scenario_);
                going.recorder.record("event",
                                      {{"verb", name_of(named.verb)},
                                       {"outcome", name_of(named.outcome)},
                                       {"step", named.step.value_or("")},
                                       {"subject", named.subject.value_or("")},
                                       {"asked_s", to_seconds(named.asked)},
                                       {"answered_s", to_seconds(named.answered)},
                                       {"attempt", named.attempt},
                                       {"by_hand", named.by_hand},
                                       {"value", named.value}},
                                      event.answered);
                write(going);
              },
          .fault =
              [this, &going](FaultId fault, bool is_injected, const WorkResult& result) {
                RunFault& one = going.run.faults[fault.index];
                const bool succeeded = result.outcome == Outcome::succeeded;
                if (is_injected) {
                  one.outcome = result.outcome;
                  going.hands.set_fault_time(going.world.injecting_since());
                  if (succeeded) {
                    one.injected = going.world.now();
                    going.view.broken.push_back(one.name);
                  } else {
                    stop(RunState::aborted, "fault " + one.name + " could not be injected");
                  }
                } else if (succeeded) {
                  one.healed = going.world.now();
                  std::erase(going.view.broken, one.name);
                }
                write(going);
              },
          .tick =
              [this, &going] {
                going.view.now = going.recorder.now();
                going.view.probes = going.probes.glance();
                going.look(going.view);
                watch_abort(going);
              }};
}

// The probes that a charter watches; its expressions have a probe of their own in the binding.
void Drill::watch_abort(Going& going) {
  for (const AbortCondition& condition : setup_.charter.abort_when) {
    const auto* wanted = std::get_if<AbortProbe>(&condition.when);
    for (const ProbeGlance& probe : going.view.probes) {
      const bool is_meant = wanted != nullptr && probe.name == wanted->probe;
      if (is_meant && probe.sent > 0 && !probe.succeeds &&
          going.view.now - probe.since > condition.hold) {
        stop(RunState::aborted, fmt::format("abort condition: {} has failed for {:.0f} s",
                                            probe.name, to_seconds(condition.hold)));
      }
    }
  }
  if (going.view.now > going.view.deadline) {
    stop(RunState::aborted, "the charter's deadline has passed");
  }
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
      if (probes_succeed &&
          going.hands.run_all("steady state", {command}, command_patience).outcome !=
              Outcome::succeeded) {
        state.deviations.push_back("fails: " + command.script);
      }
    }
    state.is_held = state.deviations.empty();
    const std::lock_guard lock{mutex_};
    if (state.is_held || Clock::now() > give_up || (is_before && stopped_)) {
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

void Drill::hold(Going& going) {
  std::vector<FaultCommands> real;
  std::copy_if(faults_.begin(), faults_.end(), std::back_inserter(real),
               [](const FaultCommands& one) { return !one.parts.empty(); });
  const std::vector<std::string> problems = injector_->begin(real);
  for (const std::string& problem : problems) {
    going.recorder.record("refused", {{"problem", problem}});
  }
  if (!problems.empty()) {
    return stop(RunState::aborted, "the targets cannot be taken: " + problems.front());
  }
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
  going.world.run(task);
  going.is_over = true;
  const std::lock_guard lock{mutex_};
  world_ = nullptr;
}

void Drill::undo(Going& going) {
  going.view.phase = "undoing";
  going.look(going.view);
  for (const FaultOutcome& outcome : injector_->undo_all()) {
    going.recorder.record("undo", {{"host", outcome.fault},
                                   {"problem", outcome.problem},
                                   {"residue", outcome.residue.size()}});
    for (const Residue& residue : outcome.residue) {
      going.run.undo.residue.push_back(residue.host + " " + residue.fault);
    }
    if (!outcome.problem.empty() && outcome.residue.empty()) {
      going.run.undo.residue.push_back(outcome.problem);
    }
  }
  for (std::size_t index = 0; index < faults_.size(); ++index) {
    RunFault& fault = going.run.faults[index];
    const std::uint64_t parts = fault.injected ? faults_[index].parts.size() : 0;
    going.run.undo.entries += parts;
    going.run.undo.reverted += going.run.undo.residue.empty() ? parts : 0;
    if (fault.injected && !fault.healed && going.run.undo.residue.empty()) {
      fault.healed = going.recorder.now();
    }
  }
  going.view.broken.clear();
  write(going);
  const auto& afterwards = setup_.binding.afterwards;
  if (going.hands.run_all("afterwards", afterwards, command_patience).outcome !=
      Outcome::succeeded) {
    going.run.undo.residue.emplace_back("what brings the target back has failed");
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

Run Drill::run(RunRecorder& recorder, const std::string& id, const std::string& version,
               const std::function<RunPrediction(RunRecorder&)>& predict, const WriteRun& write_run,
               const Look& look) {
  Going going{*this, recorder, write_run, look};
  going.run.id = id;
  going.run.version = version;
  begin(going);
  write(going);
  if (going.hands.run_all("prepare", setup_.binding.prepare, command_patience).outcome !=
      Outcome::succeeded) {
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
  going.steady_since = recorder.now() - setup_.steady_for;
  recorder.record("steady_state", {{"held", going.run.steady_before->is_held},
                                   {"deviations", going.run.steady_before->deviations}});
  write(going);
  if (going.run.steady_before->is_held) {
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
  }
  finish(going);
  write(going);
  return going.run;
}

}  // namespace firedrill
