#include "sim/straight_plan.hpp"

#include <algorithm>
#include <variant>

#include "sim/link_streams.hpp"
#include "sim/site_state.hpp"

namespace firedrill {
namespace {

using Work = StraightPlan::Work;

// A time stands in one word with the number of an event (StraightRun), which takes six bits.
constexpr Duration longest_horizon{std::int64_t{1} << 57};

class Builder {
 public:
  explicit Builder(const Scenario& scenario)
      : scenario_{scenario}, plan_{scenario.plan}, state_{plan_} {}

  std::optional<StraightPlan> build() {
    if (!has_one_lost_region() || !runs_by_itself()) {
      return std::nullopt;
    }
    result_.lost = std::get<RegionOutage>(scenario_.faults.front().model).region;
    was_up_.assign(plan_.services.size(), false);
    for (std::uint32_t service = 0; service < plan_.services.size(); ++service) {
      was_up_[service] = state_.is_up(ServiceId{service});
    }
    state_.lost = RegionSet{1} << result_.lost.index;
    for (const Step& step : scenario_.runbook.steps) {
      if (!add_step(step)) {
        return std::nullopt;
      }
    }
    if (!add_watches() || result_.events() > StraightPlan::event_limit) {
      return std::nullopt;
    }
    add_order();
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool has_one_lost_region() const {
    return scenario_.faults.size() == 1 && scenario_.faults.front().after.index() == 0 &&
           std::holds_alternative<RegionOutage>(scenario_.faults.front().model);
  }

  [[nodiscard]] bool runs_by_itself() const {
    return scenario_.duties.empty() && !plan_.training && role_with_hours(plan_) == nullptr &&
           !has_daily_profile(plan_) && !scenario_.runbook.declared_by &&
           !scenario_.runbook.steps.empty() && scenario_.horizon < longest_horizon;
  }

  bool add_step(const Step& step) {
    if (step.performer || !step.if_failed.empty()) {
      return false;
    }
    StraightPlan::Part part;
    part.after = step.after;
    part.way = way_of(step.attempt);
    part.releases_early = step.on_failure == OnFailure::escalate_and_go_on;
    if (step.escalation && !step.escalation->role) {
      const auto manual = way_of(step.escalation->manual);
      if (manual.length != nullptr) {
        part.manual = manual;
      }
    }
    const bool is_known =
        std::visit([&](const auto& action) { return add_work(action, part); }, step.attempt.action);
    result_.parts.push_back(std::move(part));
    return is_known;
  }

  static StraightPlan::Way way_of(const Attempt& attempt) {
    StraightPlan::Way way{
        .patience = attempt.patience, .retries = attempt.retries, .verb = verb_of(attempt.action)};
    if (const auto* perform = std::get_if<Perform>(&attempt.action)) {
      way.length = &perform->length;
      way.failure_probability = perform->failure_probability;
    } else if (const auto* wait = std::get_if<Wait>(&attempt.action)) {
      way.length = &wait->length;
    } else if (const auto* notify = std::get_if<Notify>(&attempt.action)) {
      way.length = &notify->length;
    }
    return way;
  }

  // No two steps change the same component: neither then waits for the other, nor draws its luck.
  bool take(ComponentId component, StraightPlan::Part& part, Work work) {
    part.component = component;
    part.work = work;
    return std::none_of(result_.parts.begin(), result_.parts.end(), [&](const auto& other) {
      return other.work != Work::plain && other.component == component;
    });
  }

  bool add_work(const Perform& /*action*/, StraightPlan::Part& /*part*/) { return true; }
  bool add_work(const Wait& /*action*/, StraightPlan::Part& /*part*/) { return true; }
  bool add_work(const Notify& /*action*/, StraightPlan::Part& /*part*/) { return true; }

  // What took writes in the lost region takes none anyway.
  bool add_work(const StopTraffic& action, StraightPlan::Part& part) {
    part.way.length = &action.length;
    return action.region == result_.lost;
  }

  bool add_work(const Fence& action, StraightPlan::Part& part) {
    part.way.length = &action.length;
    return is_lost_primary(action.database);
  }

  bool add_work(const ScaleOut& action, StraightPlan::Part& part) {
    part.first_node = state_.components[action.cluster.index].requested_nodes;
    part.nodes = std::max(0, action.nodes - part.first_node);
    return state_.stands(action.cluster) && take(action.cluster, part, Work::scale_out);
  }

  bool add_work(const Promote& action, StraightPlan::Part& part) {
    const auto& database = std::get<Database>(plan_.components[action.database.index].model);
    return state_.stands(action.database) && database.replica_of &&
           is_lost_primary(*database.replica_of) && take(action.database, part, Work::promote);
  }

  bool add_work(const UpdateDns& action, StraightPlan::Part& part) {
    const auto& zone = std::get<DnsZone>(plan_.components[action.zone.index].model);
    return zone.serves == result_.lost && state_.stands(action.target) &&
           take(action.zone, part, Work::update_dns);
  }

  template <class Other>
  bool add_work(const Other& /*action*/, StraightPlan::Part& /*part*/) {
    return false;
  }

  [[nodiscard]] bool is_lost_primary(ComponentId database) const {
    const Component& component = plan_.components[database.index];
    const auto* model = std::get_if<Database>(&component.model);
    return model != nullptr && !model->replica_of && component.region == result_.lost;
  }

  bool add_watches() {
    for (std::uint32_t service = 0; service < plan_.services.size(); ++service) {
      for (std::uint32_t objective = 0; objective < scenario_.objectives.size(); ++objective) {
        const Objective& wanted = scenario_.objectives[objective];
        if (wanted.service != ServiceId{service}) {
          continue;
        }
        StraightPlan::Watch watch{objective, *wanted.service, wanted.sustained, {}};
        if (!was_up_[service] || !add_milestones(*wanted.service, watch.milestones) ||
            watch.milestones.empty()) {
          return false;
        }
        result_.watches.push_back(std::move(watch));
      }
    }
    return true;
  }

  // Of `service` and all it includes; false if something may bring it back that is none.
  bool add_milestones(ServiceId service, std::vector<StraightPlan::Milestone>& milestones) {
    const Service& wanted = plan_.services[service.index];
    std::optional<RegionId> clients;  // where they are sent, or will be
    for (const Requirement& requirement : wanted.requirements) {
      if (const auto* route = std::get_if<NeedsRoute>(&requirement)) {
        if (clients) {
          return false;  // through two zones
        }
        clients = add_route(route->zone, milestones);
      }
    }
    for (const Requirement& requirement : wanted.requirements) {
      if (!clients || !add_requirement(requirement, *clients, milestones)) {
        return false;
      }
    }
    return std::all_of(wanted.includes.begin(), wanted.includes.end(),
                       [&](ServiceId included) { return add_milestones(included, milestones); });
  }

  std::optional<RegionId> add_route(ComponentId zone,
                                    std::vector<StraightPlan::Milestone>& milestones) {
    const auto& model = std::get<DnsZone>(plan_.components[zone.index].model);
    if (state_.is_down(zone)) {
      return std::nullopt;
    }
    if (model.serves != result_.lost) {
      return model.serves;
    }
    const auto step = step_that_changes(zone);
    if (!step) {
      return std::nullopt;
    }
    milestones.push_back({*step});
    return std::get<UpdateDns>(scenario_.runbook.steps[step->index].attempt.action).target;
  }

  bool add_requirement(const Requirement& requirement, RegionId region,
                       std::vector<StraightPlan::Milestone>& milestones) {
    if (const auto* database = std::get_if<NeedsDatabase>(&requirement)) {
      return state_.takes_writes(database->primary, region) ||
             add_promotion(database->primary, region, milestones);
    }
    if (const auto* needed = std::get_if<NeedsNodes>(&requirement)) {
      const int missing = needed->nodes - state_.ready_nodes(region);
      return missing <= 0 || add_nodes(missing, region, milestones);
    }
    if (const auto* rebuilt = std::get_if<NeedsRebuilt>(&requirement)) {
      return state_.is_rebuilt(rebuilt->component);
    }
    return true;  // a route
  }

  bool add_promotion(ComponentId primary, RegionId region,
                     std::vector<StraightPlan::Milestone>& milestones) {
    for (std::uint32_t step = 0; step < result_.parts.size(); ++step) {
      const StraightPlan::Part& part = result_.parts[step];
      const Component& component = plan_.components[part.component.index];
      if (part.work == Work::promote && component.region == region &&
          std::get<Database>(component.model).replica_of == primary) {
        milestones.push_back({StepId{step}});
        return true;
      }
    }
    return false;
  }

  // Where more than one cluster grows, which of them reaches the number is not said beforehand.
  bool add_nodes(int missing, RegionId region, std::vector<StraightPlan::Milestone>& milestones) {
    std::optional<StepId> growing;
    for (std::uint32_t step = 0; step < result_.parts.size(); ++step) {
      const StraightPlan::Part& part = result_.parts[step];
      if (part.work == Work::scale_out && plan_.components[part.component.index].region == region) {
        if (growing || part.nodes < missing) {
          return false;
        }
        growing = StepId{step};
        milestones.push_back({*growing, missing});
      }
    }
    return growing.has_value();
  }

  [[nodiscard]] std::optional<StepId> step_that_changes(ComponentId component) const {
    for (std::uint32_t step = 0; step < result_.parts.size(); ++step) {
      if (result_.parts[step].work != Work::plain && result_.parts[step].component == component) {
        return StepId{step};
      }
    }
    return std::nullopt;
  }

  void add_order() {
    auto& before = result_.before;
    before.assign(result_.events(), 0);
    const auto follow = [&](std::size_t event, std::size_t cause) {
      before[event] |= before[cause] | std::uint64_t{1} << cause;
    };
    const bool is_continuous = scenario_.probe_interval == Duration::zero();
    for (std::size_t watch = 0; watch < result_.watches.size(); ++watch) {
      follow(StraightPlan::failed(watch), StraightPlan::injected);
      for (std::size_t other = 0; other < watch; ++other) {
        if (is_continuous || result_.watches[other].service == result_.watches[watch].service) {
          follow(StraightPlan::failed(watch), StraightPlan::failed(other));
        }
      }
    }
    follow(result_.alerted(), StraightPlan::injected);
    for (std::size_t step = 0; step < result_.parts.size(); ++step) {
      follow(result_.planned(step), result_.alerted());
      for (const StepId cause : result_.parts[step].after) {
        follow(result_.planned(step), result_.planned(cause.index));
        if (!result_.parts[cause.index].releases_early) {
          follow(result_.planned(step), result_.by_hand(cause.index));
        }
      }
      follow(result_.by_hand(step), result_.planned(step));
    }
    for (std::size_t watch = 0; watch < result_.watches.size(); ++watch) {
      follow_recovery(watch, is_continuous, follow);
    }
  }

  template <class Follow>
  void follow_recovery(std::size_t watch, bool is_continuous, const Follow& follow) const {
    const StraightPlan::Watch& one = result_.watches[watch];
    follow(result_.recovered(watch), StraightPlan::failed(watch));
    for (const StraightPlan::Milestone& milestone : one.milestones) {
      if (milestone.node == 0) {
        follow(result_.recovered(watch), result_.planned(milestone.step.index));
      }
    }
    for (std::size_t other = 0; other < watch; ++other) {
      const StraightPlan::Watch& earlier = result_.watches[other];
      if (earlier.service == one.service ||
          (is_continuous && earlier.milestones == one.milestones)) {
        follow(result_.recovered(watch), result_.recovered(other));
      }
    }
  }

  const Scenario& scenario_;
  const Plan& plan_;
  SiteState state_;
  std::vector<bool> was_up_;
  StraightPlan result_;
};

}  // namespace

std::optional<StraightPlan> straight_plan(const Scenario& scenario) {
  return Builder{scenario}.build();
}

}  // namespace firedrill
