// What a cut of its path does to the connections of a stream: which windows they had, how much of
// them had arrived without an acknowledgement, and how they come back once a timeout gets through.
// Slow start sends twice what the link takes: where a round of it is more than the buffer has room
// for, what was sent again is lost again, and waits for another timeout.
// Example: restart_after_cut(path, packet_simulation(), 6.25e5, 1.2e6).back().rate  // 1.2e6
#pragma once

#include <vector>

#include "models/network/transfer_case.hpp"

namespace firedrill {

// The windows of all the path's connections together [segments] while they carry a stream of `rate`
// [bytes/s] over a link that takes `link` [bytes/s]. They began with ten segments each while the
// stream was written already, doubled each round trip until nothing waited any more, and are not
// opened beyond twice what is in use (Linux, tcp_is_cwnd_limited). A round that was more than the
// buffer has room for has cost them `decrease`.
[[nodiscard]] double windows_of_stream(const NetworkPath& path, double rate, double link,
                                       double decrease);

// From when a timeout of theirs gets through, in steps of rate up to `target` [bytes/s]; a step of
// much more than that are bytes that had arrived out of order. `rate` [bytes/s] is the stream's
// before the cut, or endless. Sources: RFC 5681, section 3.1; RFC 8312, section 4.7.
[[nodiscard]] std::vector<RateStep> restart_after_cut(const NetworkPath& path,
                                                      const ResponseSet& responses, double rate,
                                                      double target);

}  // namespace firedrill
