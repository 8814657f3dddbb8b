// SPDX-License-Identifier: GPL-2.0-only
// What has been written and when, as cumulative bytes: how old is the oldest byte that has not
// arrived yet. Bytes count in the order they were written, whatever connection carried them.
// Example: written.add(1.0, 1e6); written.age(3.0, 5e5) -> 2.0
#pragma once

#include <cstddef>
#include <vector>

namespace firedrill_wan {

class Written {
 public:
  // `bytes` are written at `time` [s], not before what was added last.
  void add(double time, double bytes) {
    total_ += bytes;
    writes_.push_back({time, total_});
  }

  [[nodiscard]] double total() const { return total_; }  // [bytes]

  // Age at `now` [s] of the first byte after `delivered` ones; 0 when all have arrived. `delivered`
  // must not fall from one call to the next.
  [[nodiscard]] double age(double now, double delivered) {
    while (next_ < writes_.size() && writes_[next_].total <= delivered + 0.5) {
      ++next_;
    }
    return next_ < writes_.size() ? now - writes_[next_].time : 0.0;
  }

 private:
  struct Write {
    double time = 0.0;   // [s]
    double total = 0.0;  // [bytes] with this one
  };

  double total_ = 0.0;
  std::vector<Write> writes_;
  std::size_t next_ = 0;  // the first that has not arrived whole
};

}  // namespace firedrill_wan
