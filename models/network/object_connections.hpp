// The connections that objects are uploaded over, between one object and the next. One that was
// idle for longer than its timeout has its window halved for each timeout that passed, to ten
// segments at least (RFC 2861; Linux, tcp_cwnd_restart), and starts slowly from there. And the last
// of an object may be lost, with nothing behind it that would tell, and wait for a timeout.
// Example: ObjectConnections connections{path, hosts(), link}; connections.arrive(2e6);
#pragma once

#include <vector>

#include "models/fluid/shared_link.hpp"
#include "models/network/transfer_case.hpp"

namespace firedrill {

// The window of a connection that sent nothing for `idle` [s], of `window` segments before, with a
// retransmission timeout of `timeout` [s]; at least ten segments, or `window` if that is less.
[[nodiscard]] double window_after_idle(double window, double idle, double timeout);

// Drives the first stream of `link`, which is what crosses `path`.
class ObjectConnections {
 public:
  ObjectConnections(const NetworkPath& path, const ResponseSet& responses, SharedLink& link);

  void advance(double time);  // [s], as SharedLink
  void arrive(double bytes);  // an object is written at once

  // Beyond what the link takes, for what has arrived so far: how long the last of an object waits
  // for a timeout, in the mean, and the longest that is likely among them [s].
  [[nodiscard]] double mean_tail() const;
  [[nodiscard]] double peak_tail() const;

 private:
  [[nodiscard]] double full_window() const;
  [[nodiscard]] double chance_of_loss_at_end() const;

  const NetworkPath& path_;
  const ResponseSet& responses_;
  SharedLink& link_;
  std::vector<RateStep> steps_;  // still to come; times since the run's beginning
  bool has_sent_ = false;
  int objects_ = 0;
  int overflows_ = 0;  // of them, whose first windows together were too much for the buffer
};

}  // namespace firedrill
