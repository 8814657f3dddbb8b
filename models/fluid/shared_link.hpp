// Several streams that share one link, as piecewise-linear curves: each has what it writes, a limit
// of its own, a priority and a share among equal priorities. What the link cannot take waits.
// Integration goes from event to event (a rate, a limit or the capacity changes, or a backlog runs
// empty) and is exact in between: nothing is ticked. Source: Cruz, "A calculus for network delay"
// (IEEE Trans. Information Theory 37, 1991); shares are max-min fair (Bertsekas and Gallager, Data
// Networks, 1992).
// Example: SharedLink link{{{.priority = 0}}, Rate{125e6}}; link.write(0, Rate{2e7});
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "models/base/units.hpp"

namespace firedrill {

// One stream over a SharedLink.
struct LinkClass {
  int priority = 0;     // the lower goes first
  double weight = 1.0;  // share among classes of equal priority, such as its connections; above 0
  double limit = std::numeric_limits<double>::infinity();  // [bytes/s] of this stream alone
  // Streams of one group, none of them of equal priority, may take `group_limit` [bytes/s] in all:
  // the quota of a service. Negative: of none.
  int group = -1;
  double group_limit = std::numeric_limits<double>::infinity();
};

// A point of a stream's curves; between two points both totals are linear. Two points at one time
// are a jump: bytes that were written at once.
struct LinkKnot {
  double time = 0.0;      // [s]
  double arrived = 0.0;   // [bytes] written so far
  double departed = 0.0;  // [bytes] that have left the link so far
};

// Lag at a time: the age of the oldest byte that still waits; linear between points, two points at
// one time are a jump.
struct LagKnot {
  double time = 0.0;  // [s]
  double lag = 0.0;   // [s]
};

class SharedLink {
 public:
  SharedLink(const std::vector<LinkClass>& classes, Rate capacity);

  // Empty again at time zero, with this capacity and nothing written; keeps its memory.
  void reset(Rate capacity);

  // From now on. A class is named by its place in the constructor's list.
  void set_capacity(Rate capacity);
  void set_limit(std::size_t one, Rate limit);
  void write(std::size_t one, Rate rate);
  // `bytes` are written at once.
  void arrive(std::size_t one, double bytes);

  // Time passes until `time` [s], which must not be before now().
  void advance(double time);

  [[nodiscard]] double now() const { return now_; }                                      // [s]
  [[nodiscard]] double backlog(std::size_t one) const { return streams_[one].backlog; }  // [bytes]
  [[nodiscard]] double arrived(std::size_t one) const { return streams_[one].arrived; }  // [bytes]
  [[nodiscard]] double departed(std::size_t one) const;                                  // [bytes]
  [[nodiscard]] double age(std::size_t one) const;  // [s] as FluidQueue::age()

  // Since when nothing of it has waited and nothing was written [s]; none if something waits.
  [[nodiscard]] std::optional<double> idle_since(std::size_t one) const;

  // The stream's curves from the beginning to now.
  [[nodiscard]] std::vector<LinkKnot> curve(std::size_t one) const;
  // When its backlog first came to `bytes` [s]; none if it never has. Of a log that is kept until
  // it is replicated, when the room for it is used up.
  [[nodiscard]] std::optional<double> first_backlog_of(std::size_t one, double bytes) const;

 private:
  struct Stream {
    LinkClass settings{};
    double rate = 0.0;     // [bytes/s] written
    double served = 0.0;   // [bytes/s] taken by the link
    double arrived = 0.0;  // [bytes]
    double backlog = 0.0;  // [bytes]
    std::vector<LinkKnot> knots{};
  };

  void share_out();
  double share_among(int priority, double left);
  void pass(double seconds);
  void note();

  std::vector<Stream> streams_;
  std::vector<int> priorities_;    // ascending, each once
  std::vector<std::size_t> open_;  // scratch of share_among
  double capacity_ = 0.0;
  double now_ = 0.0;
  bool is_shared_out_ = false;  // `served` is right for what is written now
};

// The lag along a stream's curves, each byte arriving `latency` [s] after it left the link. Before
// the first byte has arrived, the lag counts from the curve's beginning.
[[nodiscard]] std::vector<LagKnot> lag_curve(const std::vector<LinkKnot>& curve, double latency);

// Over [begin, end] [s], which must be within the curve's times and not empty.
[[nodiscard]] double mean_lag(const std::vector<LagKnot>& curve, double begin, double end);
[[nodiscard]] double peak_lag(const std::vector<LagKnot>& curve, double begin, double end);
// The value at `time` [s], after a jump there; the last beyond the end.
[[nodiscard]] double lag_at(const std::vector<LagKnot>& curve, double time);

}  // namespace firedrill
