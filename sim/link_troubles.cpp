// What hinders replication as events of a link's history: cuts with the timeouts of the connections
// over them, links with less room than before, replicas that take nothing.

#include <algorithm>

#include "models/network/transfer_case.hpp"
#include "sim/link_history.hpp"
#include "sim/link_streams.hpp"

namespace firedrill {

Hindrance hindrance_at(const std::vector<LinkTrouble>& troubles, RegionId from, RegionId to,
                       ComponentId replica, Duration at) {
  Hindrance found;
  for (const LinkTrouble& one : troubles) {
    if (one.begin > at || at >= one.end || !one.concerns(from, to, replica)) {
      continue;
    }
    if (one.kind == LinkTrouble::Kind::narrow) {
      found.latency = add(found.latency, one.latency);
    } else {
      found.stopped = std::max(found.stopped, at - one.begin);
    }
  }
  return found;
}

// `start` is the link's zero on the clock of the run. Of troubles of the whole link that overlap,
// the one that begins last decides.
void LinkHistory::hinder(const std::vector<LinkTrouble>& troubles, RegionId from, RegionId to,
                         double start) {
  const RegionLink* const link = link_between(plan_, from, to);
  double open_again = 0.0;  // after the cuts so far
  for (const LinkTrouble& one : troubles) {
    const double end = to_seconds(one.end) - start;
    double begin = std::max(0.0, to_seconds(one.begin) - start);
    if (one.kind == LinkTrouble::Kind::stalled) {
      stall(begin, end, one.replica);
      continue;
    }
    if (one.from != from || one.to != to) {
      continue;
    }
    if (one.kind == LinkTrouble::Kind::cut) {
      begin = std::max(open_again, begin);
      open_again = end > begin ? cut(begin, end, link) : open_again;
    } else if (one.left && end > begin) {
      const double whole =
          link != nullptr ? link_rates(*link).all.bytes_per_second : one.left->bytes_per_second;
      events_.push_back(
          {begin, Event::What::capacity, 0, std::min(whole, one.left->bytes_per_second), 0});
      events_.push_back({end, Event::What::capacity, 0, link != nullptr ? whole : -1.0, 0});
    }
  }
}

// A connection that was cut off finds out at its next timeout that the link is back, and starts
// slowly; where the plan describes no link, at once. Returns `end`.
double LinkHistory::cut(double begin, double end, const RegionLink* link) {
  std::erase_if(events_, [&](const Event& event) {
    return event.what == Event::What::capacity && event.time >= begin;
  });
  events_.push_back({begin, Event::What::capacity, 0, 0.0, 0});
  if (link == nullptr) {
    events_.push_back({end, Event::What::capacity, 0, -1.0, 0});
    return end;
  }
  const ResponseSet responses = hosts();
  const double resumed =
      resumes_at(begin, end, first_timeout(link->path, responses), longest_timeout);
  NetworkPath path = link->path;
  path.flows = link->object_flows;
  constexpr double restart_window = 1.0;  // [segments] RFC 5681, section 3.1
  for (const RateStep& step :
       slow_start(path, link_rates(*link).all.bytes_per_second, restart_window)) {
    events_.push_back({resumed + step.time, Event::What::capacity, 0, step.rate, 0});
  }
  return end;
}

void LinkHistory::stall(double begin, double end, ComponentId replica) {
  for (std::size_t stream = 0; stream < streams_.size() && end > begin; ++stream) {
    if (streams_[stream].replica == replica) {
      events_.push_back({begin, Event::What::limit, stream, 0.0, 0});
      events_.push_back({end, Event::What::limit, stream, -1.0, 0});
    }
  }
}

std::optional<Duration> LinkHistory::fills_at(ComponentId replica, Bytes room, Duration now,
                                              const std::vector<LinkTrouble>& troubles,
                                              Luck& luck) {
  constexpr double patience = 10.0;  // times what the mean rate takes to fill the room
  const auto kind = std::find_if(plan_.data.begin(), plan_.data.end(), [&](const DataKind& one) {
    return streams_to(plan_, one) == replica;
  });
  const BacklogLag* const log = backlog_of(plan_.components[replica.index]);
  if (kind == plan_.data.end() || log == nullptr) {
    return std::nullopt;
  }
  const RegionId from = kind->written_in;
  const RegionId to = *plan_.components[replica.index].region;
  gather(from, to, replica);
  Duration end = now;
  for (const LinkTrouble& one : troubles) {
    end = one.concerns(from, to, replica) ? std::max(end, one.end) : end;
  }
  const Duration fills = transfer_time(room, mean_written(*log));
  const double most = patience * to_seconds(fills) + to_seconds(one_day);
  // Beyond the end the log still grows until its connection notices.
  end = std::min(add(end, 2 * from_seconds(longest_timeout)), add(now, from_seconds(most)));
  const double span = span_before(from, to, end, troubles);
  list_events(from, to, end, span, troubles, luck);
  SharedLink link = empty_link(from, to, replica);
  play(link, 0, span);
  const auto full = link.first_backlog_of(stream_of(*kind), static_cast<double>(room.count));
  return full ? std::optional{std::max(now, end - from_seconds(span - *full))} : std::nullopt;
}

}  // namespace firedrill
