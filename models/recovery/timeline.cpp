#include "models/recovery/timeline.hpp"

#include <algorithm>

namespace firedrill {
namespace {

__extension__ using Wide = unsigned __int128;

// Both halves of the 128-bit product, folded: every bit of both factors reaches every bit of the
// sum.
std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t bits(Duration duration) { return static_cast<std::uint64_t>(duration.count()); }

// Odd constants with a balanced bit pattern: the golden ratio and square roots of small primes.
constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
constexpr std::uint64_t root_2 = 0x6a09e667f3bcc909;
constexpr std::uint64_t root_3 = 0xbb67ae8584caa73b;

}  // namespace

const Event* Timeline::first(Verb verb) const {
  const auto found = std::find_if(events_.begin(), events_.end(),
                                  [verb](const Event& event) { return event.verb == verb; });
  return found == events_.end() ? nullptr : &*found;
}

std::uint64_t Timeline::digest() const {
  std::uint64_t state = golden;
  for (const Event& event : events_) {
    const std::uint64_t who = static_cast<std::uint64_t>(event.step) << 32 | event.subject;
    const std::uint64_t what = static_cast<std::uint64_t>(event.verb) << 24 |
                               static_cast<std::uint64_t>(event.outcome) << 16 |
                               static_cast<std::uint64_t>(event.attempt) << 8 |
                               static_cast<std::uint64_t>(event.by_hand);
    state = fold(state ^ bits(event.asked), root_2 ^ bits(event.answered));
    state = fold(state ^ static_cast<std::uint64_t>(event.value), root_3 ^ who);
    state = fold(state + golden, golden ^ what);
  }
  return fold(state ^ events_.size(), root_2);
}

}  // namespace firedrill
