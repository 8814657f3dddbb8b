// The surrogate of a packet simulation: what a number of greedy connections deliver together over a
// path, in closed form. Its shape is published (response functions for random loss, the share of a
// link that a sawtooth over a buffer fills); its few coefficients are fitted to the training cases
// of models/parameters/wan by tests/network/fit, and it is held against the others there.
// Example: goodput(path, packet_simulation()) // 62 ms, 0.01 %, 1 Gbit/s, 1 CUBIC flow: 3.7e6
#pragma once

#include "models/network/path.hpp"

namespace firedrill {

// How one congestion control responds.
struct TransportResponse {
  double scale = 1.0;        // of the published response function, whose losses are periodic
  double timeout = 1.0;      // of a timeout's cost, in PFTK's term
  double knee = 4.0;         // how sharply loss-limited becomes link-limited, one connection
  double knee_flows = 0.0;   // its power of the number of connections
  double knee_buffer = 0.0;  // its power of one plus the buffer
  double friendly = 1.0;     // CUBIC: of Mathis's function, where it grows as Reno does
  double decrease = 0.3;     // of the window after a loss
  double unfilled = 0.0;     // of the link's share that a sawtooth over too small a buffer misses
};

struct ResponseSet {
  TransportResponse cubic, reno;
  double bbr_share = 1.0;         // of the link's share that BBR takes, whatever the (little) loss
  double background = 0.0;        // share of the capacity that everybody else's datagrams take
  double restart_growth = 1.10;   // of a window beyond its threshold after a cut, in a round trip
  bool waits_for_queues = false;  // a timeout leaves time for two round trips through full queues
  // What was sent again and is lost again waits for another timeout; Linux finds out from what
  // arrives behind it (RFC 8985).
  bool repeats_timeouts = false;
};

// A retransmission timeout is at least this beyond the round trip, as in Linux [s].
inline constexpr double least_timeout = 0.2;

// As fitted to the packet simulation, with its background and its timeouts.
[[nodiscard]] ResponseSet packet_simulation();
// The same responses without what is particular to it: the hosts of a plan.
[[nodiscard]] ResponseSet hosts();

// What the path's own `flows` deliver to the application, together [bytes/s].
[[nodiscard]] Rate goodput(const NetworkPath& path, const ResponseSet& responses);

// The mean of a window that grows by the faster of two laws, of whose means alone these two are:
// CUBIC's own and Reno's. Losses are random, so that the one is the faster in one epoch and the
// other in the next; the mean of the larger is 9 % above both where they are equal, and no more
// than the higher where they are far apart. An eighth power follows that to 2.5 %, held against
// windows that are followed through random losses. Both >= 0, one of them > 0; in their unit.
[[nodiscard]] double larger_in_each_epoch(double cubic, double friendly);

// What one of them would, if the link took everything; infinite without loss [bytes/s].
[[nodiscard]] double loss_limited_rate(const NetworkPath& path, const ResponseSet& responses);

// What holds the goodput back: the link, or loss and round trip of so few connections.
enum class GoodputLimit { link, loss };
[[nodiscard]] GoodputLimit limit_of(const NetworkPath& path, const ResponseSet& responses);

}  // namespace firedrill
