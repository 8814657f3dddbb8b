// The mean of a sample with its error. Student's interval: right for normal samples, and for others
// once there are some dozens (the mean of many is nearly normal).
// Source: Student, "The probable error of a mean", Biometrika 6 (1908).
// Example: estimate_mean(ratios, 0.95)  // {.mean = 0.9581, .standard_error = 0.0004, ...}
#pragma once

#include <span>

#include "models/chance/interval.hpp"

namespace firedrill {

struct MeanEstimate {
  double mean = 0.0;
  double standard_error = 0.0;
  Interval interval;  // at the confidence that was asked for
};

// At least two values; `confidence` in (0, 1).
[[nodiscard]] MeanEstimate estimate_mean(std::span<const double> values, double confidence);

}  // namespace firedrill
