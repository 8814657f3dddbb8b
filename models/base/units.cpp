#include "models/base/units.hpp"

#include <cmath>
#include <limits>

namespace firedrill {

double to_seconds(Duration duration) {
  if (duration == never) {
    return std::numeric_limits<double>::infinity();
  }
  return static_cast<double>(duration.count()) / 1e9;
}

Duration from_seconds(double seconds) {
  const double nanoseconds = seconds * 1e9 + 0.5;
  if (!(nanoseconds < 9.2e18)) {
    return never;
  }
  const auto whole = static_cast<std::int64_t>(nanoseconds);  // towards zero
  return Duration{whole - (static_cast<double>(whole) > nanoseconds ? 1 : 0)};
}

Duration transfer_time(Bytes amount, Rate rate) {
  if (amount.count == 0) {
    return Duration::zero();
  }
  if (!(rate.bytes_per_second > 0.0)) {
    return never;
  }
  return from_seconds(static_cast<double>(amount.count) / rate.bytes_per_second);
}

}  // namespace firedrill
