#include "models/chance/random.hpp"

namespace firedrill {
namespace {

// Multiplier and key increment of Philox2x64 (Salmon et al., 2011).
constexpr std::uint64_t multiplier = 0xd2b74407b1ce6e93;
constexpr std::uint64_t increment = 0x9e3779b97f4a7c15;
constexpr int rounds = 10;

__extension__ using Wide = unsigned __int128;

// A bijection of 64 bits in which every input bit reaches every output bit.
// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014), with the
// constants of Stafford's variant 13.
constexpr std::uint64_t mix(std::uint64_t word) {
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
  word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
  return word ^ (word >> 31);
}

}  // namespace

std::array<std::uint64_t, 2> philox(std::array<std::uint64_t, 2> counter, std::uint64_t key) {
  auto [left, right] = counter;
  for (int round = 0; round < rounds; ++round) {
    const Wide product = static_cast<Wide>(multiplier) * left;
    left = static_cast<std::uint64_t>(product >> 64) ^ key ^ right;
    right = static_cast<std::uint64_t>(product);
    key += increment;
  }
  return {left, right};
}

// The name is absorbed eight bytes at a time, its length last, so that no name is a prefix of another.
StreamKey::StreamKey(std::uint64_t seed, std::string_view name)
    : bits_{mix(seed + increment)} {
  for (std::size_t begin = 0; begin < name.size(); begin += 8) {
    std::uint64_t word = 0;
    for (const char byte : name.substr(begin, 8)) {
      word = word << 8 | static_cast<unsigned char>(byte);
    }
    bits_ = mix(bits_ ^ mix(word + increment));
  }
  bits_ = mix(bits_ + name.size());
}

std::uint64_t Draws::bits() {
  const std::uint64_t index = next_++;
  const bool is_second = index % 2 == 1;
  if (is_second && has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  const auto words = philox({index / 2, replication_}, key_);
  spare_ = words[1];
  has_spare_ = !is_second;
  return is_second ? words[1] : words[0];
}

double Draws::uniform() {
  // The middle of one of 2^52 equal cells of (0, 1): exact, never 0 and never 1.
  return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52;
}

}  // namespace firedrill
