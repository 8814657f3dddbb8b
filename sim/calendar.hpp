// What is due, in order of time, equal times first-in first-out. The next few entries stand sorted
// in an array, whose last is the earliest; what is later than all of these waits in a 4-ary heap. A
// recovery has a few dozen entries pending and never needs the heap; a fleet has many. Keys are 16
// bytes of time, order of arrival and slot, compared as one integer; payloads stay in place.
// Example: Calendar<Due> calendar; calendar.add(5min, due);
//          while (calendar.pop(now, due)) { ... }
#pragma once

#include <algorithm>
#include <array>
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

  // The same, with the payload still to be written by the caller, in place. Not inlined: one copy
  // in the instruction cache serves every caller.
  [[gnu::noinline]] Payload& add(Duration time) {
    firedrill_assert(time >= Duration::zero());
    if (free_count_ == 0) {
      grow();
    }
    if (front_count_ == front_size) {
      hand_later_half_to_heap();
    }
    const std::uint32_t slot = free_[--free_count_];
    const Key key =
        static_cast<Key>(time.count()) << 64 | static_cast<std::uint64_t>(order_++) << 32 | slot;
    if (time < heap_begins_) {
      insert_in_front(time, key);
    } else {
      push_on_heap(key);
    }
    return payloads_[slot];
  }

  // Takes the earliest entry; false when none is left.
  bool pop(Duration& time, Payload& payload) {
    if (front_count_ == 0 && heap_.empty()) {
      return false;
    }
    const Key first = front_count_ > 0 ? front_[--front_count_] : pop_from_heap();
    const auto slot = static_cast<std::uint32_t>(first);
    time = time_of(first);
    payload = payloads_[slot];
    free_[free_count_++] = slot;
    return true;
  }

  [[nodiscard]] std::size_t size() const { return front_count_ + heap_.size(); }

  // Forgets everything, keeps the memory.
  void clear() {
    for (std::size_t place = 0; place < front_count_; ++place) {
      free_[free_count_++] = static_cast<std::uint32_t>(front_[place]);
    }
    for (const Key key : heap_) {
      free_[free_count_++] = static_cast<std::uint32_t>(key);
    }
    front_count_ = 0;
    heap_.clear();
    heap_begins_ = never;
    order_ = 0;
  }

 private:
  __extension__ using Key = unsigned __int128;
  static constexpr std::size_t arity = 4;
  static constexpr std::size_t front_size = 32;

  static Duration time_of(Key key) { return Duration{static_cast<std::int64_t>(key >> 64)}; }

  // Not inlined, like all that is rare: add() stays short and saves no registers.
  [[gnu::noinline]] void grow() {
    const std::size_t old_size = payloads_.size();
    const std::size_t size = old_size == 0 ? 64 : 2 * old_size;
    payloads_.resize(size);
    free_.resize(size);
    for (std::size_t slot = old_size; slot < size; ++slot) {
      free_[free_count_++] = static_cast<std::uint32_t>(slot);
    }
  }

  [[gnu::noinline]] void hand_later_half_to_heap() {
    constexpr std::size_t half = front_size / 2;
    for (std::size_t place = 0; place < half; ++place) {
      push_on_heap(front_[place]);
    }
    std::copy(front_.begin() + half, front_.end(), front_.begin());
    front_count_ -= half;
  }

  // `key` is earlier than all on the heap, and later than those in front that have its time.
  void insert_in_front(Duration time, Key key) {
    std::size_t place = front_count_++;
    for (; place > 0 && time_of(front_[place - 1]) <= time; --place) {
      front_[place] = front_[place - 1];
    }
    front_[place] = key;
  }

  [[gnu::noinline]] void push_on_heap(Key key) {
    std::size_t place = heap_.size();
    heap_.push_back(key);
    while (place > 0) {
      const std::size_t parent = (place - 1) / arity;
      if (heap_[parent] < key) {
        break;
      }
      heap_[place] = heap_[parent];
      place = parent;
    }
    heap_[place] = key;
    heap_begins_ = time_of(heap_.front());
  }

  Key pop_from_heap() {
    const Key first = heap_.front();
    const Key last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) {
      sift_down(last);
    }
    heap_begins_ = heap_.empty() ? never : time_of(heap_.front());
    return first;
  }

  // Puts `key` where the first one was and lets it sink.
  void sift_down(Key key) {
    Key* const keys = heap_.data();
    const std::size_t count = heap_.size();
    std::size_t place = 0;
    std::size_t child = 1;
    for (; child + arity <= count; child = place * arity + 1) {
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
    if (child < count) {  // the last group of children is not full
      std::size_t least = child;
      for (std::size_t other = child + 1; other < count; ++other) {
        least = keys[other] < keys[least] ? other : least;
      }
      if (keys[least] < key) {
        keys[place] = keys[least];
        place = least;
      }
    }
    keys[place] = key;
  }

  std::array<Key, front_size> front_{};  // descending; all earlier than those on the heap
  std::size_t front_count_ = 0;
  std::vector<Key> heap_;
  Duration heap_begins_ = never;  // the time of its first
  std::vector<Payload> payloads_;
  std::vector<std::uint32_t> free_;  // a stack of the slots that no key names
  std::size_t free_count_ = 0;
  std::uint32_t order_ = 0;
};

}  // namespace firedrill
