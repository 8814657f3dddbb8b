#include "models/network/first_windows.hpp"

#include <algorithm>
#include <cmath>

#include "models/network/sender.hpp"

namespace firedrill {
namespace {

// When `bytes` have crossed, of what `steps` allow and a link that takes `link`.
double crossed_by(const std::vector<RateStep>& steps, double link, double bytes) {
  double sent = 0.0;
  for (std::size_t step = 0; step + 1 < steps.size(); ++step) {
    const double rate = std::min(link, steps[step].rate);
    const double more = rate * (steps[step + 1].time - steps[step].time);
    if (sent + more >= bytes) {
      return steps[step].time + (bytes - sent) / rate;
    }
    sent += more;
  }
  return steps.back().time + (bytes - sent) / std::min(link, steps.back().rate);
}

// Rounds of a connection that begins again after a timeout.
class Rounds {
 public:
  Rounds(const NetworkPath& path, double window, double held)
      : round_trip_{to_seconds(path.round_trip)},
        buffer_{path.buffer},
        threshold_{std::max(2.0, (1.0 - cubic_decrease) * window)},
        left_{held} {}

  [[nodiscard]] double left() const { return std::max(0.0, left_); }
  [[nodiscard]] double sent() const { return std::min(window_, left_); }  // in this round
  [[nodiscard]] double length(bool is_busy) const {
    return round_trip_ * (is_busy ? 1.0 + buffer_ : 1.0) +
           (is_first_ ? delayed_acknowledgement : 0.0);
  }
  void next() {
    left_ -= sent();
    window_ =
        window_ < threshold_ ? std::min(2.0 * window_, threshold_) : window_ + friendly_growth;
    is_first_ = false;
  }

 private:
  double round_trip_, buffer_, threshold_, left_;
  double window_ = 1.0;
  bool is_first_ = true;
};

}  // namespace

double first_room(const NetworkPath& path) {
  const double product = path.capacity.bytes_per_second * to_seconds(path.round_trip);
  return std::ceil(path.buffer * product /
                   (static_cast<double>(path.segment.count) + header_bytes)) +
         1.0;
}

int lost_connections(const NetworkPath& path, double window) {
  const double begun = std::ceil(first_room(path) / window);
  return begun >= path.flows ? 0 : path.flows - static_cast<int>(begun);
}

ObjectEnd wait_for_lost(const NetworkPath& path, const ResponseSet& responses, int lost,
                        double window, double bytes, double link, std::vector<RateStep>& steps) {
  const double segments = lost * static_cast<double>(path.segment.count);  // one of each
  const double held = std::min(windows_taken * window + segments_taken,
                               bytes / static_cast<double>(path.segment.count) / path.flows);
  const double timeout = first_timeout(path, responses);
  Rounds rounds{path, window, held};
  double time = timeout;
  double others = crossed_by(steps, link, bytes - segments * held);
  const bool is_busy = others > timeout;
  // Where the others fill the link, what is sent after the timeout takes the place of theirs.
  while (rounds.left() > 0.0 && others > time) {
    time += rounds.length(true);
    rounds.next();
    others = crossed_by(steps, link, bytes - segments * rounds.left());
  }
  std::erase_if(steps, [&](const RateStep& one) { return one.time >= others; });
  double all = others;
  for (; rounds.left() > 0.0; rounds.next()) {
    steps.push_back({all, 0.0});
    steps.push_back({time, link});
    all = time + segments * rounds.sent() / link;
    time = std::max(all, time + rounds.length(false));
  }
  steps.push_back({all, endless_rate});
  double again = 3.0 * timeout;  // the first and one that is twice as long
  for (Rounds late{path, window, held}; is_busy && late.left() > 0.0; late.next()) {
    again += late.length(false);
  }
  return {others, all, is_busy ? std::max(all, again - to_seconds(path.round_trip)) : all};
}

}  // namespace firedrill
