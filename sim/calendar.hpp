// What is due, in order of time, equal times first-in first-out. The next few entries, up to 15,
// stand in places whose order is one 64-bit word, four bits a place: putting one in and taking one
// out is a few shifts, without a branch to foresee. What is later than all of these waits unsorted
// in a radix heap: a bucket for each highest bit in which a time differs from a base that only
// grows, split when its turn comes. Ties cost nothing there, and memory is met in sequence.
// Source: Ahuja, Mehlhorn, Orlin, Tarjan, "Faster algorithms for the shortest path problem" (1990).
// Example: calendar.add(5min, due); while (const Due* due = calendar.pop(now)) { ... }
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

  // `time` must not be negative, nor earlier than that of the entry taken last.
  void add(Duration time, const Payload& payload) { add(time) = payload; }

  // The same, with the payload still to be written by the caller, in place, before the next call.
  // Not inlined: one copy in the instruction cache serves every caller.
  [[gnu::noinline]] Payload& add(Duration time) {
    firedrill_assert(time >= Duration::zero());
    if (free_places_ == 0 && time < later_begin_) {
      hand_over_later_half();
    }
    if (time >= later_begin_) {
      return add_later(time);
    }
    const auto place = static_cast<unsigned>(std::countr_zero(free_places_));
    free_places_ &= free_places_ - 1;
    insert(time, place);
    return payload_[place];
  }

  // Takes the earliest entry; null when none is left. It stands until the next pop() or clear(): it
  // is not copied, which would stall the processor where fields have just been written one by one.
  const Payload* pop(Duration& time) {
    if (taken_ != no_place) {
      free_places_ |= 1U << taken_;
      taken_ = no_place;
    }
    if (free_places_ == all_places && !fetch()) {
      return pop_never(time);
    }
    taken_ = static_cast<unsigned>(order_ & place_mask);
    order_ >>= place_bits;
    time = Duration{static_cast<std::int64_t>(std::exchange(time_[taken_], no_time))};
    return &payload_[taken_];
  }

  [[nodiscard]] std::size_t size() const {
    return places_in_order() + later_ + (never_.size() - nevers_taken_);
  }

  // Forgets everything, keeps the memory.
  void clear() {
    free_places_ = all_places;
    taken_ = no_place;
    time_.fill(no_time);
    order_ = 0;
    for (std::uint64_t left = filled_; left != 0; left &= left - 1) {
      buckets_[static_cast<std::size_t>(std::countr_zero(left))].clear();
    }
    filled_ = 0;
    ties_taken_ = 0;
    base_ = 0;
    later_ = 0;
    later_begin_ = never;
    never_.clear();
    nevers_taken_ = 0;
  }

 private:
  struct Later {
    std::uint64_t time = 0;
    Payload payload{};
  };

  static constexpr unsigned place_count = 15;
  static constexpr unsigned all_places = (1U << place_count) - 1;
  static constexpr unsigned place_bits = 4;
  static constexpr unsigned place_mask = (1U << place_bits) - 1;
  static constexpr unsigned no_place = place_count;
  static constexpr auto no_time = static_cast<std::uint64_t>(never.count());  // of a free place
  static constexpr std::size_t bucket_count = 64;  // for 63 bits, and one for the base itself

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

  // And with it all that is due at its first instant, or what comes later would overtake it. Not
  // inlined, like all that is rare: add() stays short and saves no registers.
  [[gnu::noinline]] void hand_over_later_half() {
    const unsigned pending = places_in_order();
    unsigned kept = pending / 2;
    const std::uint64_t begin = time_in_order(kept);
    while (kept > 0 && time_in_order(kept - 1) == begin) {
      --kept;
    }
    later_begin_ = Duration{static_cast<std::int64_t>(begin)};
    std::uint64_t later = order_ >> (place_bits * kept);
    for (unsigned count = kept; count < pending; ++count, later >>= place_bits) {
      const auto place = static_cast<unsigned>(later & place_mask);
      append(std::exchange(time_[place], no_time)) = payload_[place];
      free_places_ |= 1U << place;
    }
    order_ &= (std::uint64_t{1} << (place_bits * kept)) - 1;
  }

  [[nodiscard]] std::uint64_t time_in_order(unsigned number) const {
    return time_[order_ >> (place_bits * number) & place_mask];
  }

  Payload& add_later(Duration time) {
    if (time == never) {
      return never_.emplace_back();
    }
    return append(static_cast<std::uint64_t>(time.count()));
  }

  // Into its bucket, behind those of the same time: equal times are always in one bucket.
  Payload& append(std::uint64_t time) {
    firedrill_assert(time >= base_);
    const auto bucket = static_cast<std::size_t>(std::bit_width(time ^ base_));
    filled_ |= std::uint64_t{1} << bucket;
    ++later_;
    Later& entry = buckets_[bucket].emplace_back();
    entry.time = time;
    return entry.payload;
  }

  // Fills the places, all of them free, with the earliest of what waits; false if nothing does but
  // what never happens.
  [[gnu::noinline]] bool fetch() {
    while (filled_ != 0) {
      const auto first = static_cast<std::size_t>(std::countr_zero(filled_));
      const auto free = static_cast<std::size_t>(std::popcount(free_places_));
      if (first == 0) {
        fetch_ties(free);
      } else if (buckets_[first].size() <= free) {
        fetch_all(first);
      } else if (free == place_count) {
        split(first);
        continue;
      }
      if (filled_ == 0 || first == static_cast<std::size_t>(std::countr_zero(filled_))) {
        break;  // nothing more, or nothing more that fits
      }
    }
    later_begin_ = earliest_later();
    return free_places_ != all_places;
  }

  void fetch_all(std::size_t bucket) {
    for (const Later& entry : buckets_[bucket]) {
      fetch_one(entry);
    }
    buckets_[bucket].clear();
    filled_ &= ~(std::uint64_t{1} << bucket);
  }

  // As many as fit of those whose time is the base.
  void fetch_ties(std::size_t free) {
    std::vector<Later>& ties = buckets_[0];
    const std::size_t end = std::min(ties.size(), ties_taken_ + free);
    for (; ties_taken_ < end; ++ties_taken_) {
      fetch_one(ties[ties_taken_]);
    }
    if (ties_taken_ == ties.size()) {
      ties.clear();
      ties_taken_ = 0;
      filled_ &= ~std::uint64_t{1};
    }
  }

  void fetch_one(const Later& entry) {
    const auto place = static_cast<unsigned>(std::countr_zero(free_places_));
    free_places_ &= free_places_ - 1;
    insert(Duration{static_cast<std::int64_t>(entry.time)}, place);
    payload_[place] = entry.payload;
    --later_;
  }

  // Spreads the earliest bucket over those before it, which are empty; its earliest time becomes
  // the base.
  void split(std::size_t bucket) {
    std::vector<Later>& entries = buckets_[bucket];
    std::uint64_t earliest = no_time;
    for (const Later& entry : entries) {
      earliest = std::min(earliest, entry.time);
    }
    base_ = earliest;
    for (const Later& entry : entries) {
      const auto target = static_cast<std::size_t>(std::bit_width(entry.time ^ base_));
      filled_ |= std::uint64_t{1} << target;
      buckets_[target].push_back(entry);
    }
    entries.clear();
    filled_ &= ~(std::uint64_t{1} << bucket);
  }

  // No later entry is earlier than this.
  [[nodiscard]] Duration earliest_later() const {
    if (filled_ == 0) {
      return never;
    }
    const int bits = std::countr_zero(filled_);
    const std::uint64_t bound =
        bits == 0 ? base_ : (base_ >> (bits - 1) | std::uint64_t{1}) << (bits - 1);
    return Duration{static_cast<std::int64_t>(bound)};
  }

  const Payload* pop_never(Duration& time) {
    if (nevers_taken_ == never_.size()) {
      return nullptr;
    }
    time = never;
    taken_payload_ = never_[nevers_taken_++];
    return &taken_payload_;
  }

  unsigned free_places_ = 0;
  unsigned taken_ = no_place;  // the one of the entry that was taken last
  std::uint64_t order_ = 0;    // the places taken, the earliest in the lowest bits
  std::array<std::uint64_t, place_count> time_{};
  std::array<Payload, place_count> payload_{};

  Duration later_begin_ = never;  // all in the places are earlier, all that waits is not
  std::uint64_t base_ = 0;        // no later entry is earlier
  std::uint64_t filled_ = 0;      // a bit for each bucket that is not empty
  std::size_t later_ = 0;
  // Bucket k: the highest bit in which a time differs from the base is the k-th; 0: none does.
  std::array<std::vector<Later>, bucket_count> buckets_;
  std::size_t ties_taken_ = 0;  // of bucket 0
  std::vector<Payload> never_;
  std::size_t nevers_taken_ = 0;
  Payload taken_payload_{};
};

}  // namespace firedrill
