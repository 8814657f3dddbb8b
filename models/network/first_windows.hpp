// An object's first windows: all connections send theirs at once, one's after another's. Those that
// find no room in the buffer hear of nothing: they wait for a timeout with what they have taken of
// the object, which nobody else can send, and begin again with one segment.
// Example: lost_connections(path, 10.0)  // 8 connections, a buffer of 52 segments: 2
#pragma once

#include <vector>

#include "models/network/transfer_case.hpp"

namespace firedrill {

// What the path's buffer has room for, and the segment that is being sent [segments].
[[nodiscard]] double first_room(const NetworkPath& path);

// How many of the path's connections find no room at all for a first window of `window` segments.
[[nodiscard]] int lost_connections(const NetworkPath& path, double window);

// When it comes to an end, seconds since the object was written.
struct ObjectEnd {
  double others = 0.0;  // the connections that were not lost have sent their part
  double all = 0.0;     // everything has been sent
  // The same where the first segment after the timeout is lost too, which it can only be while the
  // others fill the link; `all` if it cannot.
  double all_again = 0.0;
};

// An object of `bytes` over the path's connections, `lost` (> 0) of which have lost a first window
// of `window` segments. `steps` are what the others are allowed [bytes/s], of which `link` is taken
// at most, from the object's writing on, and become what all are. Sources: RFC 6298, section 5; RFC
// 5681, section 3.1; RFC 8312, section 4.2.
[[nodiscard]] ObjectEnd wait_for_lost(const NetworkPath& path, const ResponseSet& responses,
                                      int lost, double window, double bytes, double link,
                                      std::vector<RateStep>& steps);

}  // namespace firedrill
