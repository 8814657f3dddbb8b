#include "models/base/units.hpp"

namespace firedrill {

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
