#include "models/fluid/shared_link.hpp"

#include <algorithm>
#include <cmath>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

constexpr double endless = std::numeric_limits<double>::infinity();
// Bytes below which a backlog is empty: the rounding of sums of terabytes.
constexpr double nothing = 1e-3;

bool is_empty(const LinkKnot& knot) { return knot.arrived - knot.departed < nothing; }

double written_between(const LinkKnot& a, const LinkKnot& b, double total) {
  return a.time + (total - a.arrived) / (b.arrived - a.arrived) * (b.time - a.time);
}

// When the last of the first `total` bytes was written, and when the byte after them.
double last_written(const std::vector<LinkKnot>& curve, double total) {
  const auto knot =
      std::lower_bound(curve.begin(), curve.end(), total,
                       [](const LinkKnot& one, double bytes) { return one.arrived < bytes; });
  if (knot == curve.begin() || knot == curve.end()) {
    return knot == curve.end() ? curve.back().time : knot->time;
  }
  return written_between(*(knot - 1), *knot, total);
}

double next_written(const std::vector<LinkKnot>& curve, double total) {
  const auto knot =
      std::upper_bound(curve.begin(), curve.end(), total,
                       [](double bytes, const LinkKnot& one) { return bytes < one.arrived; });
  if (knot == curve.begin() || knot == curve.end()) {
    return knot == curve.end() ? curve.back().time : knot->time;
  }
  return written_between(*(knot - 1), *knot, total);
}

}  // namespace

SharedLink::SharedLink(const std::vector<LinkClass>& classes, Rate capacity) {
  for (const LinkClass& one : classes) {
    firedrill_assert(one.weight > 0.0 && one.limit >= 0.0);
    streams_.push_back({.settings = one});
    priorities_.push_back(one.priority);
  }
  std::sort(priorities_.begin(), priorities_.end());
  priorities_.erase(std::unique(priorities_.begin(), priorities_.end()), priorities_.end());
  reset(capacity);
}

void SharedLink::reset(Rate capacity) {
  capacity_ = capacity.bytes_per_second;
  now_ = 0.0;
  is_shared_out_ = false;
  for (Stream& stream : streams_) {
    stream.rate = stream.arrived = stream.backlog = 0.0;
    stream.knots.assign(1, {});
  }
}

void SharedLink::set_capacity(Rate capacity) {
  capacity_ = capacity.bytes_per_second;
  is_shared_out_ = false;
}

void SharedLink::set_limit(std::size_t one, Rate limit) {
  streams_[one].settings.limit = limit.bytes_per_second;
  is_shared_out_ = false;
}

void SharedLink::write(std::size_t one, Rate rate) {
  streams_[one].rate = rate.bytes_per_second;
  is_shared_out_ = false;
}

void SharedLink::arrive(std::size_t one, double bytes) {
  note();
  streams_[one].arrived += bytes;
  streams_[one].backlog += bytes;
  is_shared_out_ = false;
  note();
}

double SharedLink::departed(std::size_t one) const {
  return streams_[one].arrived - streams_[one].backlog;
}

// What a class can use now: all it may, while something waits, else what is being written.
double SharedLink::share_among(int priority, double left) {
  // What its group has left after those of it that go first.
  const auto group_left = [&](const LinkClass& one) {
    double rest = one.group_limit;
    for (const Stream& other : streams_) {
      if (one.group >= 0 && other.settings.group == one.group &&
          other.settings.priority < priority) {
        rest -= other.served;
      }
    }
    return std::max(0.0, rest);
  };
  const auto wanted = [&](const Stream& stream) {
    const double allowed = std::min(stream.settings.limit, group_left(stream.settings));
    return std::min(allowed, stream.backlog > 0.0 ? endless : stream.rate);
  };
  open_.clear();
  for (std::size_t index = 0; index < streams_.size(); ++index) {
    if (streams_[index].settings.priority == priority) {
      open_.push_back(index);
    }
  }
  // Max-min fair: who wants less than a fair share gets it, and the rest is shared anew.
  while (!open_.empty()) {
    double weights = 0.0;
    for (const std::size_t index : open_) {
      weights += streams_[index].settings.weight;
    }
    const double unit = left / weights;
    const auto is_content = [&](std::size_t index) {
      return wanted(streams_[index]) <= unit * streams_[index].settings.weight;
    };
    const auto content = std::partition(open_.begin(), open_.end(),
                                        [&](std::size_t index) { return !is_content(index); });
    if (content == open_.end()) {
      for (const std::size_t index : open_) {
        streams_[index].served = unit * streams_[index].settings.weight;
      }
      return 0.0;
    }
    for (auto one = content; one != open_.end(); ++one) {
      streams_[*one].served = wanted(streams_[*one]);
      left -= streams_[*one].served;
    }
    open_.erase(content, open_.end());
  }
  return std::max(0.0, left);
}

void SharedLink::share_out() {
  double left = capacity_;
  for (const int priority : priorities_) {
    left = share_among(priority, left);
  }
  is_shared_out_ = true;
}

void SharedLink::note() {
  for (Stream& stream : streams_) {
    const LinkKnot knot{now_, stream.arrived, stream.arrived - stream.backlog};
    const LinkKnot& last = stream.knots.back();
    if (last.time != knot.time || last.arrived != knot.arrived || last.departed != knot.departed) {
      stream.knots.push_back(knot);
    }
  }
}

void SharedLink::pass(double seconds) {
  now_ += seconds;
  for (Stream& stream : streams_) {
    const bool had_backlog = stream.backlog > 0.0;
    stream.arrived += stream.rate * seconds;
    stream.backlog += (stream.rate - stream.served) * seconds;
    if (had_backlog && stream.backlog < nothing) {
      is_shared_out_ = false;  // it has run empty, and leaves its share to others
    }
    if (stream.backlog < nothing) {
      stream.backlog = 0.0;
    }
  }
}

void SharedLink::advance(double time) {
  firedrill_assert(time >= now_);
  while (now_ < time) {
    if (!is_shared_out_) {
      share_out();
    }
    double step = time - now_;
    bool runs_empty = false;
    for (const Stream& stream : streams_) {
      const double falls = stream.served - stream.rate;
      if (stream.backlog > 0.0 && falls > 0.0 && stream.backlog / falls < step) {
        step = stream.backlog / falls;
        runs_empty = true;
      }
    }
    pass(step);
    if (!runs_empty) {
      now_ = time;  // exactly, whatever the sum of steps rounds to
    }
    note();
  }
}

double SharedLink::age(std::size_t one) const {
  const Stream& stream = streams_[one];
  return stream.backlog > 0.0 ? now_ - next_written(stream.knots, departed(one)) : 0.0;
}

std::optional<double> SharedLink::idle_since(std::size_t one) const {
  const std::vector<LinkKnot>& knots = streams_[one].knots;
  if (!is_empty(knots.back())) {
    return std::nullopt;
  }
  std::size_t first = knots.size() - 1;
  while (first > 0 && is_empty(knots[first - 1]) &&
         knots[first - 1].arrived == knots.back().arrived) {
    --first;
  }
  return knots[first].time;
}

std::vector<LinkKnot> SharedLink::curve(std::size_t one) const { return streams_[one].knots; }

std::optional<double> SharedLink::first_backlog_of(std::size_t one, double bytes) const {
  const std::vector<LinkKnot>& knots = streams_[one].knots;
  const auto waiting = [](const LinkKnot& knot) { return knot.arrived - knot.departed; };
  for (std::size_t index = 0; index < knots.size(); ++index) {
    if (waiting(knots[index]) < bytes) {
      continue;
    }
    if (index == 0) {
      return knots[0].time;
    }
    const LinkKnot& before = knots[index - 1];
    const double share = (bytes - waiting(before)) / (waiting(knots[index]) - waiting(before));
    return before.time + share * (knots[index].time - before.time);
  }
  return std::nullopt;
}

// Between two points of the departures the lag is linear but where the byte that leaves was written
// at a point of the arrivals: there it bends, or jumps if nothing was written for a while.
std::vector<LagKnot> lag_curve(const std::vector<LinkKnot>& curve, double latency) {
  std::vector<LagKnot> lags;
  const auto add = [&](double time, double written) {
    lags.push_back({time + latency, time + latency - written});
  };
  for (std::size_t index = 1; index < curve.size(); ++index) {
    const LinkKnot& a = curve[index - 1];
    const LinkKnot& b = curve[index];
    if (a.time == b.time) {
      continue;
    }
    if (is_empty(a) && is_empty(b)) {
      const double lag = a.arrived == b.arrived ? 0.0 : latency;  // idle, or nothing waits
      lags.push_back({a.time + latency, lag});
      lags.push_back({b.time + latency, lag});
      continue;
    }
    add(a.time, next_written(curve, a.departed));
    if (a.departed == b.departed) {
      add(b.time, next_written(curve, a.departed));
      continue;
    }
    auto bend =
        std::upper_bound(curve.begin(), curve.end(), a.departed,
                         [](double bytes, const LinkKnot& one) { return bytes < one.arrived; });
    for (; bend != curve.end() && bend->arrived < b.departed; ++bend) {
      const double share = (bend->arrived - a.departed) / (b.departed - a.departed);
      const double time = a.time + share * (b.time - a.time);
      add(time, last_written(curve, bend->arrived));
      add(time, next_written(curve, bend->arrived));
    }
    add(b.time, last_written(curve, b.departed));
  }
  return lags;
}

double lag_at(const std::vector<LagKnot>& curve, double time) {
  const auto after =
      std::upper_bound(curve.begin(), curve.end(), time,
                       [](double moment, const LagKnot& knot) { return moment < knot.time; });
  if (after == curve.begin() || after == curve.end()) {
    return after == curve.end() && !curve.empty() ? curve.back().lag : 0.0;
  }
  const LagKnot& a = *(after - 1);
  return a.lag + (after->lag - a.lag) * (time - a.time) / (after->time - a.time);
}

double mean_lag(const std::vector<LagKnot>& curve, double begin, double end) {
  firedrill_assert(begin < end);
  double area = 0.0;
  for (std::size_t index = 1; index < curve.size(); ++index) {
    const LagKnot& a = curve[index - 1];
    const LagKnot& b = curve[index];
    const double from = std::max(begin, a.time);
    const double to = std::min(end, b.time);
    if (from < to) {
      const double slope = (b.lag - a.lag) / (b.time - a.time);
      area += (to - from) * (a.lag + slope * ((from + to) / 2.0 - a.time));
    }
  }
  return area / (end - begin);
}

double peak_lag(const std::vector<LagKnot>& curve, double begin, double end) {
  double peak = std::max(lag_at(curve, begin), lag_at(curve, end));
  for (const LagKnot& knot : curve) {
    if (knot.time >= begin && knot.time <= end) {
      peak = std::max(peak, knot.lag);
    }
  }
  return peak;
}

}  // namespace firedrill
