#include "models/fluid/fluid_queue.hpp"

#include <algorithm>

namespace firedrill {

void FluidQueue::reset(Rate capacity) {
  capacity_ = capacity.bytes_per_second;
  now_ = 0.0;
  arrived_ = 0.0;
  backlog_ = 0.0;
  stretches_.clear();
}

void FluidQueue::flow(double seconds, double rate) {
  stretches_.push_back({.begin = now_, .arrived = arrived_, .rate = rate});
  now_ += seconds;
  arrived_ += rate * seconds;
  backlog_ = std::max(0.0, backlog_ + (rate - capacity_) * seconds);
}

void FluidQueue::arrive(double bytes) {
  arrived_ += bytes;
  backlog_ += bytes;
}

double FluidQueue::age() const {
  if (!(backlog_ > 0.0)) {
    return 0.0;
  }
  const double target = departed();
  for (std::size_t index = stretches_.size(); index-- > 0;) {
    const Stretch& stretch = stretches_[index];
    if (stretch.arrived > target) {
      continue;
    }
    const double end = index + 1 < stretches_.size() ? stretches_[index + 1].begin : now_;
    const double within =
        stretch.rate > 0.0 ? (target - stretch.arrived) / stretch.rate : end - stretch.begin;
    return now_ - std::min(stretch.begin + within, end);
  }
  return now_;
}

}  // namespace firedrill
