#include "models/analysis/link_needs.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/network/goodput.hpp"

namespace firedrill {
namespace {

// Cadences for which a promise's needs are told, as shares of its target.
constexpr std::array<double, 3> cadence_shares{1.0 / 3.0, 2.0 / 3.0, 0.8};

// A queue that is always full forgives no delay: what is written leaves a twentieth of the rate.
constexpr double to_spare = 1.05;
constexpr int latencies = 2000;

// [s] each as likely as another; `index` below `latencies`.
double latency_of(const Distribution& latency, int index) {
  return quantile(latency, (index + 0.5) / latencies);
}

struct Stream {
  ComponentId replica{};
  double written = 0.0;                   // in the mean [bytes/s], of this kind of data
  double most = 1.0;                      // at the busiest time of the day, as a share of that
  Bytes checkpoint{};                     // size, 0 if it is none
  Duration interval{};                    // of checkpoints
  const Distribution* latency = nullptr;  // [s] of an object, or of a log
  bool is_log = false;
};

double most_over_mean(const DailyProfile& daily) {
  const double mean = mean_share(daily);
  return mean > 0.0 ? most_share(daily) / mean : 1.0;
}

std::optional<Stream> stream_of(const Plan& plan, const DataKind& kind) {
  Stream stream;
  if (const auto* log = std::get_if<DatabaseReplication>(&kind.protection)) {
    const auto& database = std::get<Database>(plan.components[log->replica.index].model);
    const auto* backlog = database.lag ? std::get_if<BacklogLag>(&*database.lag) : nullptr;
    if (backlog == nullptr) {
      return std::nullopt;
    }
    stream.replica = log->replica;
    stream.written = mean_written(*backlog).bytes_per_second;
    stream.most = most_over_mean(backlog->daily);
    stream.latency = &backlog->delay;
    stream.is_log = true;
    return stream;
  }
  if (const auto* objects = std::get_if<ObjectStream>(&kind.protection)) {
    stream.replica = objects->replica;
    stream.written = objects->rate.bytes_per_second * mean_share(objects->daily);
    stream.most = most_over_mean(objects->daily);
  } else if (const auto* saved = std::get_if<CheckpointStream>(&kind.protection)) {
    stream.replica = saved->replica;
    stream.written = static_cast<double>(saved->size.count) / to_seconds(saved->interval);
    stream.checkpoint = saved->size;
    stream.interval = saved->interval;
  } else {
    return std::nullopt;
  }
  const auto& store = std::get<ObjectStore>(plan.components[stream.replica.index].model);
  stream.latency = &store.object_latency;
  return stream;
}

Rate service_limit(const Component& replica) {
  if (const auto* store = std::get_if<ObjectStore>(&replica.model)) {
    return store->replication_rate;
  }
  return std::get<BacklogLag>(*std::get<Database>(replica.model).lag).capacity;
}

const RegionLink* link_of(const Plan& plan, const DataKind& kind, ComponentId replica) {
  const auto& region = plan.components[replica.index].region;
  return region ? link_between(plan, kind.written_in, *region) : nullptr;
}

// What the stream can have with the link to itself, and what holds it back there.
std::pair<Rate, Bottleneck> what_it_takes(const Plan& plan, const DataKind& kind,
                                          const Stream& stream) {
  const Rate service = service_limit(plan.components[stream.replica.index]);
  const RegionLink* const link = link_of(plan, kind, stream.replica);
  if (link == nullptr) {
    return {service, Bottleneck::service};
  }
  const LinkRates rates = link_rates(*link);
  const Rate network = stream.is_log ? rates.database : rates.objects;
  if (service.bytes_per_second <= network.bytes_per_second) {
    return {service, Bottleneck::service};
  }
  NetworkPath path = link->path;
  path.flows = stream.is_log ? link->database_flows : link->object_flows;
  const bool is_loss = limit_of(path, hosts()) == GoodputLimit::loss;
  return {network, is_loss ? Bottleneck::connections : Bottleneck::link};
}

// All that is written to the same replica when each is at the most of its day, and the largest
// checkpoint among it: what is behind at noon keeps no promise at noon.
struct Beside {
  double written = 0.0;  // [bytes/s]
  Bytes largest{};       // checkpoint
  Duration interval{};   // of that
};

Beside beside(const Plan& plan, const Stream& stream) {
  Beside all;
  for (const DataKind& kind : plan.data) {
    const auto other = stream_of(plan, kind);
    if (other && other->replica == stream.replica) {
      // Several kinds in one database are one log.
      const double most = other->written * other->most;
      all.written = other->is_log ? most : all.written + most;
      if (other->checkpoint > all.largest) {
        all.largest = other->checkpoint;
        all.interval = other->interval;
      }
    }
  }
  return all;
}

// Whether new objects cross before what waits of checkpoints, to the same replica.
bool objects_go_first(const Plan& plan, const DataKind& kind, const Stream& stream) {
  const RegionLink* const link = link_of(plan, kind, stream.replica);
  return link != nullptr && link->order.objects < link->order.checkpoints;
}

// With checkpoints every `interval`. One that is in time is not enough: all that is written must
// cross, or each waits longer than the one before.
std::optional<Rate> rate_with_interval(const Plan& plan, const DataKind& kind, const Stream& stream,
                                       Duration interval, const Objective& objective) {
  const auto rate = rate_for_checkpoints(stream.checkpoint, interval, objective.target,
                                         objective.required_fraction, *stream.latency);
  if (!rate) {
    return std::nullopt;
  }
  const double others = beside(plan, stream).written - stream.written;
  const double in_time =
      rate->bytes_per_second + (objects_go_first(plan, kind, stream) ? others : 0.0);
  const double written =
      static_cast<double>(stream.checkpoint.count) / to_seconds(interval) + others;
  return Rate{std::max(in_time, to_spare * written)};
}

// For a steady stream behind each checkpoint: the oldest of it is as old as the checkpoint
// while that crosses, for size / rate, and then catches up. In what share of faults, at any time of
// the cycle, it is older than promised falls with the rate.
std::optional<Rate> rate_behind_checkpoints(const Beside& all, const Objective& objective,
                                            const Distribution& latency) {
  const double size = static_cast<double>(all.largest.count);
  const double cycle = to_seconds(all.interval);
  const double others = all.written - size / cycle;
  const auto late_in = [&](double rate) {
    double sum = 0.0;
    for (int index = 0; index < latencies; ++index) {
      const double left = to_seconds(objective.target) - latency_of(latency, index);
      const double over = (size / rate - std::max(0.0, left)) * rate / (rate - others);
      sum += left <= 0.0 ? 1.0 : std::clamp(over / cycle, 0.0, 1.0);
    }
    return sum / latencies;
  };
  constexpr double widest = 1e15;  // [bytes/s]
  double few = to_spare * all.written;
  double enough = widest;
  if (late_in(enough) > 1.0 - objective.required_fraction) {
    return std::nullopt;
  }
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = std::sqrt(few) * std::sqrt(enough);
    (late_in(middle) > 1.0 - objective.required_fraction ? few : enough) = middle;
  }
  return Rate{enough};
}

std::optional<Rate> rate_for(const Plan& plan, const DataKind& kind, const Stream& stream,
                             const Objective& objective) {
  if (stream.checkpoint.count > 0) {
    return rate_with_interval(plan, kind, stream, stream.interval, objective);
  }
  const Beside all = beside(plan, stream);
  if (stream.is_log || all.largest.count == 0) {
    return Rate{all.written};
  }
  return rate_behind_checkpoints(all, objective, *stream.latency);
}

// Whichever limit comes first: the replica's own, or its source's disk.
std::optional<Bytes> room_for_log(const Plan& plan, ComponentId replica) {
  const auto& database = std::get<Database>(plan.components[replica.index].model);
  std::optional<Bytes> room = database.log_room;
  const auto& source = std::get<Database>(plan.components[database.replica_of->index].model);
  if (source.log_disk) {
    room = room ? std::min(*room, source.log_disk->room) : source.log_disk->room;
  }
  return room;
}

LinkLoad load_of(const Plan& plan, std::uint32_t index, RegionId from, RegionId to) {
  LinkLoad load{from, to, index, link_rates(plan.links[index]).all, {}, {}, {}};
  std::vector<ComponentId> counted;
  for (const DataKind& kind : plan.data) {
    const auto stream = stream_of(plan, kind);
    if (!stream || kind.written_in != from || plan.components[stream->replica.index].region != to) {
      continue;
    }
    const bool is_counted =
        std::find(counted.begin(), counted.end(), stream->replica) != counted.end();
    if (!is_counted) {
      counted.push_back(stream->replica);
      load.may_take.bytes_per_second += what_it_takes(plan, kind, *stream).first.bytes_per_second;
    }
    if (!stream->is_log || !is_counted) {
      load.written.bytes_per_second += stream->written;
    }
    if (stream->is_log) {
      const auto room = room_for_log(plan, stream->replica);
      if (room) {
        // In the busiest hours: a cut does not wait for the night.
        const Duration lasts = transfer_time(*room, Rate{stream->written * stream->most});
        load.log_lasts = load.log_lasts ? std::min(*load.log_lasts, lasts) : lasts;
      }
    }
  }
  return load;
}

}  // namespace

std::optional<Rate> rate_for_checkpoints(Bytes size, Duration interval, Duration target,
                                         double fraction, const Distribution& latency) {
  // Of the time left for the transfer: in what share of faults, at any time of the cycle and for
  // any latency, the newest checkpoint has crossed.
  const double cycle = to_seconds(interval);
  const auto holds_in = [&](double left) {
    double sum = 0.0;
    for (int index = 0; index < latencies; ++index) {
      const double rest = left - latency_of(latency, index);
      sum += std::clamp(rest / cycle, 0.0, 1.0);
    }
    return sum / latencies;
  };
  double few = 0.0;
  double enough = to_seconds(target);
  if (!(holds_in(enough) > fraction)) {
    return std::nullopt;
  }
  for (int halving = 0; halving < 40; ++halving) {
    const double middle = (few + enough) / 2.0;
    (holds_in(middle) < fraction ? few : enough) = middle;
  }
  const double crossing = to_seconds(target) - enough;
  return crossing > 0.0 ? std::optional{Rate{static_cast<double>(size.count) / crossing}}
                        : std::nullopt;
}

LinkNeeds link_needs(const Plan& plan) {
  LinkNeeds result;
  for (std::uint32_t index = 0; index < plan.links.size(); ++index) {
    const RegionLink& link = plan.links[index];
    for (const auto& [from, to] : {std::pair{link.a, link.b}, std::pair{link.b, link.a}}) {
      const LinkLoad load = load_of(plan, index, from, to);
      if (load.written.bytes_per_second > 0.0) {
        result.loads.push_back(load);
      }
    }
  }
  for (std::uint32_t index = 0; index < plan.objectives.size(); ++index) {
    const Objective& objective = plan.objectives[index];
    for (const DataId data : objective.data) {
      const DataKind& kind = plan.data[data.index];
      const auto stream = stream_of(plan, kind);
      if (!stream) {
        continue;
      }
      const auto [takes, bottleneck] = what_it_takes(plan, kind, *stream);
      const auto needs = rate_for(plan, kind, *stream, objective);
      const bool is_kept = needs && needs->bytes_per_second <= takes.bytes_per_second;
      result.needs.push_back({index, data, stream->replica, takes, needs, is_kept,
                              needs ? bottleneck : Bottleneck::cadence});
      if (stream->checkpoint.count == 0 || is_kept) {
        continue;
      }
      for (const double share : cadence_shares) {
        const Duration interval = from_seconds(share * to_seconds(objective.target));
        if (const auto rate = rate_with_interval(plan, kind, *stream, interval, objective)) {
          result.cadences.push_back({index, data, interval, *rate});
        }
      }
    }
  }
  return result;
}

}  // namespace firedrill
