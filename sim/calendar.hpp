// What is due, in order of time, equal times first-in first-out: a 4-ary heap whose 16-byte keys
// hold the time and the order of arrival, so that comparing is one wide integer comparison without
// a branch. Payloads stay in place; only keys move. Example: Calendar<Due> calendar;
// calendar.add(5min, due); while (calendar.pop(now, due)) { ... }
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
  void add(Duration time, const Payload& payload) { add(time) = payload; }

  // The same, with the payload still to be written by the caller, in place.
  Payload& add(Duration time) {
    firedrill_assert(time >= Duration::zero());
    if (count_ == keys_.size()) {
      grow();
    }
    const std::uint32_t slot = free_[count_];
    const Key key =
        static_cast<Key>(time.count()) << 64 | static_cast<std::uint64_t>(order_++) << 32 | slot;
    sift_up(count_++, key);
    return payloads_[slot];
  }

  // Takes the earliest entry; false when none is left.
  bool pop(Duration& time, Payload& payload) {
    if (count_ == 0) {
      return false;
    }
    const Key first = keys_[0];
    const auto slot = static_cast<std::uint32_t>(first);
    time = Duration{static_cast<std::int64_t>(first >> 64)};
    payload = payloads_[slot];
    --count_;
    free_[count_] = slot;
    if (count_ > 0) {
      sift_down(keys_[count_]);
    }
    return true;
  }

  [[nodiscard]] std::size_t size() const { return count_; }

  // Forgets everything, keeps the memory.
  void clear() {
    for (std::size_t place = 0; place < count_; ++place) {
      free_[place] = static_cast<std::uint32_t>(keys_[place]);
    }
    count_ = 0;
    order_ = 0;
  }

 private:
  __extension__ using Key = unsigned __int128;
  static constexpr std::size_t arity = 4;

  // From count_ on, free_ holds the slots that no key names.
  void grow() {
    const std::size_t size = keys_.empty() ? 64 : 2 * keys_.size();
    for (std::size_t slot = keys_.size(); slot < size; ++slot) {
      free_.push_back(static_cast<std::uint32_t>(slot));
    }
    keys_.resize(size);
    payloads_.resize(size);
  }

  void sift_up(std::size_t place, Key key) {
    Key* const keys = keys_.data();
    while (place > 0) {
      const std::size_t parent = (place - 1) / arity;
      if (keys[parent] < key) {
        break;
      }
      keys[place] = keys[parent];
      place = parent;
    }
    keys[place] = key;
  }

  // Puts `key` where the first one was and lets it sink.
  void sift_down(Key key) {
    Key* const keys = keys_.data();
    std::size_t place = 0;
    std::size_t child = 1;
    for (; child + arity <= count_; child = place * arity + 1) {
      const std::size_t left = keys[child + 1] < keys[child] ? child + 1 : child;
      const std::size_t right = keys[child + 3] < keys[child + 2] ? child + 3 : child + 2;
      const std::size_t least = keys[right] < keys[left] ? right : left;
      if (key < keys[least]) {
        keys[place] = key;
        return;
      }
      keys[place] = keys[least];
      place = least;
    }
    if (child < count_) {  // the last group of children is not full
      std::size_t least = child;
      for (std::size_t other = child + 1; other < count_; ++other) {
        least = keys[other] < keys[least] ? other : least;
      }
      if (keys[least] < key) {
        keys[place] = keys[least];
        place = least;
      }
    }
    keys[place] = key;
  }

  std::vector<Key> keys_;
  std::vector<Payload> payloads_;
  std::vector<std::uint32_t> free_;
  std::size_t count_ = 0;
  std::uint32_t order_ = 0;
};

}  // namespace firedrill
