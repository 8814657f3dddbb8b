#include "sim/straight_run.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace firedrill {
namespace {

using Work = StraightPlan::Work;

constexpr std::uint64_t event_mask = StraightPlan::event_limit - 1;
constexpr unsigned event_bits = 6;

}  // namespace

StraightRun::StraightRun(const Scenario& scenario, StraightPlan plan, std::uint64_t seed)
    : scenario_{scenario},
      plan_{std::move(plan)},
      luck_{seed},
      state_{scenario.plan},
      losses_{scenario.plan, luck_},
      detection_{scenario.plan, luck_},
      times_(plan_.parts.size()),
      ages_(scenario.plan.data.size()) {
  state_.lost = RegionSet{1} << plan_.lost.index;
  const std::string fault = "fault/" + scenario.faults.front().name;
  at_stream_ = luck_.stream(fault + "/at");
  length_stream_ = luck_.stream(fault);
  for (const StraightPlan::Watch& watch : plan_.watches) {
    const std::string& service = scenario.plan.services[watch.service.index].name;
    probe_streams_.push_back(luck_.stream("probe/" + service));
  }
  for (std::size_t step = 0; step < plan_.parts.size(); ++step) {
    const StraightPlan::Part& part = plan_.parts[step];
    const std::string name = "step/" + scenario.runbook.steps[step].name;
    PartStreams streams{.automatic = luck_.stream(name + "/automatic"),
                        .by_hand = luck_.stream(name + "/by-hand")};
    if (part.work != Work::plain) {
      const std::string changed =
          "component/" + scenario.plan.components[part.component.index].name;
      streams.main = luck_.stream(changed);
      streams.clients = luck_.stream(changed + "/client");
      for (int node = part.first_node; node < part.first_node + part.nodes; ++node) {
        streams.nodes.push_back(luck_.stream(changed + "/node/" + std::to_string(node)));
      }
    }
    streams_.push_back(std::move(streams));
    times_[step].nodes.resize(static_cast<std::size_t>(part.nodes));
  }
}

bool StraightRun::run(std::uint64_t replication, Timeline& timeline) {
  luck_.begin(replication);
  recorded_ = 0;
  return begin_outage() && run_steps() && watch_services() && write(timeline);
}

// As SimWorld::begin_fault.
bool StraightRun::begin_outage() {
  const Fault& fault = scenario_.faults.front();
  outage_ = sample_duration(fault.at, luck_[at_stream_]);
  if (outage_ >= scenario_.horizon) {
    return false;
  }
  record(StraightPlan::injected, Duration::zero(), outage_, Verb::inject);
  const auto& model = std::get<RegionOutage>(fault.model);
  Draws& draws = luck_[length_stream_];
  back_ = add(outage_, sample_duration(model.length, draws));
  if (draws.bernoulli(model.control_plane_loss)) {
    return false;
  }
  losses_.begin();
  for (std::uint32_t data = 0; data < ages_.size(); ++data) {
    const Duration age = losses_.age(DataId{data}, outage_, state_.lost, luck_);
    ages_[data] = std::max(Duration::zero(), age);
  }
  alerted_ = add(outage_, detection_.delay(state_, true, luck_));
  if (alerted_ >= scenario_.horizon) {
    return false;
  }
  record(plan_.alerted(), Duration::zero(), alerted_, Verb::await_alert);
  return true;
}

bool StraightRun::run_steps() {
  ended_ = alerted_;
  for (std::size_t step = 0; step < plan_.parts.size(); ++step) {
    Duration start = alerted_;
    for (const StepId cause : plan_.parts[step].after) {
      start = std::max(start, times_[cause.index].released);
    }
    if (!run_step(step, start)) {
      return false;
    }
    ended_ = std::max(ended_, times_[step].ended);
  }
  return true;
}

bool StraightRun::run_step(std::size_t step, Duration start) {
  const StraightPlan::Part& part = plan_.parts[step];
  Duration length{};
  if (!work(part, step, start, length) || length > part.way.patience) {
    return false;
  }
  const Duration ended = start + length;
  Event& event = record(plan_.planned(step), start, ended, part.way.verb);
  event.step = static_cast<std::uint32_t>(step);
  times_[step].released = times_[step].ended = ended;
  if (part.work == Work::update_dns) {
    return move_clients(step, ended);
  }
  times_[step].effect = ended;
  // Drawn after the length, from the same stream.
  const bool can_fail = part.way.verb == Verb::perform;
  if (can_fail && luck_[streams_[step].automatic].bernoulli(part.way.failure_probability)) {
    event.outcome = Outcome::failed;
    return mend(step, ended);
  }
  return true;
}

// How long the planned way takes; false where it fails, or ends otherwise than by itself.
bool StraightRun::work(const StraightPlan::Part& part, std::size_t step, Duration start,
                       Duration& length) {
  const PartStreams& streams = streams_[step];
  switch (part.work) {
    case Work::plain:
      length = sample_duration(*part.way.length, luck_[streams.automatic]);
      return length < never;
    case Work::scale_out:
      return start_nodes(step, start, length) && (part.nodes == 0 || length < part.way.patience);
    case Work::update_dns: {
      const auto& zone = std::get<DnsZone>(scenario_.plan.components[part.component.index].model);
      length = sample_duration(zone.edit, luck_[streams.main]);
      return length < never;
    }
    case Work::promote: {
      const auto& database =
          std::get<Database>(scenario_.plan.components[part.component.index].model);
      Draws& draws = luck_[streams.main];
      length = sample_duration(database.promotion, draws);
      return !draws.bernoulli(database.promotion_failure) && length < never;
    }
  }
  return false;
}

bool StraightRun::start_nodes(std::size_t step, Duration start, Duration& length) {
  const StraightPlan::Part& part = plan_.parts[step];
  const auto& cluster = std::get<Cluster>(scenario_.plan.components[part.component.index].model);
  std::vector<Duration>& ready = times_[step].nodes;
  for (std::size_t node = 0; node < ready.size(); ++node) {
    const StartedNode started = sample_node_start(cluster.start, luck_[streams_[step].nodes[node]]);
    if (started.ready == never || started.breaks_after != never) {
      return false;
    }
    length = std::max(length, started.ready);
    ready[node] = start + started.ready;
  }
  return true;
}

// As SimWorld::switch_dns.
bool StraightRun::move_clients(std::size_t step, Duration switched) {
  const auto& zone =
      std::get<DnsZone>(scenario_.plan.components[plan_.parts[step].component.index].model);
  Draws& draws = luck_[streams_[step].clients];
  const bool outlives = draws.bernoulli(zone.outliving_share);
  const double left_of_ttl = draws.uniform() * to_seconds(zone.ttl);
  times_[step].effect =
      add(switched, from_seconds(outlives ? sample(zone.outliving_delay, draws) : left_of_ttl));
  return true;
}

// The planned way has failed: somebody else does it, at once.
bool StraightRun::mend(std::size_t step, Duration failed) {
  const StraightPlan::Part& part = plan_.parts[step];
  if (part.way.retries > 0 || !part.manual) {
    return false;
  }
  const StraightPlan::Way& way = *part.manual;
  Draws& draws = luck_[streams_[step].by_hand];
  const Duration length = sample_duration(*way.length, draws);
  const bool fails = way.verb == Verb::perform && draws.bernoulli(way.failure_probability);
  if (fails || length > way.patience || length == never) {
    return false;
  }
  const Duration ended = failed + length;
  Event& event = record(plan_.by_hand(step), failed, ended, way.verb);
  event.step = static_cast<std::uint32_t>(step);
  event.by_hand = true;
  times_[step].ended = times_[step].effect = ended;
  if (!part.releases_early) {
    times_[step].released = ended;
  }
  return true;
}

bool StraightRun::watch_services() {
  for (std::size_t index = 0; index < plan_.watches.size(); ++index) {
    const StraightPlan::Watch& watch = plan_.watches[index];
    Duration up = Duration::zero();
    for (const StraightPlan::Milestone& milestone : watch.milestones) {
      PartTimes& times = times_[milestone.step.index];
      if (milestone.node > 0) {
        std::sort(times.nodes.begin(), times.nodes.end());
        up = std::max(up, times.nodes[static_cast<std::size_t>(milestone.node) - 1]);
      } else {
        up = std::max(up, times.effect);
      }
    }
    const Duration failed = next_probe(index, outage_);
    if (up >= scenario_.horizon || failed >= up) {
      return false;  // too late, or too soon for anybody to have noticed
    }
    const Duration first = next_probe(index, up);
    const Duration stable = add(first, watch.sustained);
    Event& failure =
        record(StraightPlan::failed(index), Duration::zero(), failed, Verb::await_failure);
    failure.value = failed.count();
    failure.subject = watch.objective;
    Event& recovery = record(plan_.recovered(index), failed, stable, Verb::await_recovery);
    recovery.value = first.count();
    recovery.subject = watch.objective;
    ended_ = std::max(ended_, stable);
  }
  return ended_ < std::min(scenario_.horizon, back_);
}

// As SimWorld::next_probe.
Duration StraightRun::next_probe(std::size_t watch, Duration now) {
  const Duration interval = scenario_.probe_interval;
  if (interval == Duration::zero()) {
    return now;
  }
  Draws first = luck_[probe_streams_[watch]];  // a copy: every probe is in the same phase
  const Duration phase = from_seconds(first.uniform() * to_seconds(interval));
  return now <= phase ? phase
                      : phase + (now - phase + interval - Duration{1}) / interval * interval;
}

Event& StraightRun::record(std::size_t event, Duration asked, Duration answered, Verb verb) {
  order_[recorded_++] = static_cast<std::uint64_t>(answered.count()) << event_bits | event;
  Event& recorded = events_[event];
  recorded = {};
  recorded.asked = asked;
  recorded.answered = answered;
  recorded.verb = verb;
  recorded.outcome = Outcome::succeeded;
  return recorded;
}

// In the order of time, then what was lost. Events of one instant are in the right order if the
// later of them follows from the earlier; otherwise only SimWorld knows it.
bool StraightRun::write(Timeline& timeline) {
  for (std::size_t next = 1; next < recorded_; ++next) {
    const std::uint64_t moved = order_[next];
    std::size_t place = next;
    for (; place > 0 && moved < order_[place - 1]; --place) {
      order_[place] = order_[place - 1];
    }
    order_[place] = moved;
  }
  timeline.clear();
  for (std::size_t place = 0; place < recorded_; ++place) {
    const std::uint64_t event = order_[place] & event_mask;
    if (place > 0 && (order_[place] ^ order_[place - 1]) <= event_mask) {
      const std::uint64_t earlier = order_[place - 1] & event_mask;
      if ((plan_.before[event] >> earlier & 1) == 0) {
        return false;
      }
    }
    timeline.append(events_[event]);
  }
  for (std::uint32_t data = 0; data < ages_.size(); ++data) {
    Event& event = timeline.append();
    event = {};
    event.asked = event.answered = ended_;
    event.value = ages_[data].count();
    event.subject = data;
    event.verb = Verb::read_back;
    event.outcome = Outcome::succeeded;
  }
  return true;
}

}  // namespace firedrill
