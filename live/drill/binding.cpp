#include "live/drill/binding.hpp"

#include <algorithm>

#include "models/recovery/timeline.hpp"

namespace firedrill {
namespace {

// What an action is about beyond its verb: "/database-replica", "/dns/us-west-2".
class KeyEnds {
 public:
  explicit KeyEnds(const Plan& plan) : plan_{plan} {}

  std::vector<std::string> operator()(const StopTraffic& a) const { return {region(a.region)}; }
  std::vector<std::string> operator()(const Fence& a) const { return {component(a.database)}; }
  std::vector<std::string> operator()(const ScaleOut& a) const {
    return {component(a.cluster) + "/" + std::to_string(a.nodes), component(a.cluster)};
  }
  std::vector<std::string> operator()(const Promote& a) const { return {component(a.database)}; }
  std::vector<std::string> operator()(const UpdateDns& a) const {
    return {component(a.zone) + "/" + region(a.target)};
  }
  std::vector<std::string> operator()(const Verify& a) const {
    const std::string& service = plan_.services[a.service.index].name;
    return {service + "/" + region(a.region)};
  }
  std::vector<std::string> operator()(const Rebuild& a) const { return {component(a.component)}; }
  std::vector<std::string> operator()(const Resync& a) const { return {component(a.database)}; }
  std::vector<std::string> operator()(const FailBack& a) const { return {component(a.database)}; }
  std::vector<std::string> operator()(const Redistribute& a) const {
    return {component(a.cluster)};
  }
  std::vector<std::string> operator()(const Isolate& a) const { return services(a.services); }
  std::vector<std::string> operator()(const Release& a) const { return services(a.services); }
  std::vector<std::string> operator()(const Restore& a) const {
    std::string names;
    for (const DataId data : a.data) {
      names += (names.empty() ? "" : ",") + plan_.data[data.index].name;
    }
    return {names};
  }
  std::vector<std::string> operator()(const Recreate& a) const {
    return {component(a.infrastructure)};
  }
  // The verb alone says it, or there is no telling but by the step.
  template <class Other>
  std::vector<std::string> operator()(const Other& /*action*/) const {
    return {};
  }

 private:
  [[nodiscard]] const std::string& component(ComponentId id) const {
    return plan_.components[id.index].name;
  }
  [[nodiscard]] const std::string& region(RegionId id) const {
    return plan_.regions[id.index].name;
  }
  [[nodiscard]] std::vector<std::string> services(const std::vector<ServiceId>& ids) const {
    std::string names;
    for (const ServiceId id : ids) {
      names += (names.empty() ? "" : ",") + plan_.services[id.index].name;
    }
    return {names};
  }

  const Plan& plan_;
};

// Whether only its own step can say what it is: any other work, or a wait.
bool is_anything(const Action& action) { return std::holds_alternative<Perform>(action); }

bool is_bound(const Action& action, const std::string& step, const Scenario& scenario,
              const TargetBinding& binding) {
  if (std::holds_alternative<Wait>(action) || std::holds_alternative<Notify>(action)) {
    return true;  // a wait is waited for, a message goes to the sink
  }
  const auto keys = action_keys(action, step, scenario.plan);
  return std::any_of(keys.begin(), keys.end(),
                     [&](const std::string& key) { return binding.actions.contains(key); });
}

}  // namespace

std::vector<std::string> action_keys(const Action& action, const std::string& step,
                                     const Plan& plan) {
  std::vector<std::string> keys;
  if (!step.empty()) {
    keys.push_back("step/" + step);
  }
  const std::string verb{name_of(verb_of(action))};
  for (const std::string& end : std::visit(KeyEnds{plan}, action)) {
    keys.push_back(verb);
    keys.back().append("/").append(end);
  }
  if (!is_anything(action)) {
    keys.push_back(verb);
  }
  return keys;
}

std::vector<std::string> unbound(const Scenario& scenario, const TargetBinding& binding,
                                 bool responds) {
  std::vector<std::string> missing;
  for (std::size_t index = 0; responds && index < scenario.runbook.steps.size(); ++index) {
    const Step& step = scenario.runbook.steps[index];
    for (const Action* action :
         {&step.attempt.action, step.escalation ? &step.escalation->manual.action : nullptr}) {
      if (action != nullptr && !is_bound(*action, step.name, scenario, binding)) {
        missing.push_back("step " + step.name + ": no command is bound to \"" +
                          action_keys(*action, step.name, scenario.plan).back() + "\"");
      }
    }
  }
  for (const Objective& objective : scenario.objectives) {
    if (objective.service) {
      const std::string& service = scenario.plan.services[objective.service->index].name;
      const bool is_watched =
          std::any_of(binding.probes.begin(), binding.probes.end(),
                      [&](const BoundProbe& probe) { return probe.service == service; });
      if (!is_watched) {
        missing.push_back("objective " + objective.name + ": no probe speaks for service \"" +
                          service + "\"");
      }
    }
    for (const DataId data : objective.data) {
      const std::string& name = scenario.plan.data[data.index].name;
      if (!binding.read_backs.contains(name)) {
        missing.push_back("objective " + objective.name + ": nothing reads back \"" + name + "\"");
      }
    }
  }
  if (binding.alerts.empty()) {
    missing.emplace_back("no alert is bound: nobody would notice");
  }
  return missing;
}

}  // namespace firedrill
