#include "models/network/response.hpp"

#include <algorithm>
#include <cmath>

#include "models/chance/elementary.hpp"

namespace firedrill {
namespace {

double segment_of(const NetworkPath& path) { return static_cast<double>(path.segment.count); }

}  // namespace

double mathis_rate(const NetworkPath& path) {
  if (!(path.loss > 0.0)) {
    return endless_rate;
  }
  return segment_of(path) / to_seconds(path.round_trip) * std::sqrt(1.5 / path.loss);
}

double pftk_rate(const NetworkPath& path, Duration timeout) {
  const double p = path.loss;
  if (!(p > 0.0)) {
    return endless_rate;
  }
  const double fast = to_seconds(path.round_trip) * std::sqrt(2.0 * p / 3.0);
  const double slow = to_seconds(timeout) * std::min(1.0, 3.0 * std::sqrt(3.0 * p / 8.0)) * p *
                      (1.0 + 32.0 * p * p);
  return segment_of(path) / (fast + slow);
}

double cubic_rate(const NetworkPath& path) {
  if (!(path.loss > 0.0)) {
    return endless_rate;
  }
  const double round_trip = to_seconds(path.round_trip);
  const double height = cubic_scaling * (4.0 - cubic_decrease) / (4.0 * cubic_decrease);
  return segment_of(path) / round_trip * det_pow(height, 0.25) *
         det_pow(round_trip / path.loss, 0.75);
}

double window_rate(Bytes window, Duration round_trip) {
  return static_cast<double>(window.count) / to_seconds(round_trip);
}

}  // namespace firedrill
