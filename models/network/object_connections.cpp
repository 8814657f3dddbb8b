#include "models/network/object_connections.hpp"

#include <algorithm>
#include <cmath>

#include "models/chance/elementary.hpp"
#include "models/network/response.hpp"

namespace firedrill {
namespace {

constexpr double first_window = 10.0;  // [segments] RFC 6928
// A window falls to this after a loss and grows again: so much of it is in use in the mean.
constexpr double mean_of_window = 1.0 - cubic_decrease / 2.0;
// Of the timeout that the last of an object waits for, which began before the object's end: in the
// mean, at most where the first windows overflow, and at most where only chance does it. By the
// training cases.
constexpr double tail_mean = 0.45;
constexpr double tail_of_overflow = 1.1;
constexpr double tail_of_chance = 0.48;

double held_by_path(const NetworkPath& path, double rate) {
  return rate * to_seconds(path.round_trip) / static_cast<double>(path.segment.count);
}

}  // namespace

double window_after_idle(double window, double idle, double timeout) {
  const double halvings = std::ceil(idle / timeout) - 1.0;
  const double least = std::min(window, first_window);
  return halvings < 1.0
             ? window
             : std::max(least, std::ldexp(window, -static_cast<int>(std::min(60.0, halvings))));
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
    const double window = window_after_idle(has_sent_ ? full : first_window, idle, timeout);
    const double link = goodput(path_, responses_).bytes_per_second;
    if (window * path_.flows > path_.buffer * held_by_path(path_, link)) {
      ++overflows_;
    }
    if (window < full) {
      steps_ = slow_start(path_, link, window);
      steps_.back().rate = endless_rate;
      for (RateStep& step : steps_) {
        step.time += link_.now();
      }
      advance(link_.now());
    }
  }
  has_sent_ = true;
  ++objects_;
  link_.arrive(0, bytes);
}

// A buffer overflows each time the windows have grown from what a loss left of them, by Reno's
// growth beside so many (RFC 8312, equation 4); now and then it does so as an object ends.
double ObjectConnections::chance_of_loss_at_end() const {
  constexpr double growth = 3.0 * cubic_decrease / (2.0 - cubic_decrease);  // [segments/round trip]
  const double link = goodput(path_, responses_).bytes_per_second;
  const double fall = cubic_decrease * (1.0 + path_.buffer) * held_by_path(path_, link);
  return std::min(1.0, growth * path_.flows / fall);
}

double ObjectConnections::mean_tail() const {
  if (path_.flows == 1 || objects_ == 0) {
    return 0.0;
  }
  const double share = static_cast<double>(overflows_) / objects_;
  const double chance = share + (1.0 - share) * chance_of_loss_at_end();
  return tail_mean * chance * first_timeout(path_, responses_);
}

double ObjectConnections::peak_tail() const {
  if (path_.flows == 1 || objects_ == 0) {
    return 0.0;
  }
  const double timeout = first_timeout(path_, responses_);
  const double chance = 1.0 - det_exp(-chance_of_loss_at_end() * objects_);
  return overflows_ > 0 ? tail_of_overflow * timeout : tail_of_chance * chance * timeout;
}

}  // namespace firedrill
