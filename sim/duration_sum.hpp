// A sum of durations that cannot overflow and is exact, so that the order in which threads add up
// cannot matter: a million recoveries of a week are 6e20 ns, beyond int64.
// Example: DurationSum total; total += step.ended - step.started; total.seconds() / count
#pragma once

#include "models/base/units.hpp"

namespace firedrill {

class DurationSum {
 public:
  DurationSum& operator+=(Duration duration) {
    nanoseconds_ += duration.count();
    return *this;
  }
  DurationSum& operator+=(const DurationSum& other) {
    nanoseconds_ += other.nanoseconds_;
    return *this;
  }
  // The sum [s], rounded once.
  [[nodiscard]] double seconds() const { return static_cast<double>(nanoseconds_) / 1e9; }

 private:
  __extension__ using Wide = __int128;
  Wide nanoseconds_ = 0;
};

}  // namespace firedrill
