// A case of the packet simulation, as the surrogate sees it: a path, what is written at its near
// end, and how the path changes meanwhile. `predict` gives what firedrill-wan measures, from fluid
// curves: goodput and the lag's mean and peak. Example: predict(one, packet_simulation()).goodput
#pragma once

#include <variant>
#include <vector>

#include "models/fluid/shared_link.hpp"
#include "models/network/goodput.hpp"

namespace firedrill {

struct GreedyCopy {};  // always has more to send

// A log: writes at `rate`, and at `burst_rate` for the last `burst_length` of every `burst_every`
// since the run's beginning (none if that is zero).
struct LogStream {
  Rate rate;
  Rate burst_rate;
  Duration burst_every{}, burst_length{};
};

// Objects or checkpoints: `size` at once, every `every`.
struct ObjectWrites {
  Bytes size;
  Duration every{};
};

using TransferTraffic = std::variant<GreedyCopy, LogStream, ObjectWrites>;

struct CapacityChange {
  Rate capacity;
};
struct LossChange {
  double loss = 0.0;
};
struct RoundTripChange {
  Duration round_trip{};
};
struct CutChange {
  bool is_cut = true;  // false: healed
};

struct PathEvent {
  Duration at{};  // since the run's beginning
  std::variant<CapacityChange, LossChange, RoundTripChange, CutChange> change;
};

struct TransferCase {
  NetworkPath path;
  TransferTraffic traffic;
  std::vector<PathEvent> events;  // in order of time
  Duration warm_up{};             // nothing is measured before it
  Duration length{};              // measured
};

struct TransferPrediction {
  Rate goodput;
  double lag_mean = 0.0;       // [s]; 0 for a greedy copy
  double lag_peak = 0.0;       // [s]
  std::vector<LagKnot> curve;  // empty for a greedy copy
};

// Lag is looked at every 0.1 s, as firedrill-wan does: a peak between two looks is missed by both.
[[nodiscard]] TransferPrediction predict(const TransferCase& one, const ResponseSet& responses);

// When a connection that was cut off at `cut` sends again once the path has healed at `heal`: its
// timeouts double from `first_timeout` to at most `longest`, and it is the first to expire that
// gets through. Source: RFC 6298, section 5. [s], at least `heal`.
[[nodiscard]] double resumes_at(double cut, double heal, double first_timeout, double longest);
// The first timeout on `path`: 200 ms beyond its round trip, as in Linux (tcp_rto_min), or beyond
// two of them with a full buffer, as the packet simulation is set up [s].
[[nodiscard]] double first_timeout(const NetworkPath& path, const ResponseSet& responses);
inline constexpr double longest_timeout = 120.0;  // [s] TCP_RTO_MAX in Linux

// How the path's connections come back to `target` [bytes/s], each from `window` segments in a
// round trip: they double each round trip. Steps of rate, each from its time on [s
// since it resumed].
struct RateStep {
  double time = 0.0;
  double rate = 0.0;  // [bytes/s]
};
[[nodiscard]] std::vector<RateStep> slow_start(const NetworkPath& path, double target,
                                               double window);

}  // namespace firedrill
