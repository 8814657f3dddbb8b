// First-in first-out flow through a bottleneck, as piecewise-linear curves: cumulative arrivals
// A(t), cumulative departures D(t), backlog A - D. Exact between changes, so nothing is ever
// ticked. Age of the data at time t = t - a, where a is when the byte that leaves at t arrived:
// A(a) = D(t). Source: Cruz, "A calculus for network delay" (IEEE Trans. Information Theory 37,
// 1991). Example: FluidQueue link{Rate{125e6}}; link.arrive(105e9); link.flow(600.0, 20e6);
// link.age();
#pragma once

#include <cstddef>
#include <vector>

#include "models/base/units.hpp"

namespace firedrill {

class FluidQueue {
 public:
  explicit FluidQueue(Rate capacity) : capacity_{capacity.bytes_per_second} {}

  // Empty again at time zero, with another capacity; keeps its memory.
  void reset(Rate capacity);

  // `seconds` pass while data arrives at `rate` [bytes/s].
  void flow(double seconds, double rate);

  // `bytes` arrive at once.
  void arrive(double bytes);

  [[nodiscard]] double now() const { return now_; }          // [s] since the start or reset()
  [[nodiscard]] double arrived() const { return arrived_; }  // [bytes]
  [[nodiscard]] double backlog() const { return backlog_; }  // [bytes]
  [[nodiscard]] double departed() const { return arrived_ - backlog_; }  // [bytes]

  // How long ago the oldest byte that is still waiting arrived [s]; 0 when nothing waits.
  [[nodiscard]] double age() const;

 private:
  struct Stretch {
    double begin = 0.0;    // [s]
    double arrived = 0.0;  // [bytes] at its begin
    double rate = 0.0;     // [bytes/s]
  };

  double capacity_ = 0.0;
  double now_ = 0.0;
  double arrived_ = 0.0;
  double backlog_ = 0.0;
  std::vector<Stretch> stretches_;
};

}  // namespace firedrill
