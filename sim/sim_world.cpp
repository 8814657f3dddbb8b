#include "sim/sim_world.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace firedrill {
namespace {

std::uint32_t watched_service(const Action& action) {
  const auto* failure = std::get_if<AwaitFailure>(&action);
  return failure != nullptr ? failure->service.index
                            : std::get<AwaitRecovery>(action).service.index;
}

}  // namespace

SimWorld::SimWorld(const Scenario& scenario, std::uint64_t seed)
    : scenario_{scenario},
      plan_{scenario.plan},
      luck_{seed},
      state_{plan_},
      losses_{plan_, luck_},
      clock_{scenario, seed},
      data_{plan_, seed},
      detection_{plan_, luck_},
      people_{plan_, luck_},
      training_{plan_, luck_} {
  for (const Step& step : scenario.runbook.steps) {
    step_streams_.push_back({luck_.stream("step/" + step.name + "/automatic"),
                             luck_.stream("step/" + step.name + "/by-hand")});
  }
  for (const Component& component : plan_.components) {
    const std::string name = "component/" + component.name;
    component_streams_.push_back({luck_.stream(name), luck_.stream(name + "/client"), {}});
    if (const auto* cluster = std::get_if<Cluster>(&component.model)) {
      for (int node = 0; node < cluster->nodes_maximum; ++node) {
        component_streams_.back().nodes.push_back(
            luck_.stream(name + "/node/" + std::to_string(node)));
      }
    } else if (const auto* code = std::get_if<InfrastructureCode>(&component.model)) {
      add_stack(static_cast<std::uint32_t>(component_streams_.size() - 1), *code);
    }
  }
  for (const Fault& fault : scenario.faults) {
    fault_streams_.push_back(
        {luck_.stream("fault/" + fault.name + "/at"), luck_.stream("fault/" + fault.name)});
    const auto* const corruption = std::get_if<DataCorruption>(&fault.model);
    if (corruption != nullptr && !corruption->fails.empty()) {
      showing_.push_back(corruption);
    }
  }
  faults_.resize(scenario.faults.size());
  for (const Service& service : plan_.services) {
    probe_streams_.push_back(luck_.stream("probe/" + service.name));
    const ServiceId id{static_cast<std::uint32_t>(steady_services_.size())};
    steady_services_.push_back({.is_up = state_.is_up(id)});
  }
  for (const Duty& duty : scenario.duties) {
    duty_streams_.push_back(luck_.stream("message/" + duty.name));
  }
  other_stream_ = luck_.stream("other");
}

void SimWorld::begin(std::uint64_t replication) {
  luck_.begin(replication);
  timeline.clear();
  calendar_.clear();
  state_.reset();
  people_.begin();
  now_ = Duration::zero();
  tickets_ = 0;
  next_time_out_ = never;
  alerts_.clear();
  watches_.clear();
  scalings_.clear();
  has_alerted_ = false;
  has_diverged_ = false;
  has_promoted_ = false;
  has_rotated_ = false;
  has_restored_ = false;
  faults_.assign(faults_.size(), {});
  restores_.clear();
  restore_attempts_.clear();
  for (Stack& stack : stacks_) {
    stack.is_there.assign(stack.attempts.size(), 0);
  }
  clock_.begin(replication);
  data_.begin(replication);
  losses_.begin(clock_.time_of_day({}));
  data_age_.assign(plan_.data.size(), Duration::zero());
  returns_.assign(plan_.regions.size(), {});
  services_ = steady_services_;
  const double interval = to_seconds(scenario_.probe_interval);
  for (std::size_t service = 0; interval > 0.0 && service < services_.size(); ++service) {
    services_[service].probe_phase =
        from_seconds(luck_[probe_streams_[service]].uniform() * interval);
  }
  training_.begin(state_, luck_);
}

void SimWorld::run(const Task& drill) {
  drill.start();
  while (!drill.is_done()) {
    happen_next();
  }
}

void SimWorld::run(const Task& drill, const std::function<void(std::uint64_t)>& after_event) {
  drill.start();
  for (std::uint64_t count = 1; !drill.is_done(); ++count) {
    happen_next();
    after_event(count);
  }
}

void SimWorld::happen_next() {
  const Due* due = calendar_.pop(now_);
  firedrill_assert(due != nullptr);  // every operation is answered, so no drill can hang
  happen(*due);
}

// Of what is known only when it is due.
bool SimWorld::has_succeeded(const Due& due) {
  switch (due.what) {
    case Due::What::verified:
      return state_.works_in(ServiceId{due.subject}, RegionId{due.detail});
    case Due::What::evidence_kept:
      return !has_restored_;
    default:
      return is_recreated(due.subject);
  }
}

// Where something was to be promoted or restored.
bool SimWorld::is_lost_meanwhile(const Due& due) const {
  if (due.what == Due::What::promoted) {
    return !state_.stands(ComponentId{due.subject});
  }
  return due.what == Due::What::restored && restores_[due.subject].action->into &&
         !can_hold(*restores_[due.subject].action);
}

void SimWorld::happen(const Due& due) {
  Outcome outcome = due.outcome;
  if (due.what == Due::What::answer) {  // half of all: a branch is foreseen better than a switch
    finish(*due.operation, outcome, due.value);
    return;
  }
  switch (due.what) {
    case Due::What::answer:
      break;
    case Due::What::time_out:
      time_out();
      break;
    case Due::What::verified:
    case Due::What::evidence_kept:
    case Due::What::recreated:
      outcome = has_succeeded(due) ? Outcome::succeeded : Outcome::failed;
      break;
    case Due::What::alert:
      raise_alert(due.subject, due.detail);
      break;
    case Due::What::failure_seen:
      see_failure(due);
      break;
    case Due::What::recovery_seen:
      see_recovery(due);
      break;
    case Due::What::training_restarted:
      training_.start(now_, due.subject, state_,
                      losses_.since_checkpoint(plan_.training->checkpoints, luck_));
      break;
    default:
      if (is_lost_meanwhile(due)) {
        outcome = Outcome::failed;
        break;
      }
      change_state(due);
      refresh();
      break;
  }
  if (due.operation != nullptr) {
    finish(*due.operation, outcome, due.value);
  }
}

void SimWorld::change_state(const Due& due) {
  const RegionSet bit = RegionSet{1} << (due.subject & 63U);
  switch (due.what) {
    case Due::What::inject:
      std::visit([&](const auto& model) { begin_fault(model, due.subject); },
                 scenario_.faults[due.subject].model);
      break;
    case Due::What::region_back:
      state_.lost &= now_ >= returns_[due.subject].at ? ~bit : ~RegionSet{0};
      break;
    case Due::What::components_back:
      end_outage(due.subject);
      break;
    case Due::What::flapped:
      flap(due.subject, due.detail);
      break;
    case Due::What::control_plane_back:
      state_.control_planes_lost &=
          now_ >= returns_[due.subject].control_planes_at ? ~bit : ~RegionSet{0};
      break;
    case Due::What::traffic_stopped:
      stop_traffic(RegionId{due.subject});
      break;
    case Due::What::fenced:
      state_.components[due.subject].fenced = true;
      break;
    case Due::What::node_ready:
      add_node(due);
      break;
    case Due::What::node_broken:
      break_node(due.subject, due.detail);
      break;
    case Due::What::promoted:
      lose_unsent(ComponentId{due.subject});
      state_.components[due.subject].promoted = true;
      has_promoted_ = true;
      break;
    case Due::What::dns_switched:
      switch_dns(due.subject, due.detail);
      break;
    case Due::What::client_moved:
      state_.components[due.subject].client_region = RegionId{due.detail};
      break;
    case Due::What::rebuilt:
      state_.components[due.subject].rebuilt = true;
      break;
    case Due::What::created:
      create_resource(due.subject, due.detail);
      break;
    default:
      undo_damage(due);
  }
}

// Requests no longer reach the region: whatever takes writes there takes none.
void SimWorld::stop_traffic(RegionId region) {
  for (std::size_t index = 0; index < plan_.components.size(); ++index) {
    const auto* database = std::get_if<Database>(&plan_.components[index].model);
    const bool takes_writes =
        database != nullptr && (!database->replica_of || state_.components[index].promoted);
    if (takes_writes && plan_.components[index].region == region) {
      state_.components[index].fenced = true;
    }
  }
}

// The old primary takes writes again, and no replica does. What it does not hold of what was
// written meanwhile is lost.
void SimWorld::fail_back(ComponentId primary) {
  ComponentState& old = state_.components[primary.index];
  const bool loses_writes = has_promoted_ && !old.resynced;
  for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
    const auto* database = std::get_if<Database>(&plan_.components[index].model);
    if (database != nullptr && database->replica_of == primary) {
      state_.components[index].promoted = false;
    }
  }
  old.fenced = false;
  has_diverged_ = has_diverged_ || loses_writes;
}

// The name servers answer with the new region; the probing client follows when its cached answer
// ends.
void SimWorld::switch_dns(std::uint32_t zone, std::uint32_t region) {
  const auto& model = std::get<DnsZone>(plan_.components[zone].model);
  state_.components[zone].answered_region = RegionId{region};
  Draws& draws = luck_[component_streams_[zone].clients];
  const bool outlives = draws.bernoulli(model.outliving_share);
  const double left_of_ttl = draws.uniform() * to_seconds(model.ttl);
  schedule(from_seconds(outlives ? sample(model.outliving_delay, draws) : left_of_ttl),
           {.what = Due::What::client_moved, .subject = zone, .detail = region});
}

// Follows a change of state: which services went up or down, and whether training can go on.
void SimWorld::refresh() {
  mark_failing();
  for (std::uint32_t index = 0; index < services_.size(); ++index) {
    const bool is_up = state_.is_up(ServiceId{index});
    if (is_up != services_[index].is_up) {
      services_[index].is_up = is_up;
      ++services_[index].changes;
      for (const Waiting& waiting : watches_) {
        if (watched_service(waiting.operation->action()) == index) {
          watch(waiting);
        }
      }
    }
  }
  has_diverged_ = has_diverged_ || (has_promoted_ && state_.has_diverged());
  if (!plan_.training) {
    return;
  }
  if (const auto restart = training_.follow(now_, state_, luck_)) {
    schedule(restart->delay, {.what = Due::What::training_restarted, .subject = restart->ticket});
  }
}

// Schedules when probes will have seen what `waiting` waits for, should nothing change until then.
void SimWorld::watch(const Waiting& waiting) {
  const Action& action = waiting.operation->action();
  if (const auto* failure = std::get_if<AwaitFailure>(&action)) {
    if (!services_[failure->service.index].is_up) {
      schedule(next_probe(failure->service) - now_,
               {.what = Due::What::failure_seen, .subject = waiting.ticket});
    }
    return;
  }
  const auto& recovery = std::get<AwaitRecovery>(action);
  if (services_[recovery.service.index].is_up) {
    const Duration first = next_probe(recovery.service);
    schedule(first - now_ + recovery.sustained,
             {.what = Due::What::recovery_seen,
              .subject = waiting.ticket,
              .detail = services_[recovery.service.index].changes,
              .value = first.count()});
  }
}

void SimWorld::see_failure(const Due& due) {
  const auto found = std::find_if(watches_.begin(), watches_.end(),
                                  [&](const Waiting& one) { return one.ticket == due.subject; });
  if (found == watches_.end()) {
    return;
  }
  Operation& operation = *found->operation;
  if (!services_[watched_service(operation.action())].is_up) {
    watches_.erase(found);
    finish(operation, Outcome::succeeded, now_.count());
  }
}

void SimWorld::see_recovery(const Due& due) {
  const auto found = std::find_if(watches_.begin(), watches_.end(),
                                  [&](const Waiting& one) { return one.ticket == due.subject; });
  if (found == watches_.end()) {
    return;
  }
  Operation& operation = *found->operation;
  if (services_[watched_service(operation.action())].changes == due.detail) {
    watches_.erase(found);
    finish(operation, Outcome::succeeded, due.value);
  }
}

// Ends every wait whose patience ends now, in the order in which they began.
void SimWorld::time_out() {
  next_time_out_ = never;
  for (;;) {
    std::vector<Waiting>* list = nullptr;
    std::size_t place = 0;
    for (auto* candidates : {&alerts_, &watches_, &scalings_}) {
      for (std::size_t index = 0; index < candidates->size(); ++index) {
        const Waiting& one = (*candidates)[index];
        if (one.until <= now_ && (list == nullptr || one.ticket < (*list)[place].ticket)) {
          list = candidates;
          place = index;
        }
      }
    }
    if (list == nullptr) {
      return;
    }
    Operation& operation = *(*list)[place].operation;
    list->erase(list->begin() + static_cast<std::ptrdiff_t>(place));
    finish(operation, Outcome::unknown);
  }
}

// The send time of the next user-level probe of `service`, now included.
Duration SimWorld::next_probe(ServiceId service) const {
  if (scenario_.probe_interval == Duration::zero()) {
    return now_;
  }
  const Duration phase = services_[service.index].probe_phase;
  if (now_ <= phase) {
    return phase;
  }
  const auto interval = scenario_.probe_interval;
  return phase + (now_ - phase + interval - Duration{1}) / interval * interval;
}

}  // namespace firedrill
