#include "models/network/cut_connections.hpp"

#include <algorithm>
#include <cmath>

#include "models/network/sender.hpp"

namespace firedrill {
namespace {

// Of a full segment: what is written in small pieces goes in segments that are not all full.
constexpr double filled_by_cut = 0.87;
// Where in its windows a connection's buffer overflows differs by so much between runs of one case.
constexpr double margin = 1.2;
constexpr double rounds_of_filter = 10.0;  // of BBR's bandwidth (Cardwell et al., ACM Queue 14)

// What path and buffer hold [segments].
struct Pipe {
  double held = 0.0;
  double queue = 0.0;
};

Pipe pipe_of(const NetworkPath& path, double link) {
  const double round_trip = to_seconds(path.round_trip);
  const auto segment = static_cast<double>(path.segment.count);
  const double product = path.capacity.bytes_per_second * round_trip / (segment + header_bytes);
  return {link * round_trip / segment, std::ceil(path.buffer * product)};
}

// One restart, in the segments of all connections together and seconds since it began.
class Restart {
 public:
  Restart(const NetworkPath& path, const ResponseSet& responses, double rate, double target)
      : path_{path},
        responses_{responses},
        decrease_{path.congestion == CongestionControl::reno ? responses.reno.decrease
                                                             : responses.cubic.decrease},
        target_{target},
        pipe_{pipe_of(path, target)},
        used_{std::min(rate, target) * round_trip_ / segment_} {}

  std::vector<RateStep> steps() {
    const double window =
        windows_of_stream(path_, used_ * segment_ / round_trip_, target_, decrease_);
    // What was on its way to the far end or acknowledged on its way back: half a round trip each.
    const double arrived = used_ / 2.0;
    steps_.push_back({0.0, 0.0});
    time_ = round_trip_ + (arrived < path_.flows ? delayed_acknowledgement : 0.0);
    if (path_.congestion == CongestionControl::bbr) {
      steps_.push_back({time_, rate_of(used_)});
      time_ += rounds_of_filter * round_trip_;
      steps_.push_back({time_, target_});
      return std::move(steps_);
    }
    double threshold = (1.0 - decrease_) * window;
    const double again = responses_.repeats_timeouts ? window - arrived : 0.0;
    if (!slow_start(path_.flows + arrived, threshold, again)) {
      wait_again(threshold);
      threshold *= 1.0 - decrease_;
      slow_start(2.0 * path_.flows, threshold, 0.0);
    }
    grow(threshold);
    return std::move(steps_);
  }

 private:
  [[nodiscard]] double rate_of(double window) const {
    return std::min(target_, window * segment_ / round_trip_);
  }

  // Doubles `window` until `threshold`; false where the buffer overflows before `again` segments
  // have been sent: those are lost for the second time.
  bool slow_start(double window, double threshold, double again) {
    double sent = 0.0;
    while (window < threshold) {
      steps_.push_back({time_, rate_of(window)});
      sent += window;
      time_ += round_trip_;
      const double grown = std::min(2.0 * window, threshold);
      const double room = pipe_.queue + std::min(window, pipe_.held) - window;
      if (grown - window > room + 1.0 && sent + 2.0 * filled_by_cut * room < margin * again) {
        steps_.push_back({time_, rate_of(grown)});
        return false;
      }
      window = grown;
    }
    return true;
  }

  // The first that is lost again was sent when the queue was full. Whatever follows waits at the
  // far end until the timeout after the last acknowledgement, and is there at once then.
  void wait_again(double threshold) {
    const double segment_time = segment_ / target_;
    const double missing = time_ + 2.0 * pipe_.queue * segment_time;
    const double mended = missing + round_trip_ + first_timeout(path_, responses_);
    const double ahead = windows_taken * threshold + segments_taken * path_.flows;
    steps_.push_back({missing, 0.0});
    steps_.push_back({mended, ahead * segment_ / segment_time});
    steps_.push_back({mended + segment_time, 0.0});
    time_ = mended + 2.0 * round_trip_ + delayed_acknowledgement;
  }

  // A window that has forgotten where it last lost something grows by a share of itself each round
  // trip (Linux, tcp_cubic.c, whose count is at most 20 then: a twentieth, beside Reno's growth).
  void grow(double window) {
    for (; rate_of(window) < target_; window *= responses_.restart_growth) {
      steps_.push_back({time_, rate_of(window)});
      time_ += round_trip_;
    }
    steps_.push_back({time_, target_});
  }

  const NetworkPath& path_;
  const ResponseSet& responses_;
  double decrease_;
  double target_;
  double round_trip_ = to_seconds(path_.round_trip);
  double segment_ = static_cast<double>(path_.segment.count);
  Pipe pipe_;
  double used_;
  double time_ = 0.0;
  std::vector<RateStep> steps_;
};

}  // namespace

double windows_of_stream(const NetworkPath& path, double rate, double link, double decrease) {
  const Pipe pipe = pipe_of(path, link);
  const double written =
      rate * to_seconds(path.round_trip) / static_cast<double>(path.segment.count);
  // Of what is written while one segment is acknowledged; acknowledgements come as the link sends.
  const double beside = std::min(1.0, written / pipe.held);
  double window = first_window * path.flows;
  double waiting = written;
  while (true) {
    const double sent = std::min(window, waiting);
    // Two are sent for each that is acknowledged until nothing waits; then what is in flight falls.
    const double until_empty = (waiting - sent) / (2.0 - beside);
    const double most = sent + std::min(sent, until_empty);
    if (most > window && most - std::min(window, pipe.held) > pipe.queue + 1.0) {
      return (1.0 - decrease) * (std::min(window, pipe.held) + pipe.queue);
    }
    // Each of them opens the window by one, until it is twice what is in flight.
    const double falling = 1.0 - beside;
    const double opened = (2.0 * (most + falling * (most - sent)) - window) / (1.0 + 2.0 * falling);
    if (opened < sent) {
      return std::max({window, window + opened, 2.0 * written});
    }
    window += sent;
    waiting += written - sent;
  }
}

std::vector<RateStep> restart_after_cut(const NetworkPath& path, const ResponseSet& responses,
                                        double rate, double target) {
  return target > 0.0 ? Restart{path, responses, rate, target}.steps()
                      : std::vector<RateStep>{{0.0, 0.0}};
}

}  // namespace firedrill
