// What is due, in order of time, equal times first-in first-out: a 4-ary heap whose 16-byte keys hold
// the time and the order of arrival, so that comparing is one wide integer comparison without a branch.
// Payloads stay in place; only keys move.
// Example: Calendar<Due> calendar; calendar.add(5min, due); while (calendar.pop(now, due)) { ... }
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/base/check.hpp"
#include "models/base/units.hpp"

namespace firedrill {

template <class Payload>
class Calendar {
 public:
  // `time` must not be negative; at most 2^32 entries are pending, 2^32 added between two clear().
  void add(Duration time, const Payload& payload) {
    firedrill_assert(time >= Duration::zero());
    std::uint32_t slot = 0;
    if (free_.empty()) {
      slot = static_cast<std::uint32_t>(payloads_.size());
      payloads_.push_back(payload);
    } else {
      slot = free_.back();
      free_.pop_back();
      payloads_[slot] = payload;
    }
    const Key key = static_cast<Key>(time.count()) << 64 |
                    static_cast<Key>(order_++) << 32 | slot;
    keys_.push_back(key);
    sift_up(keys_.size() - 1, key);
  }

  // Takes the earliest entry; false when none is left.
  bool pop(Duration& time, Payload& payload) {
    if (keys_.empty()) {
      return false;
    }
    const Key first = keys_.front();
    const auto slot = static_cast<std::uint32_t>(first);
    time = Duration{static_cast<std::int64_t>(first >> 64)};
    payload = payloads_[slot];
    free_.push_back(slot);
    const Key last = keys_.back();
    keys_.pop_back();
    if (!keys_.empty()) {
      sift_down(last);
    }
    return true;
  }

  [[nodiscard]] std::size_t size() const { return keys_.size(); }

  // Forgets everything, keeps the memory.
  void clear() {
    keys_.clear();
    free_.clear();
    payloads_.clear();
    order_ = 0;
  }

 private:
  __extension__ using Key = unsigned __int128;
  static constexpr std::size_t arity = 4;

  void sift_up(std::size_t place, Key key) {
    while (place > 0) {
      const std::size_t parent = (place - 1) / arity;
      if (keys_[parent] < key) {
        break;
      }
      keys_[place] = keys_[parent];
      place = parent;
    }
    keys_[place] = key;
  }

  // Puts `key` where the first one was and lets it sink.
  void sift_down(Key key) {
    const std::size_t count = keys_.size();
    std::size_t place = 0;
    for (;;) {
      const std::size_t child = place * arity + 1;
      if (child >= count) {
        break;
      }
      std::size_t least = child;
      const std::size_t end = child + arity < count ? child + arity : count;
      for (std::size_t other = child + 1; other < end; ++other) {
        least = keys_[other] < keys_[least] ? other : least;
      }
      if (key < keys_[least]) {
        break;
      }
      keys_[place] = keys_[least];
      place = least;
    }
    keys_[place] = key;
  }

  std::vector<Key> keys_;
  std::vector<Payload> payloads_;
  std::vector<std::uint32_t> free_;
  std::uint32_t order_ = 0;
};

}  // namespace firedrill
