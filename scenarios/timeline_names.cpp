#include "scenarios/timeline_names.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace firedrill {
namespace {

// What an action of a runbook acts upon.
class ActedUpon {
 public:
  explicit ActedUpon(const Plan& plan) : plan_{plan} {}

  std::string operator()(const StopTraffic& action) const {
    return name(plan_.regions, action.region);
  }
  std::string operator()(const Fence& action) const { return component(action.database); }
  std::string operator()(const ScaleOut& action) const { return component(action.cluster); }
  std::string operator()(const Promote& action) const { return component(action.database); }
  std::string operator()(const UpdateDns& action) const { return component(action.zone); }
  std::string operator()(const Verify& action) const {
    return name(plan_.services, action.service);
  }
  std::string operator()(const Rebuild& action) const { return component(action.component); }
  std::string operator()(const Notify& action) const {
    return plan_.governance.notifications[action.rule.index].severity;
  }
  std::string operator()(const Resync& action) const { return component(action.database); }
  std::string operator()(const FailBack& action) const { return component(action.database); }
  std::string operator()(const Redistribute& action) const { return component(action.cluster); }
  std::string operator()(const Isolate& action) const { return services(action.services); }
  std::string operator()(const Release& action) const { return services(action.services); }
  std::string operator()(const Restore& action) const { return names(plan_.data, action.data); }
  std::string operator()(const Assess&) const { return {}; }
  std::string operator()(const PreserveEvidence&) const { return {}; }
  std::string operator()(const RotateSecrets&) const { return {}; }
  std::string operator()(const Recreate& action) const { return component(action.infrastructure); }
  std::string operator()(const Wait&) const { return {}; }
  std::string operator()(const Perform&) const { return {}; }
  // Asked by the conductor, never by a step.
  std::string operator()(const Inject&) const { return {}; }
  std::string operator()(const AwaitAlert&) const { return {}; }
  std::string operator()(const Page&) const { return {}; }
  std::string operator()(const Decide&) const { return {}; }
  std::string operator()(const HandOver&) const { return {}; }
  std::string operator()(const AwaitFailure&) const { return {}; }
  std::string operator()(const AwaitRecovery&) const { return {}; }
  std::string operator()(const ReadBack&) const { return {}; }
  std::string operator()(const ReadCopies&) const { return {}; }
  std::string operator()(const ReadDiscarded&) const { return {}; }
  std::string operator()(const ReadClock&) const { return {}; }
  std::string operator()(const ReadWork&) const { return {}; }
  std::string operator()(const ReadLostWork&) const { return {}; }
  std::string operator()(const Compose&) const { return {}; }
  std::string operator()(const Send&) const { return {}; }

 private:
  template <class Part, class PartId>
  static std::string name(const std::vector<Part>& parts, PartId id) {
    return parts[id.index].name;
  }
  template <class Part, class PartId>
  static std::string names(const std::vector<Part>& parts, const std::vector<PartId>& ids) {
    std::string all;
    for (const PartId id : ids) {
      all += (all.empty() ? "" : ", ") + name(parts, id);
    }
    return all;
  }
  std::string services(const std::vector<ServiceId>& ids) const {
    return names(plan_.services, ids);
  }
  std::string component(ComponentId id) const { return name(plan_.components, id); }

  const Plan& plan_;
};

// The step's own action or, if only that one fits, the one a person takes over with.
const Action* action_of(const Event& event, const Step& step) {
  if (verb_of(step.attempt.action) == event.verb) {
    return &step.attempt.action;
  }
  const bool is_manual = step.escalation && verb_of(step.escalation->manual.action) == event.verb;
  return is_manual ? &step.escalation->manual.action : nullptr;
}

}  // namespace

std::string event_subject(const Event& event, const Scenario& scenario) {
  const Plan& plan = scenario.plan;
  switch (event.verb) {
    case Verb::inject:
      return scenario.faults[event.subject].name;
    case Verb::await_failure:
    case Verb::await_recovery:
      return plan.services[scenario.objectives[event.subject].service->index].name;
    case Verb::page:
    case Verb::decide:
    case Verb::hand_over:
    case Verb::await_person:
      return plan.roles[event.subject].name;
    case Verb::read_back:
    case Verb::read_copies:
    case Verb::read_discarded:
      return plan.data[event.subject].name;
    case Verb::read_work:
    case Verb::read_lost_work:
      return plan.training ? plan.training->name : "";
    case Verb::compose:
    case Verb::send:
      return scenario.duties[event.subject].name;
    case Verb::await_alert:
    case Verb::read_clock:
      return {};
    default:
      break;
  }
  const Action* action =
      event.step == no_step ? nullptr : action_of(event, scenario.runbook.steps[event.step]);
  return action == nullptr ? "" : std::visit(ActedUpon{plan}, *action);
}

RunEvent with_names(const Event& event, const Scenario& scenario) {
  RunEvent named{.asked = event.asked,
                 .answered = event.answered,
                 .verb = event.verb,
                 .outcome = event.outcome,
                 .step = std::nullopt,
                 .subject = std::nullopt,
                 .attempt = event.attempt,
                 .by_hand = event.by_hand,
                 .value = event.value};
  if (event.step != no_step) {
    named.step = scenario.runbook.steps[event.step].name;
  }
  if (std::string subject = event_subject(event, scenario); !subject.empty()) {
    named.subject = std::move(subject);
  }
  return named;
}

Duration injection_of(const Timeline& timeline, const Scenario& scenario) {
  for (const Event& event : timeline.events()) {
    if (event.verb == Verb::inject && !is_circumstance(scenario.faults[event.subject].model)) {
      return event.answered;
    }
  }
  return Duration::zero();
}

bool is_attempt(const Event& event, const Scenario& scenario) {
  return event.step != no_step && !awaits_people(event.verb) &&
         action_of(event, scenario.runbook.steps[event.step]) != nullptr;
}

}  // namespace firedrill
