// What a drill would do, and why it may not: all that is known before anything is touched.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include "live/drill/abort_watch.hpp"
#include "live/drill/drill.hpp"
#include "live/drill/fault_binding.hpp"

namespace firedrill {
namespace {

Diagnostic refusal(std::string message, std::string suggestion) {
  return {"FD6203", Severity::error, {}, std::move(message), std::move(suggestion), {}};
}

void add_all(Diagnostics& all, const Diagnostics& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

Drill::Drill(const DrillSetup& setup) : setup_{setup}, scenario_{setup.scenario} {
  if (!setup_.responds) {
    scenario_.runbook.steps.clear();
  }
  // Throughput is measured over windows of half an hour, which only whoever binds it waits for.
  if (!setup_.binding.actions.contains("read_work")) {
    scenario_.plan.training.reset();
  }
  for (const std::string& line : unbound(scenario_, setup_.binding, setup_.responds)) {
    refusals_.push_back(refusal(line, "bind it, or drill another scenario"));
  }
  check_abort_probes();
  plan_faults();
  drill_name_ = fmt::format("drill-{}", std::chrono::duration_cast<std::chrono::milliseconds>(
                                            std::chrono::system_clock::now().time_since_epoch())
                                            .count());
  injector_ = std::make_unique<Injector>(
      setup_.inventory, setup_.charter, setup_.shell,
      DrillIdentity{.name = drill_name_, .deadline = setup_.charter.deadline});
}

// A condition that speaks of a probe which nobody sends would never end a drill.
void Drill::check_abort_probes() {
  for (const AbortCondition& condition : setup_.charter.abort_when) {
    const auto* wanted = std::get_if<AbortProbe>(&condition.when);
    const auto& probes = setup_.binding.probes;
    if (wanted != nullptr && std::none_of(probes.begin(), probes.end(), [&](const auto& probe) {
          return probe.name == wanted->probe;
        })) {
      refusals_.push_back(
          refusal(fmt::format("charter {} watches probe {}, which the binding does not have",
                              setup_.charter.name, wanted->probe),
                  "bind it, or leave the condition out"));
      refusals_.back().code = "FD5113";
    }
  }
}

void Drill::plan_faults() {
  for (const Fault& fault : scenario_.faults) {
    if (is_circumstance(fault.model)) {
      faults_.push_back({fault.name, {}, {}});
      continue;
    }
    Result<FaultCommands> commands =
        bound_fault(fault, scenario_, setup_.binding, setup_.inventory);
    if (!commands) {
      add_all(refusals_, commands.error());
      faults_.push_back({fault.name, {}, {}});
      continue;
    }
    add_all(refusals_, refuse(setup_.charter, setup_.inventory, {}, commands->hurts));
    faults_.push_back(std::move(commands).value());
  }
}

std::vector<std::string> Drill::problems() {
  std::vector<std::string> all;
  all = unsafe_to_begin(setup_.charter, setup_.shell);
  for (const FaultCommands& fault : faults_) {
    for (std::string& line : injector_->missing(fault)) {
      all.push_back(std::move(line));
    }
  }
  return all;
}

std::vector<PlannedCommand> Drill::planned() const {
  std::vector<PlannedCommand> all;
  for (const BoundCommand& command : setup_.binding.prepare) {
    all.push_back({"prepare", command.host, command.script, ""});
  }
  for (const BoundCommand& command : setup_.binding.steady) {
    all.push_back({"steady state", command.host, command.script, ""});
  }
  for (const FaultCommands& fault : faults_) {
    for (const FaultPart& part : fault.parts) {
      all.push_back({"fault " + fault.name, part.host, part.inject, part.revert});
    }
  }
  for (const Step& step : scenario_.runbook.steps) {
    for (const std::string& key : action_keys(step.attempt.action, step.name, scenario_.plan)) {
      const auto bound = setup_.binding.actions.find(key);
      if (bound != setup_.binding.actions.end()) {
        for (const BoundCommand& command : bound->second) {
          all.push_back({"step " + step.name, command.host, command.script, ""});
        }
        break;
      }
    }
  }
  for (const BoundCommand& command : setup_.binding.afterwards) {
    all.push_back({"afterwards", command.host, command.script, ""});
  }
  for (const BoundCommand& command : setup_.binding.clean_up) {
    all.push_back({"clean up", command.host, command.script, ""});
  }
  return all;
}

}  // namespace firedrill
