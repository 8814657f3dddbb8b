// Counter-based random streams: the n-th number of a stream is a pure function of
// (seed, stream name, replication, n). Adding a component never shifts another's draws, two
// variants of a plan see the same luck (common random numbers), and seeding costs nothing.
// Generator: Philox2x64-10, Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
// Example: Draws draws{StreamKey{seed, "node/us-west-2/3/start"}, replication};  draws.uniform();
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <string_view>

#include "models/chance/elementary.hpp"

namespace firedrill {

// One Philox2x64-10 block: 128 random bits from a 128-bit counter and a 64-bit key.
[[nodiscard]] inline std::array<std::uint64_t, 2> philox(std::array<std::uint64_t, 2> counter,
                                                         std::uint64_t key) {
  __extension__ using Wide = unsigned __int128;
  constexpr std::uint64_t multiplier = 0xd2b74407b1ce6e93;
  constexpr std::uint64_t key_increment = 0x9e3779b97f4a7c15;
  constexpr int rounds = 10;
  auto [left, right] = counter;
  for (int round = 0; round < rounds; ++round) {
    const Wide product = static_cast<Wide>(multiplier) * left;
    left = static_cast<std::uint64_t>(product >> 64) ^ key ^ right;
    right = static_cast<std::uint64_t>(product);
    key += key_increment;
  }
  return {left, right};
}

// The identity of a stream: 64 bits mixed from the run's seed and the stream's name.
class StreamKey {
 public:
  constexpr StreamKey() = default;
  StreamKey(std::uint64_t seed, std::string_view name);

  // The key of one member of a family of streams: of node 70,000, of its third life. No name is
  // built or hashed, so that a hundred thousand nodes need neither strings nor stored keys.
  [[nodiscard]] StreamKey member(std::uint64_t index) const;

  [[nodiscard]] std::uint64_t bits() const { return bits_; }

 private:
  std::uint64_t bits_ = 0;
};

// The draws of one stream within one replication; trivially copyable, no heap.
class Draws {
  static constexpr auto none = std::numeric_limits<std::uint64_t>::max();

 public:
  Draws() = default;
  Draws(StreamKey key, std::uint64_t replication) : key_{key.bits()}, replication_{replication} {}

  // The next 64 random bits.
  std::uint64_t bits() {
    is_used_ = true;
    const std::uint64_t index = next_++;
    if (index / 2 != block_) {
      compute_block(index / 2);
    }
    return words_[index % 2];
  }

  // The next number in the open interval (0, 1): never 0 and never 1: the middle
  // of one of 2^52 equal cells.
  double uniform() { return uniform_of(bits()); }

  // The next factor exp(log_sd z) of a lognormal law, z a standard normal number.
  double lognormal_factor(double log_sd);

  // Back to the beginning of the stream's numbers in `replication`.
  void rewind(std::uint64_t replication) {
    replication_ = replication;
    next_ = 0;
    block_ = none;
    foreseen_.is_known = false;
    is_used_ = false;
  }

  // Whether any number has been drawn; those passed over do not count.
  [[nodiscard]] bool is_used() const { return is_used_; }

  // The first numbers of up to `lanes` replications, one after the other, computed at a time; and,
  // where the last of these numbers to make one made a lognormal factor, that factor for each.
  struct Ahead {
    std::array<std::array<std::uint64_t, 2>, lanes> words{};
    std::uint64_t index = none;  // of the number made into a factor; `none`: no factors
    double log_sd = 0.0;
    std::array<double, lanes> factors{};
  };
  void look_ahead(std::uint64_t first_replication, std::size_t replications, Ahead& ahead) const;

  // Back to the beginning of the numbers in `replication`, the so-manieth of `ahead`. Changes none
  // of them: what `ahead` holds is used where it is asked for.
  void rewind(std::uint64_t replication, const Ahead& ahead, std::size_t place) {
    rewind(replication);
    words_ = ahead.words[place];
    block_ = 0;
    foreseen_.index = ahead.index;
    foreseen_.log_sd = ahead.log_sd;
    foreseen_.factor = ahead.factors[place];
    foreseen_.is_known = ahead.index != none;
  }

  // Passes over one draw without computing it.
  void skip() { ++next_; }

  // True with probability `p`; always takes exactly one draw, so that streams stay aligned.
  bool bernoulli(double p) {
    if (p <= 0.0 || p >= 1.0) {
      skip();
      return p > 0.0;
    }
    return uniform() < p;
  }

 private:
  // Not inlined: one copy in the instruction cache serves every law and model.
  void compute_block(std::uint64_t block);

  static double uniform_of(std::uint64_t bits) {
    // 52 random bits behind the point of a number from 1 up to 2; taking off a little less than 1
    // is exact, and quicker than converting an integer.
    constexpr auto one = std::bit_cast<std::uint64_t>(1.0);
    return std::bit_cast<double>(one | bits >> 12) - (1.0 - 0x1p-53);
  }

  // A lognormal factor made of one of the first block's numbers.
  struct Foreseen {
    std::uint64_t index = none;  // of the number
    double log_sd = 0.0;
    double factor = 0.0;
    bool is_known = false;  // `factor` has been computed
  };

  std::uint64_t key_ = 0;
  std::uint64_t replication_ = 0;
  std::uint64_t next_ = 0;      // index of the next 64-bit draw
  std::uint64_t block_ = none;  // index of the pair of draws in words_
  std::array<std::uint64_t, 2> words_{};
  Foreseen foreseen_;
  bool is_used_ = false;
};

}  // namespace firedrill
