#include "sim/loss_model.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "models/chance/elementary.hpp"

namespace firedrill {
namespace {

// A queue whose load is stable forgets its past within a few of its longest cycles; it is followed
// from so many of them before the fault.
constexpr double cycles_before = 30.0;

double standard_normal(Draws& draws) { return normal_quantile(draws.uniform()); }

// One exact transition of the Ornstein-Uhlenbeck deviation over `share` = span / relaxation.
double step_deviation(double deviation, double share, double log_sd, Draws& draws) {
  const double kept = det_exp(-share);
  return deviation * kept + log_sd * std::sqrt(1.0 - kept * kept) * standard_normal(draws);
}

Duration lag_after(const OrnsteinUhlenbeckLag& lag, Duration at, Draws& draws) {
  const double relaxation = to_seconds(lag.relaxation);
  double left = to_seconds(at);
  double deviation = 0.0;  // of the logarithm from its median, where the process starts
  if (lag.sampled_every) {
    const double period = to_seconds(*lag.sampled_every);
    const double kept = det_exp(-period / relaxation);
    const double spread = lag.log_sd * std::sqrt(1.0 - kept * kept);
    for (; left > period; left -= period) {
      deviation = deviation * kept + spread * standard_normal(draws);
    }
  }
  deviation = step_deviation(deviation, left / relaxation, lag.log_sd, draws);
  return from_seconds(to_seconds(lag.median) * det_exp(deviation));
}

// The newest copy that had been completed when the fault struck at a random moment of the cycle.
Duration copy_age(const PeriodicCopy& copy, RegionSet lost, Draws& draws) {
  if (copy.kept_in && contains(lost, *copy.kept_in)) {
    return never;
  }
  const double interval = to_seconds(copy.interval);
  double age = draws.uniform() * interval;
  const double limit = copy.retention ? to_seconds(*copy.retention) : 1e4 * interval;
  for (; age <= limit; age += interval) {
    const bool has_failed = draws.bernoulli(copy.failure_probability);
    if (sample(copy.length, draws) <= age && !has_failed) {
      return from_seconds(age);
    }
  }
  return never;
}

// Where the kind is replicated to, if it is.
std::optional<ComponentId> replica_of(const DataKind& kind) {
  if (const auto* database = std::get_if<DatabaseReplication>(&kind.protection)) {
    return database->replica;
  }
  if (const auto* stream = std::get_if<ObjectStream>(&kind.protection)) {
    return stream->replica;
  }
  const auto* saved = std::get_if<CheckpointStream>(&kind.protection);
  return saved == nullptr ? std::nullopt : std::optional{saved->replica};
}

}  // namespace

LossModel::LossModel(const Plan& plan, Luck& luck) : plan_{plan} {
  for (std::uint32_t index = 0; index < plan.data.size(); ++index) {
    const DataKind& data = plan.data[index];
    streams_.push_back(luck.stream("data/" + data.name));
    archive_streams_.push_back(luck.stream("data/" + data.name + "/archive"));
    if (const auto* stream = std::get_if<CheckpointStream>(&data.protection)) {
      checkpoints_.push_back({.data = index,
                              .size = static_cast<double>(stream->size.count),
                              .interval = to_seconds(stream->interval),
                              .phase = luck.stream("data/" + data.name + "/phase")});
    }
  }
}

Duration LossModel::age(DataId data, Duration at, RegionSet lost, Luck& luck) {
  const bool is_lost = contains(lost, plan_.data[data.index].written_in);
  return is_lost ? age_of_loss(data, at, lost, luck) : Duration::zero();
}

Duration LossModel::age_of_loss(DataId data, Duration at, RegionSet lost, Luck& luck) {
  const Duration age = age_without_cuts(data, at, lost, luck);
  const auto& archive = plan_.data[data.index].archive;
  if (age == never && archive) {
    return copy_age(archive->copies, lost, luck[archive_streams_[data.index]]);
  }
  return cuts_.empty() ? age : add(age, lag_of_cuts(plan_.data[data.index], at));
}

bool LossModel::survives(DataId data, RegionSet lost) const {
  const DataKind& kind = plan_.data[data.index];
  const auto stands = [&](const std::optional<RegionId>& region) {
    return !region || !contains(lost, *region);
  };
  const auto replica = replica_of(kind);
  const auto* copies = std::get_if<PeriodicCopy>(&kind.protection);
  return stands(kind.written_in) || (replica && stands(plan_.components[replica->index].region)) ||
         (copies != nullptr && stands(copies->kept_in));
}

bool LossModel::concerns(const Cut& cut, const DataKind& kind, ComponentId replica) const {
  if (cut.replica) {
    return *cut.replica == replica;
  }
  return cut.from == kind.written_in && plan_.components[replica.index].region == cut.to;
}

// While nothing gets through, a replica grows older by a second a second; while less does than is
// written, by the share that waits.
double LossModel::growth(const Cut& cut, ComponentId replica) const {
  if (!cut.is_narrow) {
    return 1.0;
  }
  const double written = written_rate(replica);
  return cut.left && written > 0.0 ? std::max(0.0, 1.0 - cut.left->bytes_per_second / written)
                                   : 0.0;
}

// Once the link is back, what waits is caught up with by what it can carry beyond what is newly
// written.
Duration LossModel::lag_of_cuts(const DataKind& kind, Duration at) const {
  const auto replica = replica_of(kind);
  double lag = 0.0;
  for (const Cut& cut : cuts_) {
    if (!replica || !concerns(cut, kind, *replica)) {
      continue;
    }
    lag += to_seconds(std::min(at, cut.end) - cut.begin) * growth(cut, *replica);
    if (at > cut.end) {
      const double load = utilisation(*replica);
      const double caught_up = load > 0.0 ? to_seconds(at - cut.end) * (1.0 / load - 1.0) : lag;
      lag = std::max(0.0, lag - std::max(0.0, caught_up));
    } else {
      lag += to_seconds(cut.latency);
    }
  }
  return from_seconds(lag);
}

// What is written to `replica` in the mean [bytes/s]; 0 where the plan does not say.
double LossModel::written_rate(ComponentId replica) const {
  if (const auto* database = std::get_if<Database>(&plan_.components[replica.index].model)) {
    const auto* backlog = database->lag ? std::get_if<BacklogLag>(&*database->lag) : nullptr;
    if (backlog == nullptr) {
      return 0.0;
    }
    const double burst = mean(backlog->burst_length);
    const double gap = mean(backlog->burst_gap);
    return (backlog->burst_write_rate.bytes_per_second * burst +
            backlog->base_write_rate.bytes_per_second * gap) /
           (burst + gap);
  }
  double written = 0.0;
  for (const DataKind& other : plan_.data) {
    if (replica_of(other) != replica) {
      continue;
    }
    if (const auto* stream = std::get_if<ObjectStream>(&other.protection)) {
      written += stream->rate.bytes_per_second;
    } else if (const auto* saved = std::get_if<CheckpointStream>(&other.protection)) {
      written += static_cast<double>(saved->size.count) / to_seconds(saved->interval);
    }
  }
  return written;
}

// The share of its link that what is written takes up in the mean; 0 where the plan does not say.
double LossModel::utilisation(ComponentId replica) const {
  const double written = written_rate(replica);
  if (const auto* database = std::get_if<Database>(&plan_.components[replica.index].model)) {
    const auto* backlog = database->lag ? std::get_if<BacklogLag>(&*database->lag) : nullptr;
    return backlog == nullptr ? 0.0 : written / backlog->capacity.bytes_per_second;
  }
  const auto& store = std::get<ObjectStore>(plan_.components[replica.index].model);
  return written / store.replication_rate.bytes_per_second;
}

Duration LossModel::age_without_cuts(DataId data, Duration at, RegionSet lost, Luck& luck) {
  const DataKind& kind = plan_.data[data.index];
  Draws& draws = luck[streams_[data.index]];
  const auto survives = [&](ComponentId replica) {
    const auto& region = plan_.components[replica.index].region;
    return !region || !contains(lost, *region);
  };
  if (const auto* copy = std::get_if<PeriodicCopy>(&kind.protection)) {
    return copy_age(*copy, lost, draws);
  }
  if (const auto* database = std::get_if<DatabaseReplication>(&kind.protection)) {
    const Component& replica = plan_.components[database->replica.index];
    return survives(database->replica) ? replica_lag(std::get<Database>(replica.model), at, draws)
                                       : never;
  }
  if (const auto* stream = std::get_if<ObjectStream>(&kind.protection)) {
    return survives(stream->replica) ? object_age(data.index, stream->replica, luck) : never;
  }
  if (const auto* stream = std::get_if<CheckpointStream>(&kind.protection)) {
    return survives(stream->replica) ? object_age(data.index, stream->replica, luck) : never;
  }
  return never;  // not protected
}

Duration LossModel::replica_lag(const Database& replica, Duration at, Draws& draws) {
  if (!replica.lag) {
    return Duration::zero();
  }
  if (const auto* process = std::get_if<OrnsteinUhlenbeckLag>(&*replica.lag)) {
    return lag_after(*process, at, draws);
  }
  return backlog_lag(std::get<BacklogLag>(*replica.lag), draws);
}

Duration LossModel::backlog_lag(const BacklogLag& lag, Draws& draws) {
  const double cycle = quantile(lag.burst_gap, 0.5) + quantile(lag.burst_length, 0.5);
  const double delay = sample(lag.delay, draws);
  link_.reset(lag.capacity);
  double left = cycles_before * cycle;
  while (left > 0.0) {
    const double quiet = std::min(left, sample(lag.burst_gap, draws));
    link_.flow(quiet, lag.base_write_rate.bytes_per_second);
    left -= quiet;
    const double burst = std::min(left, sample(lag.burst_length, draws));
    link_.flow(burst, lag.burst_write_rate.bytes_per_second);
    left -= burst;
  }
  return from_seconds(link_.age() + delay);
}

// Everything that shares the bucket's replication, in the order it was written, from an empty link
// `span` seconds before the fault until `until`; false if the link cannot keep up at all.
bool LossModel::fill_link(ComponentId replica, double span, double until, Luck& luck) {
  double load = 0.0;
  for (const DataKind& kind : plan_.data) {
    const auto* stream = std::get_if<ObjectStream>(&kind.protection);
    if (stream != nullptr && stream->replica == replica) {
      load += stream->rate.bytes_per_second;
    }
  }
  const double steady = load;
  sharing_.clear();
  for (CheckpointFlow& flow : checkpoints_) {
    if (std::get<CheckpointStream>(plan_.data[flow.data].protection).replica == replica) {
      Draws phase = luck[flow.phase];  // a copy: every kind on the link sees the same phase
      flow.next = span - phase.uniform() * flow.interval;
      flow.next -= std::floor(flow.next / flow.interval) * flow.interval;
      load += flow.size / flow.interval;
      sharing_.push_back(&flow);
    }
  }
  const auto& store = std::get<ObjectStore>(plan_.components[replica.index].model);
  link_.reset(store.replication_rate);
  written_.clear();
  while (!sharing_.empty()) {
    CheckpointFlow& flow = **std::min_element(
        sharing_.begin(), sharing_.end(),
        [](const CheckpointFlow* a, const CheckpointFlow* b) { return a->next < b->next; });
    if (flow.next > until) {
      break;
    }
    link_.flow(flow.next - link_.now(), steady);
    link_.arrive(flow.size);
    written_.push_back({flow.data, flow.next, link_.arrived()});
    flow.next += flow.interval;
  }
  link_.flow(until - link_.now(), steady);
  return load < store.replication_rate.bytes_per_second;
}

Duration LossModel::since_checkpoint(DataId data, Luck& luck) const {
  const auto flow =
      std::find_if(checkpoints_.begin(), checkpoints_.end(),
                   [data](const CheckpointFlow& one) { return one.data == data.index; });
  Draws phase = luck[flow->phase];  // a copy, as in fill_link: it is one cycle
  return from_seconds(phase.uniform() * flow->interval);
}

Duration LossModel::object_age(std::uint32_t data, ComponentId replica, Luck& luck) {
  double span = 0.0;
  for (const CheckpointFlow& flow : checkpoints_) {
    span = std::max(span, cycles_before * flow.interval);
  }
  // An object is there once it has left the queue and its own latency has passed: what is there at
  // the fault had left the queue one latency earlier.
  const auto& store = std::get<ObjectStore>(plan_.components[replica.index].model);
  const double latency = sample(store.object_latency, luck[streams_[data]]);
  span = std::max(span, latency);
  if (!fill_link(replica, span, span - latency, luck)) {
    return never;
  }
  if (std::holds_alternative<ObjectStream>(plan_.data[data].protection)) {
    return from_seconds(link_.age() + latency);
  }
  for (std::size_t index = written_.size(); index-- > 0;) {
    const Written& checkpoint = written_[index];
    if (checkpoint.data == data && checkpoint.arrived <= link_.departed()) {
      return from_seconds(span - checkpoint.time);
    }
  }
  return never;
}

}  // namespace firedrill
