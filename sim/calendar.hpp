// What is due, in order of time, equal times first-in first-out. The next few entries, up to 15,
// stand in places whose order is one 64-bit word, four bits a place: putting one in and taking one
// out is a few shifts, without a branch to foresee. What is later than all of these waits in a
// 4-ary heap, with keys of 16 bytes (time, order of arrival, slot of the payload) compared as one
// integer. Example: Calendar<Due> calendar; calendar.add(5min, due);
//                   while (const Due* due = calendar.pop(now)) { ... }
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "models/base/check.hpp"
#include "models/base/units.hpp"

namespace firedrill {

template <class Payload>
class Calendar {
 public:
  Calendar() { clear(); }

  // `time` must not be negative; at most 2^32 entries are pending, 2^32 added between two clear().
  void add(Duration time, const Payload& payload) { add(time) = payload; }

  // The same, with the payload still to be written by the caller, in place. Not inlined: one copy
  // in the instruction cache serves every caller.
  [[gnu::noinline]] Payload& add(Duration time) {
    firedrill_assert(time >= Duration::zero());
    if (free_places_ == 0) {
      hand_later_half_to_heap();
    }
    const std::uint32_t arrival = arrivals_++;
    if (time >= heap_begins_) {
      return add_to_heap(time, arrival);
    }
    const auto place = static_cast<unsigned>(std::countr_zero(free_places_));
    free_places_ &= free_places_ - 1;
    insert(time, place);
    arrival_[place] = arrival;
    return payload_[place];
  }

  // Takes the earliest entry; null when none is left. It stands until the next pop() or clear(): it
  // is not copied, which would stall the processor where fields have just been written one by one.
  const Payload* pop(Duration& time) {
    if (taken_ != no_place) {
      free_places_ |= 1U << taken_;
      taken_ = no_place;
    }
    if (free_places_ == all_places) {
      return pop_from_heap(time);
    }
    taken_ = static_cast<unsigned>(order_ & place_mask);
    order_ >>= place_bits;
    time = Duration{static_cast<std::int64_t>(std::exchange(time_[taken_], no_time))};
    return &payload_[taken_];
  }

  [[nodiscard]] std::size_t size() const { return places_in_order() + heap_.size(); }

  // Forgets everything, keeps the memory.
  void clear() {
    free_places_ = all_places;
    taken_ = no_place;
    time_.fill(no_time);
    order_ = 0;
    arrivals_ = 0;
    for (const Key key : heap_) {
      free_.push_back(static_cast<std::uint32_t>(key));
    }
    heap_.clear();
    heap_begins_ = never;
  }

 private:
  __extension__ using Key = unsigned __int128;
  static constexpr std::size_t arity = 4;
  static constexpr unsigned place_count = 15;
  static constexpr unsigned all_places = (1U << place_count) - 1;
  static constexpr unsigned place_bits = 4;
  static constexpr unsigned place_mask = (1U << place_bits) - 1;
  static constexpr unsigned no_place = place_count;
  static constexpr auto no_time = static_cast<std::uint64_t>(never.count());  // of a free place

  static Duration time_of(Key key) { return Duration{static_cast<std::int64_t>(key >> 64)}; }

  // Behind those that are not later. Times are before `never` here, so free places count as later.
  void insert(Duration time, unsigned place) {
    const auto moment = static_cast<std::uint64_t>(time.count());
    unsigned later = 0;
    for (const std::uint64_t other : time_) {
      later += moment < other ? 1U : 0U;
    }
    time_[place] = moment;
    const unsigned bits_before = place_bits * (place_count - later);
    const std::uint64_t before = (std::uint64_t{1} << bits_before) - 1;
    order_ =
        (order_ & before) | std::uint64_t{place} << bits_before | (order_ & ~before) << place_bits;
  }

  [[nodiscard]] unsigned places_in_order() const {
    const auto used = static_cast<unsigned>(std::popcount(all_places & ~free_places_));
    return taken_ == no_place ? used : used - 1;
  }

  // Not inlined, like all that is rare: add() stays short and saves no registers.
  [[gnu::noinline]] void hand_later_half_to_heap() {
    constexpr unsigned kept = place_count / 2;
    std::uint64_t later = order_ >> (place_bits * kept);
    const unsigned pending = places_in_order();
    for (unsigned count = kept; count < pending; ++count, later >>= place_bits) {
      const auto place = static_cast<unsigned>(later & place_mask);
      add_to_heap(Duration{static_cast<std::int64_t>(time_[place])}, arrival_[place]) =
          payload_[place];
      time_[place] = no_time;
      free_places_ |= 1U << place;
    }
    order_ &= (std::uint64_t{1} << (place_bits * kept)) - 1;
  }

  [[gnu::noinline]] Payload& add_to_heap(Duration time, std::uint32_t arrival) {
    if (free_.empty()) {
      free_.push_back(static_cast<std::uint32_t>(payloads_.size()));
      payloads_.emplace_back();
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    push_on_heap(static_cast<Key>(time.count()) << 64 | static_cast<std::uint64_t>(arrival) << 32 |
                 slot);
    return payloads_[slot];
  }

  [[gnu::noinline]] const Payload* pop_from_heap(Duration& time) {
    if (heap_.empty()) {
      return nullptr;
    }
    const Key first = take_first_of_heap();
    const auto slot = static_cast<std::uint32_t>(first);
    time = time_of(first);
    free_.push_back(slot);
    taken_payload_ = payloads_[slot];
    return &taken_payload_;
  }

  void push_on_heap(Key key) {
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

  Key take_first_of_heap() {
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

  unsigned free_places_ = 0;
  unsigned taken_ = no_place;  // the one of the entry that was taken last
  std::uint64_t order_ = 0;    // the places taken, the earliest in the lowest bits
  std::array<std::uint64_t, place_count> time_{};
  std::array<std::uint32_t, place_count> arrival_{};
  std::array<Payload, place_count> payload_{};
  std::uint32_t arrivals_ = 0;

  std::vector<Key> heap_;         // all later than those in places
  Duration heap_begins_ = never;  // the time of its first
  std::vector<Payload> payloads_;
  Payload taken_payload_{};
  std::vector<std::uint32_t> free_;  // a stack of the slots that no key names
};

}  // namespace firedrill
