// A path between two regions as a transport sees it: how far, how lossy, how wide, with how many
// connections and under which congestion control. What it delivers follows in goodput.hpp.
// Example: NetworkPath path; path.round_trip = 62ms; path.loss = 1e-4; path.flows = 8;
#pragma once

#include <limits>

#include "models/base/units.hpp"

namespace firedrill {

enum class CongestionControl { cubic, reno, bbr };

struct NetworkPath {
  Duration round_trip{};  // without queues
  double loss = 0.0;      // share of segments lost at random, in [0, 1)
  Rate capacity;          // of the narrowest link, headers included
  double buffer = 1.0;    // before it, in bandwidth-delay products
  Bytes segment{1448};    // of data in one segment: 1,500 less IP, TCP and its time stamps
  CongestionControl congestion = CongestionControl::cubic;
  int flows = 1;            // connections that share the work
  int competing_flows = 0;  // greedy ones beside them, under the same congestion control
  Rate competing_rate;      // of datagrams that yield to nobody
};

inline constexpr double endless_rate = std::numeric_limits<double>::infinity();  // [bytes/s]

// What each segment carries beside its data [bytes]: IP 20, TCP 20, its time stamps 12, framing 2.
inline constexpr double header_bytes = 54.0;

// What the link takes of data at best, without headers and the datagrams beside [bytes/s].
[[nodiscard]] inline double link_share(const NetworkPath& path) {
  const auto segment = static_cast<double>(path.segment.count);
  const double left = path.capacity.bytes_per_second - path.competing_rate.bytes_per_second;
  return left > 0.0 ? left * segment / (segment + header_bytes) : 0.0;
}

}  // namespace firedrill
