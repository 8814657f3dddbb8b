#include "live/drill/responder.hpp"

#include <algorithm>
#include <map>

#include "live/drill/bound_hands.hpp"
#include "live/drill/live_world.hpp"
#include "scenarios/conductor.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

// A response has no faults, promises or duties of its own: what is left is the runbook, its people
// and the plan that they speak of.
Scenario only_response(const ResponseSetup& setup) {
  Scenario scenario = setup.scenario;
  scenario.faults.clear();
  scenario.objectives.clear();
  scenario.duties.clear();
  scenario.plan.training.reset();
  if (!setup.from_step.empty()) {
    scenario.runbook = runbook_from(scenario.runbook, setup.from_step);
    scenario.runbook.declared_by.reset();
  }
  return scenario;
}

TargetBinding without_probes(TargetBinding binding) {
  binding.probes.clear();
  binding.read_backs.clear();
  return binding;
}

std::vector<StepEnd> steps_of(const Timeline& timeline, const Scenario& scenario) {
  std::vector<StepEnd> steps;
  for (const Step& step : scenario.runbook.steps) {
    steps.push_back({.name = step.name, .title = title_of(step)});
  }
  for (const Event& event : timeline.events()) {
    if (event.step == no_step) {
      continue;
    }
    StepEnd& step = steps[event.step];
    step.begun = step.has_begun ? std::min(step.begun, event.asked) : event.asked;
    step.has_begun = true;
    step.ended = std::max(step.ended, event.answered);
    if (is_attempt(event, scenario)) {
      step.outcome = event.outcome;
      step.by_hand = event.by_hand;
      ++step.attempts;
    }
  }
  return steps;
}

void record(RunRecorder& recorder, const RunEvent& event, Duration due) {
  recorder.record("event",
                  {{"verb", name_of(event.verb)},
                   {"outcome", name_of(event.outcome)},
                   {"step", event.step.value_or("")},
                   {"subject", event.subject.value_or("")},
                   {"asked_s", to_seconds(event.asked)},
                   {"answered_s", to_seconds(event.answered)}},
                  due);
}

}  // namespace

bool ResponseReport::succeeded() const {
  return is_declared && std::all_of(steps.begin(), steps.end(), [](const StepEnd& step) {
           return step.has_begun && step.outcome == Outcome::succeeded;
         });
}

Runbook runbook_from(const Runbook& runbook, const std::string& from) {
  Runbook part = runbook;
  part.steps.clear();
  std::map<std::uint32_t, std::uint32_t> kept;  // from index to index
  const auto only_kept = [&](const std::vector<StepId>& steps) {
    std::vector<StepId> left;
    for (const StepId step : steps) {
      if (kept.contains(step.index)) {
        left.push_back(StepId{kept.at(step.index)});
      }
    }
    return left;
  };
  for (std::uint32_t index = 0; index < runbook.steps.size(); ++index) {
    Step step = runbook.steps[index];
    const bool is_later = !only_kept(step.after).empty() || !only_kept(step.if_failed).empty();
    if (step.name == from || is_later) {
      step.after = only_kept(step.after);
      step.if_failed = only_kept(step.if_failed);
      kept[index] = static_cast<std::uint32_t>(part.steps.size());
      part.steps.push_back(std::move(step));
    }
  }
  return part;
}

std::vector<std::string> unbound_steps(const ResponseSetup& setup) {
  const Scenario scenario = only_response(setup);
  std::vector<std::string> missing = unbound(scenario, setup.binding, true);
  if (scenario.runbook.steps.empty()) {
    missing.push_back("the runbook has no step \"" + setup.from_step + "\"");
  }
  return missing;
}

ResponseReport respond(const ResponseSetup& setup, RunRecorder& recorder,
                       const std::function<void(const RunEvent&)>& look) {
  const Scenario scenario = only_response(setup);
  const TargetBinding binding = without_probes(setup.binding);
  const auto zero = std::chrono::steady_clock::now() - recorder.now();
  ProbeSet probes{binding, setup.vantage, setup.shell, recorder, zero};
  Injector injector{setup.inventory, setup.charter, setup.shell, {.name = "response"}};
  const std::vector<FaultCommands> no_faults;
  BoundHands hands{{binding, setup.shell, injector, setup.people, probes, recorder, setup.vantage,
                    no_faults, setup.charter.deadline},
                   scenario};
  LiveWorld world{
      scenario,
      hands,
      {.zero = zero,
       .alerts = setup.begins_at_once ? AlertsFrom::beginning_is_one : AlertsFrom::the_beginning},
      {.answered = [&](const Event& event) {
        const RunEvent named = with_names(event, scenario);
        record(recorder, named, event.answered);
        look(named);
      }}};
  Conductor conductor{scenario};
  const Task task = conductor.run(world);
  world.run(task);
  const Event* const alert = world.timeline.first(Verb::await_alert);
  ResponseReport response;
  response.is_declared = alert != nullptr && alert->outcome == Outcome::succeeded;
  response.steps = steps_of(world.timeline, scenario);
  recorder.record("end", {{"succeeded", response.succeeded()}});
  return response;
}

}  // namespace firedrill
