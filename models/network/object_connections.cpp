#include "models/network/object_connections.hpp"

#include <algorithm>
#include <cmath>

#include "models/chance/elementary.hpp"
#include "models/network/sender.hpp"

namespace firedrill {
namespace {

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
                                     SharedLink& link, double every)
    : path_{path}, responses_{responses}, link_{link}, every_{every} {}

// Link and buffer are full of all windows together.
double ObjectConnections::full_window() const {
  const double buffer = limit_of(path_, responses_) == GoodputLimit::link ? path_.buffer : 0.0;
  return mean_of_window * (1.0 + buffer) * held_by_path(path_, link_rate()) / path_.flows;
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
  if (since || done_at_ <= link_.now()) {
    const double round_trip = to_seconds(path_.round_trip);
    const double full = full_window();
    const double queued = round_trip * std::max(1.0, mean_of_window * (1.0 + path_.buffer));
    const double timeout = least_timeout + queued;
    // What left the link last is acknowledged a round trip later, and was sent so before that.
    const double done = std::min(done_at_, since.value_or(endless_rate));
    const double idle = link_.now() - (done + round_trip) + queued;
    const double window = window_after_idle(has_sent_ ? full : first_window, idle, timeout);
    begin(bytes, window, full);
  } else {
    add_tail(chance_of_loss_at_end(), bytes / link_rate(), tail_mean * timeout());
  }
  has_sent_ = true;
  ++objects_;
  link_.arrive(0, bytes);
}

// The first windows of all connections reach the buffer at once. Where that is too much for it, or
// by chance, the last of the object waits for a timeout.
void ObjectConnections::begin(double bytes, double window, double full) {
  const int lost = lost_connections(path_, window);
  NetworkPath others = path_;
  others.flows -= lost;
  steps_.assign(1, {0.0, endless_rate});
  if (window < full) {
    steps_ = slow_start(others, link_rate(), window);
    steps_.back().rate = endless_rate;
  }
  ObjectEnd end{bytes / link_rate(), 0.0, 0.0};
  end.all = end.others;
  done_at_ = endless_rate;
  if (lost > 0) {
    end = wait_for_lost(path_, responses_, lost, window, bytes, link_rate(), steps_);
    done_at_ = link_.now() + end.others;
    add_end_again(end, lost);
  }
  const bool overflows = window * path_.flows > first_room(path_);
  const double waited = end.all - end.others;
  const double chance = overflows ? 1.0 : chance_of_loss_at_end();
  add_tail(chance, end.all, std::max(0.0, tail_mean * timeout() - waited));
  if (overflows) {
    ++overflows_;
    longest_tail_ = std::max(longest_tail_, tail_of_overflow * timeout() - waited);
  }
  for (RateStep& step : steps_) {
    step.time += link_.now();
  }
  advance(link_.now());
}

// Half of the round in which a queue overflows it is full.
void ObjectConnections::add_end_again(const ObjectEnd& end, int lost) {
  const double one = end.all_again > end.all ? chance_of_loss_at_end() / 2.0 : 0.0;
  const double chance = 1.0 - det_pow(1.0 - one, lost);
  const double again = std::min(end.all_again, every_ + to_seconds(path_.round_trip) / 2.0);
  const double longer = std::max(0.0, again - end.all);
  add_tail(chance, end.all, longer);
  expected_again_ += chance;
  longest_again_ = std::max(longest_again_, longer);
}

// With this chance an object that would have ended `after` [s] takes `longer` [s].
void ObjectConnections::add_tail(double chance, double after, double longer) {
  area_ += path_.flows > 1 ? chance * longer * (after + longer / 2.0) : 0.0;
}

double ObjectConnections::link_rate() const { return goodput(path_, responses_).bytes_per_second; }

double ObjectConnections::timeout() const { return first_timeout(path_, responses_); }

// A buffer overflows each time the windows have grown from what a loss left of them, by Reno's
// growth beside so many (RFC 8312, equation 4); now and then it does so as an object ends.
double ObjectConnections::chance_of_loss_at_end() const {
  const double fall = cubic_decrease * (1.0 + path_.buffer) * held_by_path(path_, link_rate());
  return std::min(1.0, friendly_growth * path_.flows / fall);
}

double ObjectConnections::mean_area() const { return objects_ > 0 ? area_ / objects_ : 0.0; }

double ObjectConnections::peak_tail() const {
  if (path_.flows == 1 || objects_ == 0) {
    return 0.0;
  }
  const double again = (1.0 - det_exp(-expected_again_)) * longest_again_;
  if (overflows_ > 0) {
    return std::max(longest_tail_, again);
  }
  return tail_of_chance * (1.0 - det_exp(-chance_of_loss_at_end() * objects_)) * timeout();
}

}  // namespace firedrill
