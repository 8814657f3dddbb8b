#include "models/network/transfer_case.hpp"

#include <algorithm>
#include <cmath>

#include "models/base/check.hpp"
#include "models/chance/elementary.hpp"
#include "models/network/cut_connections.hpp"
#include "models/network/object_connections.hpp"
#include "models/network/response.hpp"

namespace firedrill {
namespace {

constexpr double look_every = 0.1;   // [s] between two looks at the lag
constexpr double first_write = 1.0;  // [s] into the run, as firedrill-wan
constexpr int growth_steps = 16;     // of a window that grows, as steps of rate

// A change of what the link takes or of what is written, at a time.
struct Change {
  double time = 0.0;
  enum class Kind { capacity, write, arrive } kind = Kind::capacity;
  double value = 0.0;
};

double root_of_three(double x) {
  return x == 0.0 ? 0.0 : std::copysign(det_exp(det_log(std::abs(x)) / 3.0), x);
}

// A window whose mean has long been `mean` [segments] and now may grow until it carries `high`
// [bytes/s]: as CUBIC does in the midst of a sawtooth, W(t) = C (t - K)^3 + W_max. Steps of rate.
std::vector<RateStep> growth(const NetworkPath& path, double mean, double high) {
  const double to_rate =
      static_cast<double>(path.segment.count) * path.flows / to_seconds(path.round_trip);
  const double top = mean / (1.0 - cubic_decrease / 2.0);
  const auto reaches = [&](double window) {
    return root_of_three((top - mean) / cubic_scaling) +
           root_of_three((window - top) / cubic_scaling);
  };
  const double span = high / to_rate - mean;
  std::vector<RateStep> steps;
  for (int step = 0; step < growth_steps; ++step) {
    const double share = static_cast<double>(step) / growth_steps;
    const double begins = mean + span * share;
    const double rate = (begins + span * 0.5 / growth_steps) * to_rate;
    steps.push_back({step == 0 ? 0.0 : std::max(0.0, reaches(begins)), rate});
  }
  steps.push_back({std::max(0.0, reaches(mean + span)), high});
  return steps;
}

// A window that loss begins to cut, from `high` to `low` [bytes/s]: each lost segment takes a share
// of it, less what grows back until the next. Steps of rate.
std::vector<RateStep> decay(const NetworkPath& path, double high, double low) {
  constexpr double kept = 0.91;
  std::vector<RateStep> steps;
  double time = 0.0;
  for (double rate = high; rate > low; rate *= kept) {
    steps.push_back({time, rate});
    const double segments = rate / static_cast<double>(path.segment.count) / path.flows;
    time += 1.0 / (path.loss * segments);
  }
  steps.push_back({time, low});
  return steps;
}

// The most that is written over time [bytes/s]; endless where something always waits.
double written_most(const TransferTraffic& traffic) {
  const auto* log = std::get_if<LogStream>(&traffic);
  if (log == nullptr) {
    return endless_rate;
  }
  return std::max(log->rate, log->burst_rate).bytes_per_second;
}

// Between objects a connection is idle and begins with three quarters of its window: as if it had
// lost one segment more of each. Where losses are rare that is many.
NetworkPath as_used(const TransferCase& one) {
  NetworkPath path = one.path;
  if (const auto* objects = std::get_if<ObjectWrites>(&one.traffic); objects && path.loss > 0.0) {
    path.loss += static_cast<double>(path.segment.count) * path.flows /
                 static_cast<double>(objects->size.count);
  }
  return path;
}

// What the link takes over the run, from the path's events.
class Capacity {
 public:
  Capacity(const TransferCase& one, const ResponseSet& responses)
      : path_{as_used(one)}, responses_{responses}, used_{written_most(one.traffic)} {
    go_to(0.0, rate_of_path());
    for (const PathEvent& event : one.events) {
      std::visit([&](const auto& change) { apply(to_seconds(event.at), change); }, event.change);
    }
  }
  [[nodiscard]] const std::vector<Change>& changes() const { return changes_; }

 private:
  [[nodiscard]] double rate_of_path() const { return goodput(path_, responses_).bytes_per_second; }

  // From `time` on at `rate`; what was to come later no longer does.
  void go_to(double time, double rate) {
    while (!changes_.empty() && changes_.back().time >= time) {
      changes_.pop_back();
    }
    changes_.push_back({time, Change::Kind::capacity, rate});
  }
  void follow(double time, const std::vector<RateStep>& steps) {
    go_to(time, steps.front().rate);
    for (std::size_t index = 1; index < steps.size(); ++index) {
      changes_.push_back({time + steps[index].time, Change::Kind::capacity, steps[index].rate});
    }
  }
  // The mean window of each connection while the link carries `rate`: where the link is what holds
  // it back, the buffer is full of it too.
  [[nodiscard]] double mean_window(double rate) const {
    const bool fills = limit_of(path_, responses_) == GoodputLimit::link;
    const double held = rate * to_seconds(path_.round_trip);
    const double all = fills ? (held + buffer_bytes_) * (1.0 - cubic_decrease / 2.0) : held;
    return all / static_cast<double>(path_.segment.count) / path_.flows;
  }
  // The path has changed at `time`, from a mean window of `mean` segments.
  void settle(double time, double mean) {
    const double low = mean * static_cast<double>(path_.segment.count) * path_.flows /
                       to_seconds(path_.round_trip);
    const double high = rate_of_path();
    if (high > low && low > 0.0) {
      follow(time, growth(path_, mean, high));
    } else {
      go_to(time, high);
    }
  }

  void apply(double time, const CapacityChange& change) {
    const double mean = mean_window(rate_of_path());
    path_.capacity = change.capacity;
    settle(time, mean);
  }
  void apply(double time, const LossChange& change) {
    const double mean = mean_window(rate_of_path());
    const double before = std::min(rate_of_path(), 2.0 * used_);
    path_.loss = change.loss;
    if (rate_of_path() < before) {
      follow(time, decay(path_, before, rate_of_path()));
    } else {
      settle(time, mean);
    }
  }
  void apply(double time, const RoundTripChange& change) {
    const double mean = mean_window(rate_of_path());
    path_.round_trip = change.round_trip;
    settle(time, mean);
  }
  void apply(double time, const CutChange& change) {
    // What is sent half a round trip before the cut is lost, and before the heal gets through.
    const double half = to_seconds(path_.round_trip) / 2.0;
    if (change.is_cut) {
      cut_at_ = time;
      go_to(std::max(0.0, time - half), 0.0);
      return;
    }
    const double sent =
        resumes_at(cut_at_, time - half, first_timeout(path_, responses_), longest_timeout);
    follow(sent, restart_after_cut(path_, responses_, used_, rate_of_path()));
  }

  NetworkPath path_;
  const ResponseSet& responses_;
  double used_ = 0.0;  // [bytes/s]: a window grows to twice what is used of it
  std::vector<Change> changes_;
  const double buffer_bytes_ =
      path_.buffer * path_.capacity.bytes_per_second * to_seconds(path_.round_trip);
  double cut_at_ = 0.0;
};

// A link that has become too narrow for what is written fills its buffer, which then overflows: the
// repair takes half a timeout, about.
void add_overflow(std::vector<Change>& changes, const NetworkPath& path,
                  const ResponseSet& responses, double time, double written) {
  double capacity = 0.0;
  for (const Change& change : changes) {
    const bool is_then = change.kind == Change::Kind::capacity && change.time <= time;
    capacity = is_then ? change.value : capacity;
  }
  if (capacity > 0.0 && written > capacity) {
    const double buffer =
        path.buffer * path.capacity.bytes_per_second * to_seconds(path.round_trip);
    const double full = time + buffer / (written - capacity);
    const double mended = full + 0.5 * first_timeout(path, responses);
    changes.push_back({full, Change::Kind::capacity, 0.0});
    changes.push_back({mended, Change::Kind::capacity, capacity});
  }
}

void add_overflows(std::vector<Change>& changes, const TransferCase& one,
                   const ResponseSet& responses) {
  const auto* log = std::get_if<LogStream>(&one.traffic);
  if (log == nullptr) {
    return;
  }
  for (const PathEvent& event : one.events) {
    const auto* change = std::get_if<CapacityChange>(&event.change);
    if (change != nullptr && change->capacity < one.path.capacity) {
      add_overflow(changes, one.path, responses, to_seconds(event.at), log->rate.bytes_per_second);
    }
  }
}

void add_writes(std::vector<Change>& /*changes*/, const GreedyCopy& /*copy*/, double /*end*/) {}

void add_writes(std::vector<Change>& changes, const LogStream& log, double end) {
  changes.push_back({first_write, Change::Kind::write, log.rate.bytes_per_second});
  const double every = to_seconds(log.burst_every);
  const double length = to_seconds(log.burst_length);
  for (double cycle = every; every > 0.0 && cycle - length < end; cycle += every) {
    changes.push_back({std::max(first_write, cycle - length), Change::Kind::write,
                       log.burst_rate.bytes_per_second});
    changes.push_back({cycle, Change::Kind::write, log.rate.bytes_per_second});
  }
}

void add_writes(std::vector<Change>& changes, const ObjectWrites& objects, double end) {
  for (double time = first_write; time < end; time += to_seconds(objects.every)) {
    changes.push_back({time, Change::Kind::arrive, static_cast<double>(objects.size.count)});
  }
}

struct Played {
  std::vector<LinkKnot> curve;
  double mean_area = 0.0;  // [s^2]
  double peak_tail = 0.0;  // [s]
};

Played play(std::vector<Change> changes, const NetworkPath& path, const ResponseSet& responses,
            double every, double end) {
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.time < b.time; });
  SharedLink link{{LinkClass{}}, Rate{0.0}};
  ObjectConnections connections{path, responses, link, every};
  for (const Change& change : changes) {
    if (change.time >= end) {
      break;
    }
    connections.advance(change.time);
    switch (change.kind) {
      case Change::Kind::capacity:
        link.set_capacity(Rate{change.value});
        break;
      case Change::Kind::write:
        link.write(0, Rate{change.value});
        break;
      case Change::Kind::arrive:
        connections.arrive(change.value);
        break;
    }
  }
  connections.advance(end);
  return {link.curve(0), connections.mean_area(), connections.peak_tail()};
}

double departed_at(const std::vector<LinkKnot>& curve, double time) {
  const auto after =
      std::upper_bound(curve.begin(), curve.end(), time,
                       [](double moment, const LinkKnot& knot) { return moment < knot.time; });
  if (after == curve.begin() || after == curve.end()) {
    return after == curve.begin() ? 0.0 : curve.back().departed;
  }
  const LinkKnot& a = *(after - 1);
  return a.departed + (after->departed - a.departed) * (time - a.time) / (after->time - a.time);
}

// A lost segment holds back what follows it until it has been sent again: about one round trip and
// the three segments that tell of the loss. Bytes wait that long at most, half of it on average.
double repair_time(const NetworkPath& path, double rate) {
  const double segments = rate / static_cast<double>(path.segment.count);
  return segments > 0.0 ? to_seconds(path.round_trip) + 3.0 / segments : 0.0;
}

}  // namespace

double first_timeout(const NetworkPath& path, const ResponseSet& responses) {
  const double times = responses.waits_for_queues ? 2.0 * (1.0 + path.buffer) : 1.0;
  return least_timeout + times * to_seconds(path.round_trip);
}

double resumes_at(double cut, double heal, double first_timeout, double longest) {
  firedrill_assert(first_timeout > 0.0 && longest > 0.0);
  double expires = cut;
  double timeout = std::min(first_timeout, longest);
  while (expires < heal && timeout < longest) {
    expires += timeout;
    timeout = std::min(longest, 2.0 * timeout);
  }
  if (expires < heal) {
    expires += std::ceil((heal - expires) / longest) * longest;
  }
  return std::max(expires, heal);
}

std::vector<RateStep> slow_start(const NetworkPath& path, double target, double window) {
  const double round_trip = to_seconds(path.round_trip);
  const double first = window * static_cast<double>(path.segment.count) * path.flows / round_trip;
  std::vector<RateStep> steps;
  double time = 0.0;
  for (double rate = first; rate < target && rate < endless_rate; rate *= 2.0) {
    steps.push_back({time, rate});
    time += round_trip;
  }
  steps.push_back({time, target});
  return steps;
}

TransferPrediction predict(const TransferCase& one, const ResponseSet& responses) {
  TransferPrediction result;
  const double begin = to_seconds(one.warm_up);
  const double end = begin + to_seconds(one.length);
  if (std::holds_alternative<GreedyCopy>(one.traffic)) {
    result.goodput = goodput(one.path, responses);
    return result;
  }
  std::vector<Change> changes = Capacity{one, responses}.changes();
  add_overflows(changes, one, responses);
  std::visit([&](const auto& traffic) { add_writes(changes, traffic, end); }, one.traffic);
  const auto* const objects = std::get_if<ObjectWrites>(&one.traffic);
  const double every = objects != nullptr ? to_seconds(objects->every) : endless_rate;
  const Played played = play(std::move(changes), one.path, responses, every, end);
  const std::vector<LinkKnot>& curve = played.curve;
  const double latency = to_seconds(one.path.round_trip) / 2.0;
  result.curve = lag_curve(curve, latency);
  result.goodput = Rate{(departed_at(curve, end - latency) - departed_at(curve, begin - latency)) /
                        (end - begin)};
  const auto looks = static_cast<std::size_t>(std::lround((end - begin) / look_every));
  for (std::size_t look = 0; look < looks; ++look) {
    const double lag = lag_at(result.curve, begin + static_cast<double>(look) * look_every);
    result.lag_mean += lag / static_cast<double>(looks);
    result.lag_peak = std::max(result.lag_peak, lag);
  }
  if (objects != nullptr) {
    result.lag_mean += played.mean_area / to_seconds(objects->every);
    result.lag_peak += played.peak_tail;
  }
  if (one.path.loss > 0.0) {
    const double repair = repair_time(one.path, result.goodput.bytes_per_second);
    const double losses = result.goodput.bytes_per_second /
                          static_cast<double>(one.path.segment.count) * one.path.loss;
    result.lag_mean += losses * repair * repair / 2.0;
    // Of the looks that fall into repairs, which grow evenly, the oldest: k / (k + 1) of all.
    const double seen = losses * (end - begin) * repair / look_every;
    result.lag_peak = std::max(result.lag_peak, latency + repair * seen / (seen + 1.0));
  }
  return result;
}

}  // namespace firedrill
