#include "sim/link_history.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "models/network/transfer_case.hpp"
#include "sim/link_streams.hpp"

namespace firedrill {
namespace {

// As LossModel: a stable queue forgets its past within a few of its longest cycles.
constexpr double cycles_settled = 30.0;

bool is_on(const Plan& plan, const DataKind& kind, RegionId from, RegionId to) {
  const auto replica = streams_to(plan, kind);
  return replica && kind.written_in == from && plan.components[replica->index].region == to;
}

double service_limit(const Component& replica) {
  const BacklogLag* const log = backlog_of(replica);
  return log != nullptr ? log->capacity.bytes_per_second
                        : std::get<ObjectStore>(replica.model).replication_rate.bytes_per_second;
}

}  // namespace

double cycles_to_forget(const BacklogLag& lag, double rate) {
  constexpr double relaxations = 9.0;     // e^-9
  constexpr double most_cycles = 5000.0;  // of a link that never keeps up
  const double burst = mean(lag.burst_length);
  const double gap = mean(lag.burst_gap);
  const double written =
      (lag.burst_write_rate.bytes_per_second * burst + lag.base_write_rate.bytes_per_second * gap) /
      (burst + gap);
  const double load = std::sqrt(written / rate);
  return load < 1.0 ? std::min(most_cycles, relaxations * load * load / ((1 - load) * (1 - load)))
                    : most_cycles;
}

LinkHistory::LinkHistory(const Plan& plan, Luck& luck)
    : plan_{plan},
      is_daily_{has_daily_profile(plan)},
      rates_(plan.components.size(), 0.0),
      is_contended_(plan.components.size(), 0) {
  for (const Component& component : plan.components) {
    log_streams_.push_back(luck.stream("component/" + component.name + "/log"));
  }
  for (const DataKind& kind : plan.data) {
    phase_streams_.push_back(luck.stream("data/" + kind.name + "/phase"));
    if (const auto replica = streams_to(plan, kind)) {
      const Component& component = plan.components[replica->index];
      rates_[replica->index] = service_limit(component);
      const RegionLink* const link =
          component.region ? link_between(plan, kind.written_in, *component.region) : nullptr;
      if (link != nullptr) {
        const LinkRates rates = link_rates(*link);
        const Rate own = backlog_of(component) != nullptr ? rates.database : rates.objects;
        rates_[replica->index] = std::min(rates_[replica->index], own.bytes_per_second);
      }
    }
  }
  for (const DataKind& kind : plan.data) {
    if (const auto replica = streams_to(plan, kind); replica && !daily_of(plan, kind).is_flat()) {
      is_contended_[replica->index] = 1;
    }
  }
  for (const RegionLink& link : plan.links) {
    for (const auto& [from, to] : {std::pair{link.a, link.b}, std::pair{link.b, link.a}}) {
      gather(from, to, {});
      double wanted = 0.0;
      bool has_two_queues = false;
      for (const Stream& stream : streams_) {
        has_two_queues = has_two_queues || stream.kind == Stream::Kind::checkpoints;
        wanted += stream.kind == Stream::Kind::checkpoints ? 0.0 : rates_[stream.replica.index];
      }
      for (const Stream& stream : streams_) {
        if (wanted > link_rates(link).all.bytes_per_second || has_two_queues) {
          is_contended_[stream.replica.index] = 1;
        }
      }
    }
  }
}

// The streams from one region to another; without a link between them, that of `replica` alone.
void LinkHistory::gather(RegionId from, RegionId to, ComponentId replica) {
  streams_.clear();
  const RegionLink* const link = link_between(plan_, from, to);
  const bool is_split = link != nullptr && link->order.objects != link->order.checkpoints;
  for (const DataKind& kind : plan_.data) {
    if (!is_on(plan_, kind, from, to)) {
      continue;
    }
    const ComponentId target = *streams_to(plan_, kind);
    Stream::Kind what = Stream::Kind::all_objects;
    if (std::holds_alternative<DatabaseReplication>(kind.protection)) {
      what = Stream::Kind::log;
    } else if (is_split) {
      what = std::holds_alternative<ObjectStream>(kind.protection) ? Stream::Kind::objects
                                                                   : Stream::Kind::checkpoints;
    }
    const bool is_new = std::none_of(streams_.begin(), streams_.end(), [&](const Stream& one) {
      return one.replica == target && one.kind == what;
    });
    if (is_new && (link != nullptr || target == replica)) {
      streams_.push_back({target, what});
    }
  }
}

SharedLink LinkHistory::empty_link(RegionId from, RegionId to, ComponentId replica) const {
  const RegionLink* const link = link_between(plan_, from, to);
  std::vector<LinkClass> classes;
  for (const Stream& stream : streams_) {
    LinkClass one;
    one.limit = rates_[stream.replica.index];
    one.group = static_cast<int>(stream.replica.index);
    one.group_limit = one.limit;
    if (link != nullptr) {
      const bool is_log = stream.kind == Stream::Kind::log;
      one.weight = is_log ? link->database_flows : link->object_flows;
      one.priority = is_log                                     ? link->order.log
                     : stream.kind == Stream::Kind::checkpoints ? link->order.checkpoints
                                                                : link->order.objects;
    }
    classes.push_back(one);
  }
  const Rate capacity = link != nullptr ? link_rates(*link).all : Rate{rates_[replica.index]};
  return SharedLink{classes, capacity};
}

std::size_t LinkHistory::stream_of(const DataKind& data) const {
  const ComponentId replica = *streams_to(plan_, data);
  const bool is_checkpoint = std::holds_alternative<CheckpointStream>(data.protection);
  const auto stream = std::find_if(streams_.begin(), streams_.end(), [&](const Stream& one) {
    return one.replica == replica && (one.kind != Stream::Kind::checkpoints || is_checkpoint) &&
           (one.kind != Stream::Kind::objects || !is_checkpoint);
  });
  return static_cast<std::size_t>(stream - streams_.begin());
}

// The longest time after which a stream's writing repeats itself [s].
double LinkHistory::cycle_of(const Stream& stream) const {
  if (const BacklogLag* const log = backlog_of(plan_.components[stream.replica.index])) {
    const double cycle = quantile(log->burst_gap, 0.5) + quantile(log->burst_length, 0.5);
    const double cycles = cycles_to_forget(*log, rates_[stream.replica.index]);
    return cycle * std::max(1.0, cycles / cycles_settled);
  }
  double cycle = 0.0;
  for (const DataKind& kind : plan_.data) {
    const auto* saved = std::get_if<CheckpointStream>(&kind.protection);
    if (saved != nullptr && saved->replica == stream.replica) {
      cycle = std::max(cycle, to_seconds(saved->interval));
    }
  }
  return cycle;
}

void LinkHistory::play(SharedLink& link, std::uint32_t data, double until) {
  std::stable_sort(events_.begin(), events_.end(),
                   [](const Event& a, const Event& b) { return a.time < b.time; });
  checkpoints_.clear();
  for (const Event& event : events_) {
    if (event.time > until) {
      break;
    }
    link.advance(event.time);
    switch (event.what) {
      case Event::What::capacity:
        link.set_capacity(
            Rate{event.value >= 0.0 ? event.value : rates_[streams_.front().replica.index]});
        break;
      case Event::What::limit:
        link.set_limit(
            event.stream,
            Rate{event.value >= 0.0 ? event.value : rates_[streams_[event.stream].replica.index]});
        break;
      case Event::What::rate:
        link.write(event.stream, Rate{event.value});
        break;
      case Event::What::arrive:
        link.arrive(event.stream, event.value);
        if (event.data == data) {
          checkpoints_.push_back({event.time, link.arrived(event.stream)});
        }
        break;
    }
  }
  link.advance(until);
}

// A log whose room was used up once is followed no further.
Duration LinkHistory::age_of_stream(const SharedLink& link, std::size_t stream, double until,
                                    double latency) const {
  const auto* database =
      std::get_if<Database>(&plan_.components[streams_[stream].replica.index].model);
  if (database != nullptr && database->log_room) {
    const auto full = link.first_backlog_of(stream, static_cast<double>(database->log_room->count));
    if (full) {
      const double lag = lag_at(lag_curve(link.curve(stream), 0.0), *full);
      return from_seconds(lag + (until - *full) + latency);
    }
  }
  return from_seconds(link.age(stream) + latency);
}

double LinkHistory::span_before(RegionId from, RegionId to, Duration at,
                                const std::vector<LinkTrouble>& troubles) const {
  double span = 1.0;
  for (const Stream& stream : streams_) {
    span = std::max(span, cycles_settled * cycle_of(stream));
  }
  // What waits depends on the last day alone, if a day's writing crosses in a day at all: whatever
  // began to wait earlier had crossed by then (the sum over one more period only falls).
  span += is_daily_ ? to_seconds(one_day) : 0.0;
  const double settled = span;  // before the first cut too
  for (const LinkTrouble& one : troubles) {
    const bool concerns_any =
        std::any_of(streams_.begin(), streams_.end(),
                    [&](const Stream& stream) { return one.concerns(from, to, stream.replica); });
    if (concerns_any && one.begin < at) {
      span = std::max(span, to_seconds(at) - to_seconds(one.begin) + settled);
    }
  }
  return span;
}

void LinkHistory::list_events(RegionId from, RegionId to, Duration at, double span,
                              const std::vector<LinkTrouble>& troubles, Luck& luck) {
  events_.clear();
  const double day = to_seconds(one_day);
  time_of_day_ = std::fmod(to_seconds(begins_at_ + at) - span, day);
  time_of_day_ += time_of_day_ < 0.0 ? day : 0.0;
  hinder(troubles, from, to, to_seconds(at) - span);
  for (std::size_t stream = 0; stream < streams_.size(); ++stream) {
    if (const BacklogLag* const log =
            backlog_of(plan_.components[streams_[stream].replica.index])) {
      write_log(stream, *log, span, luck);
    }
  }
  write_objects(from, span, luck);
}

std::vector<LinkHistory::Trace> LinkHistory::trace(RegionId from, RegionId to, Duration at,
                                                   Duration span,
                                                   const std::vector<LinkTrouble>& troubles,
                                                   Luck& luck) {
  std::vector<Trace> traces;
  std::vector<ComponentId> replicas;
  gather(from, to, {});
  if (link_between(plan_, from, to) != nullptr) {
    replicas.assign(1, {});  // all at once
  } else {
    for (const DataKind& kind : plan_.data) {
      const auto replica = streams_to(plan_, kind);
      if (is_on(plan_, kind, from, to) &&
          std::find(replicas.begin(), replicas.end(), *replica) == replicas.end()) {
        replicas.push_back(*replica);
      }
    }
  }
  for (const ComponentId replica : replicas) {
    gather(from, to, replica);
    const double length = std::max(to_seconds(span), span_before(from, to, at, troubles));
    list_events(from, to, at, length, troubles, luck);
    SharedLink link = empty_link(from, to, replica);
    play(link, 0, length);
    for (std::size_t stream = 0; stream < streams_.size(); ++stream) {
      traces.push_back({streams_[stream].replica, link.curve(stream)});
    }
  }
  return traces;
}

Duration LinkHistory::age(DataId data, Duration at, const std::vector<LinkTrouble>& troubles,
                          double latency, Luck& luck) {
  const DataKind& kind = plan_.data[data.index];
  const ComponentId replica = *streams_to(plan_, kind);
  const RegionId from = kind.written_in;
  const RegionId to = *plan_.components[replica.index].region;
  gather(from, to, replica);
  latency += to_seconds(hindrance_at(troubles, from, to, replica, at).latency);
  const double span = std::max(latency, span_before(from, to, at, troubles));
  // What is there at the fault had crossed one latency earlier.
  const double until = span - latency;
  list_events(from, to, at, span, troubles, luck);
  SharedLink link = empty_link(from, to, replica);
  play(link, data.index, until);
  const std::size_t stream = stream_of(kind);
  if (!std::holds_alternative<CheckpointStream>(kind.protection)) {
    return age_of_stream(link, stream, until, latency);
  }
  for (std::size_t index = checkpoints_.size(); index-- > 0;) {
    // A byte of terabytes may be lost to rounding.
    if (checkpoints_[index].arrived <= link.departed(stream) + 1.0) {
      return from_seconds(span - checkpoints_[index].time);
    }
  }
  return never;
}

}  // namespace firedrill
