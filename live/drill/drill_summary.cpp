#include "live/drill/drill_summary.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "scenarios/measure.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

std::string reason_for(const RunObjective& objective) {
  switch (objective.verdict) {
    case Verdict::met:
      return "all that the probes leave open is within the target";
    case Verdict::missed:
      return objective.value == never ? "it had not come when the run ended"
                                      : "all that the probes leave open is beyond the target";
    case Verdict::inconclusive:
      break;
  }
  if (objective.kind == ObjectiveKind::rpo && objective.high == never) {
    return "nothing written before the fault is known to survive: at least so much is lost";
  }
  return objective.is_measured ? "the target lies within what the probes leave open" : "";
}

// RTO: from the beginning of the injection, so that nothing is left out; one period on either side,
// and below also as long as the injection took, since nobody knows when within it the fault was
// there.
void measure_rto(Duration value, const Event* injection, const MeasuringLimits& limits,
                 RunObjective& objective) {
  if (injection == nullptr || injection->outcome != Outcome::succeeded) {
    objective.reason = "nothing was injected";
    return;
  }
  objective.is_measured = value != never || limits.is_over;
  objective.value = value;
  if (value == never) {
    objective.low = std::max(Duration::zero(), limits.now - injection->answered);
    objective.high = never;
    objective.reason = "it is not back yet";
  } else if (value == Duration::zero()) {  // was never hit
    objective.low = Duration::zero();
    objective.high = limits.period;
  } else {
    objective.low = std::max(Duration::zero(), value - limits.period - limits.injecting);
    objective.high = value + limits.period;
  }
}

// RPO: what the ledgers of its data say; anything unverified leaves it open.
void measure_rpo(const Scenario& scenario, const Objective& planned, const Run& run,
                 const MeasuringLimits& limits, RunObjective& objective) {
  objective.is_measured = true;
  Duration worst{};
  bool is_open = false;
  for (const DataId data : planned.data) {
    const std::string& name = scenario.plan.data[data.index].name;
    const auto ledger = std::find_if(run.ledgers.begin(), run.ledgers.end(),
                                     [&](const RunLedger& one) { return one.data == name; });
    if (ledger == run.ledgers.end() || !ledger->loss_window || ledger->unverified > 0) {
      objective.is_measured = false;
      objective.reason = fmt::format("what became of {} could not be read back", name);
      return;
    }
    worst = std::max(worst, *ledger->loss_window);
    is_open = is_open || ledger->window_is_open;
  }
  objective.value = worst;
  objective.low = worst;
  // Between two writes nothing could be lost; the one before the window is a period earlier.
  objective.high = is_open ? never : worst == Duration::zero() ? worst : worst + limits.period;
}

RunObjective measured(const Scenario& scenario, std::size_t index, const Measurement& measurement,
                      const Event* injection, const MeasuringLimits& limits, const Run& run) {
  const Objective& planned = scenario.objectives[index];
  RunObjective objective;
  objective.name = planned.name;
  objective.title = planned.title;
  objective.kind = planned.kind;
  objective.target = planned.target;
  if (planned.service) {
    objective.subject = scenario.plan.services[planned.service->index].name;
    measure_rto(measurement.objectives[index], injection, limits, objective);
  } else {
    for (const DataId data : planned.data) {
      objective.subject +=
          (objective.subject.empty() ? "" : ", ") + scenario.plan.data[data.index].name;
    }
    measure_rpo(scenario, planned, run, limits, objective);
  }
  objective.verdict = judge_run(objective);
  objective.reason = objective.is_measured ? reason_for(objective) : objective.reason;
  return objective;
}

RunStep described(const Step& step, const StepMeasurement& measurement) {
  RunStep one;
  one.name = step.name;
  if (measurement.was_reached()) {
    one.started = measurement.started;
    one.ended = measurement.ended;
  }
  one.waited = measurement.waited;
  one.critical = measurement.critical;
  one.automatic_failed = measurement.automatic_failed;
  one.succeeded = measurement.succeeded;
  return one;
}

}  // namespace

void describe(const Scenario& scenario, const Timeline& timeline, const MeasuringLimits& limits,
              Run& run) {
  Measurement measurement;
  Measurer{scenario}.measure(timeline, measurement);
  run.timeline.clear();
  const Event* injection = nullptr;
  for (const Event& event : timeline.events()) {
    run.timeline.push_back(with_names(event, scenario));
    const bool counts =
        event.verb == Verb::inject && !is_circumstance(scenario.faults[event.subject].model);
    injection = injection == nullptr && counts ? &event : injection;
  }
  run.injected = measurement.injected == never ? Duration::zero() : measurement.injected;
  run.begun = measurement.begun == never ? run.injected : measurement.begun;
  run.diverged = measurement.diverged;
  run.phases.clear();
  for (std::size_t index = 0; index < phase_count; ++index) {
    run.phases.push_back(
        {std::string{name_of(static_cast<Phase>(index))}, measurement.phases[index]});
  }
  run.steps.clear();
  for (std::size_t index = 0; index < scenario.runbook.steps.size(); ++index) {
    run.steps.push_back(described(scenario.runbook.steps[index], measurement.steps[index]));
  }
  run.objectives.clear();
  for (std::size_t index = 0; index < scenario.objectives.size(); ++index) {
    run.objectives.push_back(measured(scenario, index, measurement, injection, limits, run));
  }
}

double load_of_machine() {
  double load = 0.0;
  return ::getloadavg(&load, 1) == 1 ? load : 0.0;
}

RunEnvironment describe_machine() {
  utsname name{};
  RunEnvironment environment;
  if (::uname(&name) == 0) {
    environment.kernel = std::string{name.sysname} + " " + name.release;
    environment.machine = name.machine;
  }
  environment.processors = static_cast<unsigned>(::sysconf(_SC_NPROCESSORS_ONLN));
  environment.load_before = load_of_machine();
  return environment;
}

}  // namespace firedrill
