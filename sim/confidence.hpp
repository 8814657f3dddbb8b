// How sure the intervals of a prediction are: each holds what it is about in 95 % of all
// simulations, whether of a quantile, a mean or a difference.
// Example: estimate_mean(values, confidence)
#pragma once

namespace firedrill {

inline constexpr double confidence = 0.95;

}  // namespace firedrill
