#include "models/network/object_connections.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace firedrill {
namespace {

constexpr double first_window = 10.0;  // [segments] RFC 6928
// A window falls to this after a loss and grows again: so much of it is in use in the mean.
constexpr double mean_of_window = 0.85;

double held_by_path(const NetworkPath& path, double rate) {
  return rate * to_seconds(path.round_trip) / static_cast<double>(path.segment.count);
}

}  // namespace

double window_after_idle(double window, double idle, double timeout) {
  const double halvings = std::ceil(idle / timeout) - 1.0;
  const double least = std::min(window, first_window);
  return halvings < 1.0 ? window : std::max(least, std::ldexp(window, -static_cast<int>(std::min(60.0, halvings))));
}

ObjectConnections::ObjectConnections(const NetworkPath& path, const ResponseSet& responses,
                                     SharedLink& link)
    : path_{path}, responses_{responses}, link_{link} {}

// Link and buffer are full of all windows together.
double ObjectConnections::full_window() const {
  const double link = goodput(path_, responses_).bytes_per_second;
  const double buffer = limit_of(path_, responses_) == GoodputLimit::link ? path_.buffer : 0.0;
  return mean_of_window * (1.0 + buffer) * held_by_path(path_, link) / path_.flows;
}

void ObjectConnections::advance(double time) {
  std::size_t done = 0;
  for (; done < steps_.size() && steps_[done].time <= time; ++done) {
    link_.advance(std::max(link_.now(), steps_[done].time));
    link_.set_limit(0, Rate{steps_[done].rate});
  }
  steps_.erase(steps_.begin(), steps_.begin() + static_cast<std::ptrdiff_t>(done));
  link_.advance(time);
}

void ObjectConnections::arrive(double bytes) {
  const auto since = link_.idle_since(0);
  if (since) {
    const double round_trip = to_seconds(path_.round_trip);
    const double full = full_window();
    const double queued = round_trip * std::max(1.0, mean_of_window * (1.0 + path_.buffer));
    const double timeout = least_timeout + queued;
    // What left the link last is acknowledged a round trip later, and was sent so before that.
    const double idle = link_.now() - (*since + round_trip) + queued;
    window_ = window_after_idle(window_ > 0.0 ? full : first_window, idle, timeout);
    if (window_ < full) {
      const double link = goodput(path_, responses_).bytes_per_second;
      steps_ = slow_start(path_, link, window_);
      steps_.back().rate = endless_rate;
      for (RateStep& step : steps_) {
        step.time += link_.now();
      }
      advance(link_.now());
    }
  }
  link_.arrive(0, bytes);
}

double upload_tail(const NetworkPath& path, const ResponseSet& responses) {
  const double unevenness = getenv("UE") ? atof(getenv("UE")) : 0.6;
  const double pw = getenv("PW") ? atof(getenv("PW")) : 1.0;
  const auto segment = static_cast<double>(path.segment.count);
  const double link = goodput(path, responses).bytes_per_second;
  if (path.flows == 1 || !(link > 0.0)) {
    return 0.0;
  }
  const double window = held_by_path(path, link) / path.flows * (1.0 + path.buffer / 2.0);
  const double held = (2.0 * window + 16.0) * segment * path.flows / link;
  return unevenness * held / std::pow(path.buffer, pw);
}

}  // namespace firedrill
