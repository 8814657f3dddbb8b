// The connections that objects are uploaded over, between one object and the next. A connection that
// was idle for longer than its timeout has its window halved for each timeout that passed, to ten
// segments at least (RFC 2861; Linux, tcp_cwnd_restart), and starts slowly from there. And the
// connections of one upload do not end at one time: the last of it goes over few of them.
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

  void advance(double time);   // [s], as SharedLink
  void arrive(double bytes);  // an object is written at once

 private:
  [[nodiscard]] double full_window() const;

  const NetworkPath& path_;
  const ResponseSet& responses_;
  SharedLink& link_;
  std::vector<RateStep> steps_;  // still to come; times since the run's beginning
  double window_ = 0.0;          // [segments] of each connection; 0: none has sent yet
};

// How long the last of an upload takes beyond what the link would for it, for the connections that
// have ended before [s].
[[nodiscard]] double upload_tail(const NetworkPath& path, const ResponseSet& responses);

}  // namespace firedrill
