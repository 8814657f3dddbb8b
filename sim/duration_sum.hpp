// A sum of durations that cannot overflow and is exact, so that the order in which threads add up
// cannot matter: a million recoveries of a week are 6e20 ns, beyond int64.
// Example: DurationSum total; total += step.ended - step.started; total.seconds() / count
#pragma once

#include <array>
#include <cstdint>

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
  // The sum as its lower and upper 64 bits, and back: how it is written to a file.
  [[nodiscard]] std::array<std::uint64_t, 2> words() const {
    return {static_cast<std::uint64_t>(nanoseconds_),
            static_cast<std::uint64_t>(nanoseconds_ >> 64U)};
  }
  [[nodiscard]] static DurationSum of_words(const std::array<std::uint64_t, 2>& words) {
    __extension__ using Unsigned = unsigned __int128;
    DurationSum sum;
    sum.nanoseconds_ = static_cast<Wide>(Unsigned{words[1]} << 64U | words[0]);
    return sum;
  }

 private:
  __extension__ using Wide = __int128;
  Wide nanoseconds_ = 0;
};

}  // namespace firedrill
