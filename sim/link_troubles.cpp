// What hinders replication as events of a link's history: cuts with the timeouts of the connections
// over them, links with less room than before, replicas that take nothing.

#include <algorithm>

#include "models/network/transfer_case.hpp"
#include "sim/link_history.hpp"

namespace firedrill {

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
  for (const RateStep& step :
       slow_start(path, link_rates(*link).all.bytes_per_second, responses.restart_window)) {
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

}  // namespace firedrill
