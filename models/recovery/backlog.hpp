// How much waited to cross between regions before a fault, over time: what a recovery had lost by
// then, as a picture.
// Example: curve.points.back() // {0 s, 1.2e9 bytes, 41 s}: at the fault
#pragma once

#include <string>
#include <vector>

#include "models/base/units.hpp"

namespace firedrill {

struct BacklogPoint {
  double time_s = 0.0;         // relative to the fault, so at most 0
  double backlog_bytes = 0.0;  // written, and not across
  double lag_s = 0.0;          // age of the oldest of them
};

// Of one replica: a database's log, or what is replicated of a bucket.
struct BacklogCurve {
  std::string replica;
  std::string from, to;  // regions
  Rate rate;             // what the stream can take at most
  std::vector<BacklogPoint> points;
};

}  // namespace firedrill
