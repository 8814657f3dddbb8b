// How the simulated world carries out each kind of action: how long it takes, whether it works, and
// what it will change. What it changes happens in sim_world.cpp when it is due.
// An action that needs a lost control plane gets no answer at all, as a real one would not.
#include <algorithm>
#include <cmath>

#include "sim/sim_world.hpp"

namespace firedrill {

void SimWorld::submit(Operation& operation) {
  std::visit([&](const auto& action) { carry_out(action, operation); }, operation.action());
}

void SimWorld::finish(Operation& operation, Outcome outcome, std::int64_t value) {
  operation.answer(outcome, value);
  resume(operation.waiter());
}

void SimWorld::answer_now(Operation& operation) {
  schedule(Duration::zero(), {.operation = &operation});
}

void SimWorld::answer_after(Duration delay, const Due& due, Operation& operation) {
  if (delay <= operation.patience()) {
    schedule(delay, due).operation = &operation;
    return;
  }
  if (delay != never && due.what != Due::What::answer) {
    schedule(delay, due);
  }
  schedule(operation.patience(), {.outcome = Outcome::unknown, .operation = &operation});
}

SimWorld::Waiting SimWorld::wait_in(std::vector<Waiting>& list, Operation& operation) {
  const Waiting waiting{&operation, ++tickets_, add(now_, operation.patience())};
  list.push_back(waiting);
  if (waiting.until != next_time_out_ && waiting.until != never) {
    next_time_out_ = waiting.until;  // most wait until the horizon: one entry ends them all
    schedule(operation.patience(), {.what = Due::What::time_out});
  }
  return waiting;
}

Draws& SimWorld::draws_of(const Operation& operation) {
  if (operation.step() == no_step) {
    return luck_[other_stream_];
  }
  const StepStreams& streams = step_streams_[operation.step()];
  return luck_[operation.is_by_hand() ? streams.by_hand : streams.automatic];
}

// Whether what `component` needs is there to change it. Otherwise the operation has its answer: no
// for what is lost, none from a control plane that is.
bool SimWorld::can_change(ComponentId component, Operation& operation) {
  if (!state_.control_plane_stands(component)) {
    answer_after(never, {}, operation);
    return false;
  }
  if (!state_.stands(component)) {
    answer_after(Duration::zero(), {.outcome = Outcome::failed}, operation);
    return false;
  }
  return true;
}

void SimWorld::carry_out(const Wait& action, Operation& operation) {
  answer_after(sample_duration(action.length, draws_of(operation)), {}, operation);
}

void SimWorld::carry_out(const StopTraffic& action, Operation& operation) {
  const Duration length = sample_duration(action.length, draws_of(operation));
  answer_after(state_.control_plane_stands(action.region) ? length : never,
               {.what = Due::What::traffic_stopped, .subject = action.region.index}, operation);
}

void SimWorld::carry_out(const Fence& action, Operation& operation) {
  answer_after(sample_duration(action.length, draws_of(operation)),
               {.what = Due::What::fenced, .subject = action.database.index}, operation);
}

void SimWorld::carry_out(const ScaleOut& action, Operation& operation) {
  const std::uint32_t cluster = action.cluster.index;
  if (state_.components[cluster].nodes >= action.nodes) {
    operation.answer(Outcome::succeeded);
    return;
  }
  if (!can_change(action.cluster, operation)) {
    return;
  }
  for (int& node = state_.components[cluster].requested_nodes; node < action.nodes; ++node) {
    start_node(cluster, static_cast<std::uint32_t>(node));
  }
  wait_in(scalings_, operation);
}

void SimWorld::carry_out(const Promote& action, Operation& operation) {
  const std::uint32_t database = action.database.index;
  if (state_.components[database].promoted) {
    operation.answer(Outcome::succeeded);
    return;
  }
  if (!can_change(action.database, operation)) {
    return;
  }
  if (state_.components[database].done_at >
      now_) {  // asked before: joins the promotion that is under way
    answer_after(state_.components[database].done_at - now_, {}, operation);
    return;
  }
  const auto& model = std::get<Database>(plan_.components[database].model);
  Draws& draws = luck_[component_streams_[database].main];
  const Duration length = sample_duration(model.promotion, draws);
  if (draws.bernoulli(model.promotion_failure)) {
    answer_after(length, {.outcome = Outcome::failed}, operation);
    return;
  }
  state_.components[database].done_at = add(now_, length);
  answer_after(length, {.what = Due::What::promoted, .subject = database}, operation);
}

void SimWorld::carry_out(const UpdateDns& action, Operation& operation) {
  const auto& zone = std::get<DnsZone>(plan_.components[action.zone.index].model);
  const Duration edit =
      sample_duration(zone.edit, luck_[component_streams_[action.zone.index].main]);
  const bool has_control_plane =
      action.by == DnsSwitch::routing_control || state_.control_plane_stands(zone.control_plane);
  answer_after(has_control_plane ? edit : never,
               {.what = Due::What::dns_switched,
                .subject = action.zone.index,
                .detail = action.target.index},
               operation);
}

void SimWorld::carry_out(const Verify& action, Operation& operation) {
  answer_after(
      sample_duration(action.length, draws_of(operation)),
      {.what = Due::What::verified, .subject = action.service.index, .detail = action.region.index},
      operation);
}

void SimWorld::carry_out(const Notify& action, Operation& operation) {
  answer_after(sample_duration(action.length, draws_of(operation)), {}, operation);
}

void SimWorld::carry_out(const Rebuild& action, Operation& operation) {
  const std::uint32_t component = action.component.index;
  if (state_.is_rebuilt(action.component)) {
    operation.answer(Outcome::succeeded);
    return;
  }
  if (state_.components[component].done_at <= now_) {
    const auto& model = std::get<Rebuildable>(plan_.components[component].model);
    const Duration length =
        sample_duration(model.rebuild, luck_[component_streams_[component].main]);
    state_.components[component].done_at = add(now_, length);
    answer_after(length, {.what = Due::What::rebuilt, .subject = component}, operation);
    return;
  }
  answer_after(state_.components[component].done_at - now_, {}, operation);
}

void SimWorld::carry_out(const Perform& action, Operation& operation) {
  Draws& draws = draws_of(operation);
  const Duration length = sample_duration(action.length, draws);
  const bool has_failed = draws.bernoulli(action.failure_probability);
  answer_after(length, {.outcome = has_failed ? Outcome::failed : Outcome::succeeded}, operation);
}

void SimWorld::carry_out(const Resync& action, Operation& operation) {
  const Duration length = sample_duration(action.length, draws_of(operation));
  answer_after(state_.stands(action.database) ? length : never,
               {.what = Due::What::resynced, .subject = action.database.index}, operation);
}

void SimWorld::carry_out(const FailBack& action, Operation& operation) {
  const Duration length = sample_duration(action.length, draws_of(operation));
  const bool can = state_.stands(action.database) && state_.control_plane_stands(action.database);
  answer_after(can ? length : never,
               {.what = Due::What::failed_back, .subject = action.database.index}, operation);
}

void SimWorld::carry_out(const Redistribute& action, Operation& operation) {
  answer_after(sample_duration(action.length, draws_of(operation)),
               {.what = Due::What::redistributed, .subject = action.cluster.index}, operation);
}

void SimWorld::carry_out(const Inject& action, Operation& operation) {
  const std::uint32_t fault = action.fault.index;
  const Duration at = sample_duration(scenario_.faults[fault].at, luck_[fault_streams_[fault].at]);
  answer_after(at, {.what = Due::What::inject, .subject = fault}, operation);
}

void SimWorld::carry_out(const AwaitAlert& /*action*/, Operation& operation) {
  if (has_alerted_) {
    operation.answer(Outcome::succeeded);
  } else {
    wait_in(alerts_, operation);
  }
}

void SimWorld::carry_out(const Page& action, Operation& operation) {
  answer_after(people_.acknowledge(action.role, now_, clock_, luck_), {}, operation);
}

void SimWorld::carry_out(const Decide& action, Operation& operation) {
  answer_after(people_.decide(action.role, luck_), {}, operation);
}

void SimWorld::carry_out(const HandOver& action, Operation& operation) {
  answer_after(people_.hand_over(action.role, luck_), {}, operation);
}

void SimWorld::carry_out(const AwaitFailure& /*action*/, Operation& operation) {
  watch(wait_in(watches_, operation));
}

void SimWorld::carry_out(const AwaitRecovery& /*action*/, Operation& operation) {
  watch(wait_in(watches_, operation));
}

void SimWorld::carry_out(const ReadBack& action, Operation& operation) {
  const bool is_database =
      std::holds_alternative<DatabaseReplication>(plan_.data[action.data.index].protection);
  const bool diverged = is_database && has_diverged_;
  operation.answer(
      diverged ? Outcome::failed : Outcome::succeeded,
      data_.corrupt_since(action.data) ? never.count() : data_age_[action.data.index].count());
}

void SimWorld::carry_out(const ReadCopies& action, Operation& operation) {
  operation.answer(data_.corrupt_since(action.data) ? Outcome::failed : Outcome::succeeded,
                   data_.copies_tried(action.data));
}

void SimWorld::carry_out(const ReadDiscarded& action, Operation& operation) {
  operation.answer(Outcome::succeeded, data_.discarded(action.data).count());
}

void SimWorld::carry_out(const ReadClock& /*action*/, Operation& operation) {
  operation.answer(Outcome::succeeded, clock_.time_of_week(now_).count());
}

void SimWorld::carry_out(const ReadWork& /*action*/, Operation& operation) {
  operation.answer(Outcome::succeeded, static_cast<std::int64_t>(training_.tokens(now_)));
}

void SimWorld::carry_out(const ReadLostWork& /*action*/, Operation& operation) {
  const double lost = training_.lost_tokens();
  const bool is_all = lost >= static_cast<double>(all_tokens);
  operation.answer(Outcome::succeeded, is_all ? all_tokens : static_cast<std::int64_t>(lost));
}

void SimWorld::carry_out(const Compose& action, Operation& operation) {
  const Distribution& writing = scenario_.duties[action.duty.index].writing;
  answer_after(sample_duration(writing, luck_[duty_streams_[action.duty.index]]), {}, operation);
}

void SimWorld::carry_out(const Send& action, Operation& operation) {
  const Distribution& sending = scenario_.duties[action.duty.index].sending;
  answer_after(sample_duration(sending, luck_[duty_streams_[action.duty.index]]), {}, operation);
}

}  // namespace firedrill
