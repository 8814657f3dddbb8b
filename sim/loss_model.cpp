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

LossModel::LossModel(const Plan& plan, Luck& luck) : plan_{plan}, history_{plan, luck} {
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

void LossModel::give_up(ComponentId replica, Duration at, Luck& luck) {
  for (std::uint32_t data = 0; data < plan_.data.size(); ++data) {
    const auto* log = std::get_if<DatabaseReplication>(&plan_.data[data].protection);
    if (log != nullptr && log->replica == replica) {
      given_up_.push_back({replica, at, at - age_of_loss(DataId{data}, at, 0, luck)});
      return;  // all that one log brings is equally old
    }
  }
}

std::optional<Duration> LossModel::given_up_at(ComponentId replica) const {
  for (const GivenUp& one : given_up_) {
    if (one.replica == replica) {
      return one.at;
    }
  }
  return std::nullopt;
}

// Of a replica that has been given up; none of any other.
std::optional<Duration> LossModel::age_given_up(const DataKind& kind, Duration at,
                                                RegionSet lost) const {
  const auto replica = replica_of(kind);
  for (const GivenUp& one : given_up_) {
    if (replica == one.replica) {
      const auto& region = plan_.components[replica->index].region;
      return region && contains(lost, *region) ? never : at - one.state;
    }
  }
  return std::nullopt;
}

Duration LossModel::age_of_loss(DataId data, Duration at, RegionSet lost, Luck& luck) {
  const DataKind& kind = plan_.data[data.index];
  const auto given_up = age_given_up(kind, at, lost);
  const bool is_on_link = given_up || needs_history(kind, at);
  const Duration age = given_up     ? *given_up
                       : is_on_link ? age_on_link(data, at, lost, luck)
                                    : age_without_cuts(data, at, lost, luck);
  if (age == never && kind.archive) {
    return copy_age(kind.archive->copies, lost, luck[archive_streams_[data.index]]);
  }
  return is_on_link ? age : add(age, lag_of_troubles(kind, at));
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

Duration LossModel::lag_of_troubles(const DataKind& kind, Duration at) const {
  const auto replica = replica_of(kind);
  if (!replica || !plan_.components[replica->index].region) {
    return {};
  }
  const RegionId target = *plan_.components[replica->index].region;
  const Hindrance now = hindrance_at(troubles_, kind.written_in, target, *replica, at);
  return std::max(now.stopped, now.latency);
}

bool LossModel::needs_history(const DataKind& kind, Duration at) const {
  const auto replica = replica_of(kind);
  if (!replica || !(history_.rate_of(*replica) > 0.0)) {
    return false;
  }
  const RegionId target = plan_.components[replica->index].region.value_or(RegionId{});
  return history_.is_contended(*replica) ||
         std::any_of(troubles_.begin(), troubles_.end(), [&](const LinkTrouble& one) {
           return one.begin < at && one.concerns(kind.written_in, target, *replica);
         });
}

// As without cuts, from the curves of the whole link.
Duration LossModel::age_on_link(DataId data, Duration at, RegionSet lost, Luck& luck) {
  const ComponentId replica = *replica_of(plan_.data[data.index]);
  const Component& component = plan_.components[replica.index];
  if (component.region && contains(lost, *component.region)) {
    return never;
  }
  const auto* store = std::get_if<ObjectStore>(&component.model);
  const Distribution& delay =
      store != nullptr ? store->object_latency
                       : std::get<BacklogLag>(*std::get<Database>(component.model).lag).delay;
  const double latency = sample(delay, luck[streams_[data.index]]);
  return history_.age(data, at, troubles_, latency, luck);
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
    return survives(database->replica) ? replica_lag(std::get<Database>(replica.model),
                                                     history_.rate_of(database->replica), at, draws)
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

Duration LossModel::replica_lag(const Database& replica, double rate, Duration at, Draws& draws) {
  if (!replica.lag) {
    return Duration::zero();
  }
  if (const auto* process = std::get_if<OrnsteinUhlenbeckLag>(&*replica.lag)) {
    return lag_after(*process, at, draws);
  }
  return backlog_lag(std::get<BacklogLag>(*replica.lag), rate, draws);
}

Duration LossModel::backlog_lag(const BacklogLag& lag, double rate, Draws& draws) {
  const double cycle = quantile(lag.burst_gap, 0.5) + quantile(lag.burst_length, 0.5);
  const double cycles = std::max(cycles_before, cycles_to_forget(lag, rate));
  const double delay = sample(lag.delay, draws);
  link_.reset(Rate{rate});
  double left = cycles * cycle;
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
  const double rate = history_.rate_of(replica);
  link_.reset(Rate{rate});
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
  return load < rate;
}

Duration LossModel::since_checkpoint(DataId data, Luck& luck) const {
  const auto flow =
      std::find_if(checkpoints_.begin(), checkpoints_.end(),
                   [data](const CheckpointFlow& one) { return one.data == data.index; });
  Draws phase = luck[flow->phase];  // a copy, as in fill_link: it is one cycle
  return from_seconds(phase.uniform() * flow->interval);
}

// Objects are written at random, and each takes its own time: the age of the oldest that is not
// there. Beyond the latency's longest nothing is missing.
double LossModel::oldest_missing(const ObjectStream& stream, const Distribution& latency,
                                 Draws& draws) {
  constexpr double longest_share = 1.0 - 1e-12;
  const double between =
      static_cast<double>(stream.object_size.count) / stream.rate.bytes_per_second;
  const double longest = quantile(latency, longest_share);
  const Distribution gap{Exponential{between}};
  double oldest = 0.0;
  for (double age = sample(gap, draws); age < longest; age += sample(gap, draws)) {
    oldest = sample(latency, draws) > age ? age : oldest;
  }
  return oldest;
}

Duration LossModel::object_age(std::uint32_t data, ComponentId replica, Luck& luck) {
  double span = 0.0;
  for (const CheckpointFlow& flow : checkpoints_) {
    span = std::max(span, cycles_before * flow.interval);
  }
  // An object is there once it has left the queue and its own latency has passed: what is there at
  // the fault had left the queue one latency earlier.
  const auto& store = std::get<ObjectStore>(plan_.components[replica.index].model);
  const auto* stream = std::get_if<ObjectStream>(&plan_.data[data].protection);
  if (stream != nullptr && stream->object_size.count > 0) {
    const double missing = oldest_missing(*stream, store.object_latency, luck[streams_[data]]);
    return fill_link(replica, span, span, luck) ? from_seconds(link_.age() + missing) : never;
  }
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
