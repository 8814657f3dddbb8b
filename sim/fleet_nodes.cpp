#include "sim/fleet_nodes.hpp"

#include <algorithm>
#include <bit>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

constexpr std::uint32_t word_size = 64;

std::uint64_t bit_of(std::uint32_t place) { return std::uint64_t{1} << (place % word_size); }

std::uint32_t first_of(std::uint64_t bits) {
  return static_cast<std::uint32_t>(std::countr_zero(bits));
}

}  // namespace

FleetNodes::FleetNodes(std::uint32_t nodes)
    : causes_(nodes),
      holders_(nodes),
      idle_words_((nodes + word_size - 1) / word_size),
      idle_pages_((idle_words_.size() + word_size - 1) / word_size),
      time_with_down_(nodes + std::size_t{1}) {}

void FleetNodes::begin() {
  std::fill(causes_.begin(), causes_.end(), std::uint8_t{0});
  std::fill(holders_.begin(), holders_.end(), Holder::nobody);
  std::fill(idle_words_.begin(), idle_words_.end(), std::uint64_t{0});
  std::fill(idle_pages_.begin(), idle_pages_.end(), std::uint64_t{0});
  down_ = 0;
  held_ = 0;
  for (std::uint32_t node = 0; node < nodes(); ++node) {
    make_idle(node);
  }
  begin_record(Duration::zero());
}

void FleetNodes::begin_record(Duration now) {
  std::fill(time_with_down_.begin(), time_with_down_.end(), Duration::zero());
  recorded_ = now;
}

std::uint32_t FleetNodes::take_down(NodeRange range, Duration now) {
  record(now);
  const std::uint32_t held_before = held_;
  for (std::uint32_t node = range.first; node < range.first + range.count; ++node) {
    if (causes_[node]++ > 0) {
      continue;
    }
    ++down_;
    if (holders_[node] == Holder::job) {
      holders_[node] = Holder::nobody;
      --held_;
    } else {
      remove_idle(node);
    }
  }
  return held_before - held_;
}

void FleetNodes::bring_back(NodeRange range, Duration now) {
  record(now);
  for (std::uint32_t node = range.first; node < range.first + range.count; ++node) {
    firedrill_assert(causes_[node] > 0);
    if (--causes_[node] == 0) {
      --down_;
      make_idle(node);
    }
  }
}

void FleetNodes::fill(std::uint32_t wanted) {
  std::uint32_t page = 0;
  while (held_ < wanted && idle() > 0) {
    while (idle_pages_[page] == 0) {
      ++page;
    }
    const std::uint32_t word = page * word_size + first_of(idle_pages_[page]);
    const std::uint32_t node = word * word_size + first_of(idle_words_[word]);
    remove_idle(node);
    holders_[node] = Holder::job;
    ++held_;
  }
}

void FleetNodes::record(Duration now) {
  time_with_down_[down_] += now - recorded_;
  recorded_ = now;
}

void FleetNodes::make_idle(std::uint32_t node) {
  const std::uint32_t word = node / word_size;
  idle_words_[word] |= bit_of(node);
  idle_pages_[word / word_size] |= bit_of(word);
}

void FleetNodes::remove_idle(std::uint32_t node) {
  const std::uint32_t word = node / word_size;
  idle_words_[word] &= ~bit_of(node);
  if (idle_words_[word] == 0) {
    idle_pages_[word / word_size] &= ~bit_of(word);
  }
}

}  // namespace firedrill
