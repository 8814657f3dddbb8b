#include "sim/training.hpp"

#include <algorithm>
#include <utility>

namespace firedrill {

Training::Training(const Plan& plan, Luck& luck) : plan_{plan} {
  if (plan.training) {
    rate_stream_ = luck.stream("training/" + plan.training->name + "/rate");
    restart_stream_ = luck.stream("training/" + plan.training->name + "/restart");
  }
}

void Training::begin(const SiteState& state, Luck& luck) {
  if (!plan_.training) {
    return;
  }
  tokens_ = 0.0;
  settled_ = Duration::zero();
  tokens_per_node_ = sample(plan_.training->tokens_per_node, luck[rate_stream_]);
  running_ = plan_.training->clusters.front();
  pending_.reset();
  has_stopped_ = false;
  rate_ = tokens_per_node_ * state.components[running_->index].nodes;
}

std::optional<Training::Restart> Training::follow(Duration now, const SiteState& state,
                                                  Luck& luck) {
  if (!plan_.training) {
    return std::nullopt;
  }
  settle(now);
  const bool is_isolated = state.isolated[plan_.training->resumes_with.index] != 0;
  if (running_ && (is_isolated || !state.stands(*running_))) {
    running_.reset();
    rate_ = 0.0;
  }
  if (running_) {
    rate_ = tokens_per_node_ * state.components[running_->index].nodes;
    return std::nullopt;
  }
  const auto is_whole = [&](ComponentId cluster) {
    return state.components[cluster.index].nodes >=
           std::get<Cluster>(plan_.components[cluster.index].model).nodes;
  };
  const auto can_run = [&](ComponentId cluster) {
    if (is_isolated || (has_stopped_ && !is_whole(cluster))) {
      return false;
    }
    const auto& region = plan_.components[cluster.index].region;
    return state.stands(cluster) && state.components[cluster.index].nodes > 0 && region &&
           state.works_in(plan_.training->resumes_with, *region);
  };
  if (pending_ && can_run(*pending_)) {
    return std::nullopt;
  }
  pending_.reset();
  ++ticket_;
  const auto& clusters = plan_.training->clusters;
  const auto found = std::find_if(clusters.begin(), clusters.end(), can_run);
  if (found == clusters.end()) {
    return std::nullopt;
  }
  pending_ = *found;
  const Duration delay = sample_duration(plan_.training->restart, luck[restart_stream_]);
  return Restart{delay, ticket_};
}

void Training::interrupt(Duration now, ComponentId cluster) {
  if (!plan_.training || (running_ != cluster && pending_ != cluster)) {
    return;
  }
  settle(now);
  running_.reset();
  pending_.reset();
  rate_ = 0.0;
  has_stopped_ = true;
}

void Training::start(Duration now, std::uint32_t ticket, const SiteState& state) {
  if (ticket != ticket_ || !pending_) {
    return;
  }
  settle(now);
  running_ = std::exchange(pending_, std::nullopt);
  has_stopped_ = false;
  rate_ = tokens_per_node_ * state.components[running_->index].nodes;
}

double Training::tokens(Duration now) const { return tokens_ + rate_ * to_seconds(now - settled_); }

void Training::settle(Duration now) {
  tokens_ = tokens(now);
  settled_ = now;
}

}  // namespace firedrill
