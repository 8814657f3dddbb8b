#include "sim/training.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace firedrill {

Training::Training(const Plan& plan, Luck& luck) : plan_{plan} {
  if (plan.training) {
    rate_stream_ = luck.stream("training/" + plan.training->name + "/rate");
    restart_stream_ = luck.stream("training/" + plan.training->name + "/restart");
  }
  if (reads_over_links()) {
    for (std::uint32_t from = 0; from < plan.regions.size(); ++from) {
      for (std::uint32_t to = 0; to < plan.regions.size(); ++to) {
        const RegionLink* const link = link_between(plan, RegionId{from}, RegionId{to});
        read_rates_.push_back(link != nullptr ? link_rates(*link).objects.bytes_per_second
                                              : std::numeric_limits<double>::infinity());
      }
    }
    cuts_.assign(read_rates_.size(), 0);
  }
}

void Training::begin(const SiteState& state, Luck& luck) {
  if (!plan_.training) {
    return;
  }
  tokens_per_node_ = sample(plan_.training->tokens_per_node, luck[rate_stream_]);
  running_ = plan_.training->clusters.front();
  pending_.reset();
  has_stopped_ = false;
  repeated_tokens_ = 0.0;
  lost_tokens_ = 0.0;
  std::fill(cuts_.begin(), cuts_.end(), 0);
  kept_until_ = never;
  stretches_.assign(1, {.rate = speed_on(*running_, state)});
}

std::optional<Training::Restart> Training::follow(Duration now, const SiteState& state,
                                                  Luck& luck) {
  if (!plan_.training) {
    return std::nullopt;
  }
  const bool is_isolated = state.isolated[plan_.training->resumes_with.index] != 0;
  if (running_ && (is_isolated || !state.stands(*running_))) {
    stop(now);
  }
  if (running_) {
    go_on_at(speed_on(*running_, state), now);
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
  stop(now);
  pending_.reset();
  has_stopped_ = true;
}

void Training::start(Duration now, std::uint32_t ticket, const SiteState& state,
                     Duration since_checkpoint) {
  if (ticket != ticket_ || !pending_) {
    return;
  }
  running_ = std::exchange(pending_, std::nullopt);
  has_stopped_ = false;
  const Duration checkpoint = std::min(kept_until_, stopped_at_ - since_checkpoint);
  if (kept_until_ == -never) {
    lost_tokens_ = std::numeric_limits<double>::infinity();
  } else {
    const double kept = kept_work(checkpoint);
    const double lost = work_at(now) - kept;
    lost_tokens_ += lost;
    repeated_tokens_ += lost;
    stretches_.push_back({.begin = now, .work = kept, .rate = 0.0});
  }
  kept_until_ = never;
  go_on_at(speed_on(*running_, state), now);
}

void Training::cut(RegionId from, RegionId to, bool is_cut) {
  cuts_[from.index * plan_.regions.size() + to.index] += is_cut ? 1 : -1;
}

// From a store in its own region as fast as it likes, else over the best link there is. Where none
// stands, a job that may resume has had its data restored to where it is.
double Training::read_rate(RegionId reader, const SiteState& state) const {
  constexpr double unlimited = std::numeric_limits<double>::infinity();
  bool has_store = false;
  double best = 0.0;
  for (const ComponentId store : plan_.training->reads->stores) {
    const RegionId region = *plan_.components[store.index].region;
    const std::size_t way = region.index * plan_.regions.size() + reader.index;
    if (!state.stands(store)) {
      continue;
    }
    if (region == reader) {
      return unlimited;
    }
    has_store = true;
    best = std::max(best, cuts_[way] > 0 ? 0.0 : read_rates_[way]);
  }
  if (!has_store) {
    return unlimited;
  }
  return best;
}

double Training::speed_on(ComponentId cluster, const SiteState& state) const {
  const double computed =
      tokens_per_node_ * static_cast<double>(state.components[cluster.index].nodes);
  if (!reads_over_links()) {
    return computed;
  }
  const double bytes = plan_.training->reads->bytes_per_token;
  const double read = read_rate(*plan_.components[cluster.index].region, state);
  return bytes > 0.0 ? std::min(computed, read / bytes) : computed;
}

double Training::tokens(Duration now) const { return work_at(now) + repeated_tokens_; }

double Training::work_at(Duration now) const {
  const Stretch& last = stretches_.back();
  return last.work + last.rate * to_seconds(now - last.begin);
}

// The newest checkpoint holds the work of its moment, or, if the job has gone back since, of the
// checkpoint it went back to. Before the run the job trained as at its beginning.
double Training::kept_work(Duration checkpoint) const {
  auto stretch = std::find_if(stretches_.begin() + 1, stretches_.end(),
                              [=](const Stretch& one) { return one.begin > checkpoint; });
  const Stretch& first = *(stretch - 1);
  double kept = first.work + first.rate * to_seconds(checkpoint - first.begin);
  for (; stretch != stretches_.end(); ++stretch) {
    kept = std::min(kept, stretch->work);
  }
  return kept;
}

void Training::go_on_at(double rate, Duration now) {
  if (rate != stretches_.back().rate) {
    stretches_.push_back({.begin = now, .work = work_at(now), .rate = rate});
  }
}

void Training::stop(Duration now) {
  if (running_) {
    running_.reset();
    stopped_at_ = now;
  }
  go_on_at(0.0, now);
}

}  // namespace firedrill
