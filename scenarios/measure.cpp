#include "scenarios/measure.hpp"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace firedrill {
namespace {

// The requirements of a service and of all it includes.
void collect(const Plan& plan, ServiceId service, std::vector<Requirement>& requirements) {
  const Service& wanted = plan.services[service.index];
  requirements.insert(requirements.end(), wanted.requirements.begin(), wanted.requirements.end());
  for (const ServiceId included : wanted.includes) {
    collect(plan, included, requirements);
  }
}

bool creates_nodes(const Plan& plan, const Recreate& recreate) {
  const auto& code =
      std::get<InfrastructureCode>(plan.components[recreate.infrastructure.index].model);
  return std::any_of(code.resources.begin(), code.resources.end(), [&](const auto& resource) {
    return created_cluster(plan.components, resource) != nullptr;
  });
}

// Whether carrying out `action` brings back what `requirement` asks for.
bool restores(const Plan& plan, const Action& action, const Requirement& requirement) {
  if (const auto* update = std::get_if<UpdateDns>(&action)) {
    const auto* route = std::get_if<NeedsRoute>(&requirement);
    return route != nullptr && route->zone == update->zone;
  }
  if (const auto* promotion = std::get_if<Promote>(&action)) {
    const auto* needed = std::get_if<NeedsDatabase>(&requirement);
    const auto& replica = std::get<Database>(plan.components[promotion->database.index].model);
    return needed != nullptr && replica.replica_of == needed->primary;
  }
  if (const auto* back = std::get_if<FailBack>(&action)) {
    const auto* needed = std::get_if<NeedsDatabase>(&requirement);
    return needed != nullptr && back->database == needed->primary;
  }
  if (const auto* rebuild = std::get_if<Rebuild>(&action)) {
    const auto* needed = std::get_if<NeedsRebuilt>(&requirement);
    return needed != nullptr && needed->component == rebuild->component;
  }
  if (const auto* restore = std::get_if<Restore>(&action)) {
    const auto* needed = std::get_if<NeedsDatabase>(&requirement);
    return needed != nullptr && restore->into && fills_database(plan, *restore, needed->primary);
  }
  if (const auto* recreate = std::get_if<Recreate>(&action)) {
    return std::holds_alternative<NeedsNodes>(requirement) && creates_nodes(plan, *recreate);
  }
  return std::holds_alternative<ScaleOut>(action) &&
         std::holds_alternative<NeedsNodes>(requirement);
}

// Whether it brings back something that `service` cannot do without.
bool brings_back(const Plan& plan, const Action& action, ServiceId service) {
  if (const auto* release = std::get_if<Release>(&action)) {
    return std::find(release->services.begin(), release->services.end(), service) !=
           release->services.end();
  }
  std::vector<Requirement> requirements;
  collect(plan, service, requirements);
  return std::any_of(requirements.begin(), requirements.end(),
                     [&](const Requirement& one) { return restores(plan, action, one); });
}

// How long `tokens` take to train at `rate` [tokens/s].
Duration lost_time(std::int64_t tokens, double rate) {
  if (tokens == all_tokens) {
    return never;
  }
  return rate > 0.0 ? from_seconds(static_cast<double>(tokens) / rate) : Duration::zero();
}

}  // namespace

bool fills_database(const Plan& plan, const Restore& restore, ComponentId primary) {
  return std::any_of(restore.data.begin(), restore.data.end(), [&](DataId data) {
    const auto filled = filled_database(plan, data, *restore.into);
    return filled && std::get<Database>(plan.components[filled->index].model).replica_of == primary;
  });
}

bool is_needed_for(ServiceId service, const Step& step, const Plan& plan) {
  return brings_back(plan, step.attempt.action, service) ||
         (step.escalation && brings_back(plan, step.escalation->manual.action, service));
}

std::optional<std::uint32_t> first_rto_objective(const Scenario& scenario) {
  const auto& objectives = scenario.objectives;
  const auto first = std::find_if(objectives.begin(), objectives.end(),
                                  [](const Objective& one) { return one.service.has_value(); });
  return first == objectives.end()
             ? std::nullopt
             : std::optional{static_cast<std::uint32_t>(first - objectives.begin())};
}

std::optional<std::uint32_t> capacity_objective(const Scenario& scenario) {
  for (std::uint32_t index = 0; index < scenario.objectives.size(); ++index) {
    const Objective& objective = scenario.objectives[index];
    if (!objective.service) {
      continue;
    }
    std::vector<Requirement> requirements;
    collect(scenario.plan, *objective.service, requirements);
    const bool needs_nodes =
        std::any_of(requirements.begin(), requirements.end(),
                    [](const Requirement& one) { return std::holds_alternative<NeedsNodes>(one); });
    if (needs_nodes) {
      return index;
    }
  }
  return first_rto_objective(scenario);
}

// The instants a recovery passes through; `never` where one was not reached.
struct Measurer::Boundaries {
  bool is_felt = false;  // some service has stopped
  Duration impact = never, detected = never, decided = never, fenced = never, promoted = never,
           routed = never, first_success = never, stable = never, full_capacity = never;
  std::array<const Event*, 4> work{};  // at the fault, at full capacity, settled, a window later
  std::size_t work_count = 0;
  std::int64_t lost_tokens = 0;

  // What an action that succeeded has brought about.
  void read_response(const Event& event) {
    const auto reached = [&event](Duration& boundary) {
      boundary = std::min(boundary, event.answered);
    };
    switch (event.verb) {
      case Verb::await_alert:
        reached(detected);
        decided = detected;
        break;
      case Verb::decide:
        if (event.step == no_step) {
          decided = event.answered;
        }
        break;
      case Verb::stop_traffic:
      case Verb::fence:
        reached(fenced);
        break;
      case Verb::promote:
        reached(promoted);
        break;
      case Verb::update_dns:
        reached(routed);
        break;
      default:  // the others bring no phase to its end
        break;
    }
  }
};

Measurer::Measurer(const Scenario& scenario)
    : scenario_{scenario}, duties_{scenario}, endangered_{endangered_data(scenario)} {
  const auto first = first_rto_objective(scenario);
  blank_.injected = blank_.begun = never;
  blank_.steps.resize(scenario.runbook.steps.size());
  blank_.restorations.resize(endangered_.size());
  for (const Objective& objective : scenario.objectives) {
    // A loss is the worst of what is read back.
    blank_.objectives.push_back(objective.service ? never : Duration::zero());
  }
  if (!first) {
    return;
  }
  has_rto_ = true;
  capacity_ = *capacity_objective(scenario);
  first_rto_ = *first;
  const ServiceId service = *scenario.objectives[*first].service;
  for (const Step& step : scenario.runbook.steps) {
    has_substitutes_ |= !step.if_failed.empty();
    is_relevant_.push_back(static_cast<std::uint8_t>(is_needed_for(service, step, scenario.plan)));
  }
}

void Measurer::measure(const Timeline& timeline, Measurement& measurement, MeasureOf part) const {
  measurement = blank_;
  Boundaries boundaries;
  for (const Event& event : timeline.events()) {
    read(event, measurement, boundaries);
  }
  if (part == MeasureOf::all && has_rto_) {
    measure_phases(measurement, boundaries);
    walk_critical_path(measurement, boundaries);
  }
  if (part == MeasureOf::all && !scenario_.duties.empty()) {
    duties_.measure(timeline, measurement);
  }
  if (boundaries.work_count == boundaries.work.size()) {
    const auto rate = [](std::int64_t tokens, Duration span) {
      return span > Duration::zero() ? static_cast<double>(tokens) / to_seconds(span) : 0.0;
    };
    const auto& [lost, back, settled, later] = boundaries.work;
    measurement.throughput = {
        .before = rate(lost->value, lost->answered),
        .during = rate(back->value - lost->value, back->answered - lost->answered),
        .after = rate(later->value - settled->value, later->answered - settled->answered),
        .is_known = true};
    measurement.throughput.lost = lost_time(boundaries.lost_tokens, measurement.throughput.before);
  }
}

void Measurer::read(const Event& event, Measurement& measurement, Boundaries& boundaries) const {
  const bool succeeded = event.outcome == Outcome::succeeded;
  switch (event.verb) {
    case Verb::inject:
      if (const FaultModel& fault = scenario_.faults[event.subject].model;
          !boundaries.is_felt && !is_circumstance(fault)) {
        measurement.injected = event.answered;
        measurement.begun = is_silent(fault) ? never : event.answered;
      }
      break;
    case Verb::await_failure:
      if (!succeeded) {
        measurement.objectives[event.subject] = Duration::zero();  // was never hit
        break;
      }
      if (!std::exchange(boundaries.is_felt, true)) {
        measurement.begun = std::min(measurement.begun, event.duration_value());
      }
      if (event.subject == first_rto_) {
        boundaries.impact = event.duration_value();
      }
      break;
    case Verb::await_recovery:
      if (succeeded) {
        read_recovery(event, measurement, boundaries);
      }
      break;
    case Verb::read_back:
      read_loss(event, measurement);
      break;
    case Verb::read_copies:
    case Verb::read_discarded:
      read_restoration(event, endangered_, measurement);
      break;
    case Verb::read_clock:
      measurement.time_of_week = event.duration_value();
      break;
    case Verb::read_work:
      if (boundaries.work_count < boundaries.work.size()) {
        boundaries.work[boundaries.work_count++] = &event;
      }
      break;
    case Verb::read_lost_work:
      boundaries.lost_tokens = event.value;
      break;
    default:
      if (succeeded) {
        boundaries.read_response(event);
      }
  }
  if (event.step != no_step) {
    read_step(event, measurement.steps[event.step]);
  }
}

void Measurer::read_recovery(const Event& event, Measurement& measurement,
                             Boundaries& boundaries) const {
  measurement.objectives[event.subject] = event.duration_value() - measurement.begun;
  if (event.subject == capacity_) {
    boundaries.full_capacity = event.duration_value();
  }
  if (event.subject == first_rto_) {
    boundaries.first_success = event.duration_value();
    boundaries.stable = event.answered;
  }
}

// An RPO objective is judged by the worst of the data it covers.
void Measurer::read_loss(const Event& event, Measurement& measurement) const {
  for (std::size_t index = 0; index < scenario_.objectives.size(); ++index) {
    for (const DataId data : scenario_.objectives[index].data) {
      if (data.index == event.subject) {
        Duration& worst = measurement.objectives[index];
        worst = std::max(worst, event.duration_value());
      }
    }
  }
  measurement.diverged |= event.outcome == Outcome::failed;
}

void Measurer::read_step(const Event& event, StepMeasurement& step) const {
  const Step& planned = scenario_.runbook.steps[event.step];
  step.started = std::min(step.started, event.asked);
  step.ended = std::max(step.ended, event.answered);
  if (event.verb == Verb::await_person) {
    step.waited += event.answered - event.asked;
  }
  const bool is_overhead = awaits_people(event.verb) ||
                           (event.verb == Verb::wait && planned.attempt.action.index() != 0);
  if (is_overhead) {
    return;
  }
  step.succeeded = event.outcome == Outcome::succeeded;
  const bool is_first_way = event.by_hand == planned.performer.has_value() &&
                            !step.automatic_failed && event.verb == verb_of(planned.attempt.action);
  if (is_first_way && !step.succeeded && event.attempt == planned.attempt.retries) {
    step.automatic_failed = true;
    if (planned.on_failure == OnFailure::escalate_and_go_on) {
      step.released = event.answered;
      return;
    }
  }
  const bool has_gone_on =
      step.automatic_failed && planned.on_failure == OnFailure::escalate_and_go_on;
  if (!has_gone_on) {
    step.released = step.ended;
  }
}

void Measurer::measure_phases(Measurement& measurement, const Boundaries& boundaries) const {
  const Duration end = add(measurement.injected, scenario_.horizon);
  const Duration recovered = std::min(boundaries.first_success, end);
  Duration last = measurement.injected;
  const auto close = [&](Phase phase, Duration boundary, Duration latest) {
    const Duration clamped = boundary == never ? last : std::clamp(boundary, last, latest);
    measurement.phases[static_cast<std::size_t>(phase)] = clamped - last;
    last = clamped;
  };
  if (boundaries.impact == never) {
    return;  // nobody noticed anything
  }
  close(Phase::impact, boundaries.impact, recovered);
  close(Phase::detected, boundaries.detected, recovered);
  close(Phase::decided, boundaries.decided, recovered);
  close(Phase::fenced, boundaries.fenced, recovered);
  close(Phase::promoted, boundaries.promoted, recovered);
  close(Phase::routed, boundaries.routed, recovered);
  close(Phase::first_success, recovered, recovered);
  close(Phase::stable, boundaries.stable, never);
  close(Phase::full_capacity, boundaries.full_capacity, never);
}

void Measurer::walk_critical_path(Measurement& measurement, const Boundaries& boundaries) const {
  const Duration recovered = boundaries.first_success;
  if (recovered == never) {
    return;
  }
  const Duration begun = measurement.begun;
  const auto& steps = scenario_.runbook.steps;
  // Then what was to bring it back has failed, and something else has.
  bool has_substitute = false;
  for (std::size_t index = 0; has_substitutes_ && index < steps.size(); ++index) {
    has_substitute = has_substitute ||
                     (!steps[index].if_failed.empty() && measurement.steps[index].was_reached());
  }
  std::optional<std::size_t> last;
  for (std::size_t index = 0; index < measurement.steps.size(); ++index) {
    const StepMeasurement& step = measurement.steps[index];
    const bool is_in_time = step.was_reached() && step.succeeded && step.ended <= recovered;
    const bool is_substitute = !steps[index].if_failed.empty() && !step.was_reached();
    if (is_relevant_[index] == 0 || is_substitute || (has_substitute && !is_in_time)) {
      continue;
    }
    if (!is_in_time) {
      measurement.outage_critical = recovered - begun;
      return;  // recovered without a step it would have needed: the lost region came back first
    }
    if (!last || step.ended > measurement.steps[*last].ended) {
      last = index;
    }
  }
  Duration reached = recovered;
  if (last) {
    measurement.clients_critical = recovered - measurement.steps[*last].ended;
    reached = measurement.steps[*last].ended;
  }
  while (last && reached > begun) {
    StepMeasurement& step = measurement.steps[*last];
    const Duration started = std::max(begun, step.started);
    step.critical = reached - started;
    reached = started;
    std::optional<std::size_t> before;
    for (const StepId candidate : scenario_.runbook.steps[*last].after) {
      const Duration released = measurement.steps[candidate.index].released;
      if (!before || released > measurement.steps[*before].released) {
        before = candidate.index;
      }
    }
    for (const StepId candidate : steps[*last].if_failed) {
      const StepMeasurement& failed = measurement.steps[candidate.index];
      const bool has_failed = failed.was_reached() && !failed.succeeded;
      if (has_failed && (!before || failed.ended > measurement.steps[*before].released)) {
        before = candidate.index;
      }
    }
    last = before;
  }
  measurement.detection_critical = reached - begun;
}

}  // namespace firedrill
