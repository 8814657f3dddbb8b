// The connections that objects are uploaded over, between one object and the next. One that was
// idle for longer than its timeout has its window halved for each timeout that passed, to ten
// segments at least (RFC 2861; Linux, tcp_cwnd_restart), and starts slowly from there. And the last
// of an object may be lost, with nothing behind it that would tell, and wait for a timeout.
// Example: ObjectConnections connections{path, hosts(), link}; connections.arrive(2e6);
#pragma once

#include <vector>

#include "models/fluid/shared_link.hpp"
#include "models/network/first_windows.hpp"
#include "models/network/transfer_case.hpp"

namespace firedrill {

// The window of a connection that sent nothing for `idle` [s], of `window` segments before, with a
// retransmission timeout of `timeout` [s]; at least ten segments, or `window` if that is less.
[[nodiscard]] double window_after_idle(double window, double idle, double timeout);

// Drives the first stream of `link`, which is what crosses `path`.
class ObjectConnections {
 public:
  // `every`: from one object to the next [s]. An object that follows carries on for one that waits.
  ObjectConnections(const NetworkPath& path, const ResponseSet& responses, SharedLink& link,
                    double every = endless_rate);

  void advance(double time);  // [s], as SharedLink
  void arrive(double bytes);  // an object is written at once

  // Beyond what the link takes, for what has arrived so far, of the last of an object that waits
  // for a timeout: what that adds to the area below its lag, in the mean over all objects [s^2],
  // and to the peak, as far as it is likely among them [s].
  [[nodiscard]] double mean_area() const;
  [[nodiscard]] double peak_tail() const;

 private:
  void begin(double bytes, double window, double full);
  void add_end_again(const ObjectEnd& end, int lost);
  void add_tail(double chance, double after, double longer);
  [[nodiscard]] double link_rate() const;  // [bytes/s]
  [[nodiscard]] double timeout() const;    // [s]
  [[nodiscard]] double full_window() const;
  [[nodiscard]] double chance_of_loss_at_end() const;

  const NetworkPath& path_;
  const ResponseSet& responses_;
  SharedLink& link_;
  double every_;
  std::vector<RateStep> steps_;    // still to come; times since the run's beginning
  double done_at_ = endless_rate;  // [s] the connections that do not wait; endless if none does
  bool has_sent_ = false;
  int objects_ = 0;
  int overflows_ = 0;  // of them, whose first windows together were too much for the buffer
  double area_ = 0.0;  // [s^2] of all tails
  double longest_tail_ = 0.0, longest_again_ = 0.0;  // [s]
  double expected_again_ = 0.0;                      // objects of which a connection is lost twice
};

}  // namespace firedrill
