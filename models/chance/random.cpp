#include "models/chance/random.hpp"

namespace firedrill {
namespace {

constexpr std::uint64_t increment = 0x9e3779b97f4a7c15;

// A bijection of 64 bits in which every input bit reaches every output bit.
// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014), with
// the constants of Stafford's variant 13.
constexpr std::uint64_t mix(std::uint64_t word) {
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
  word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
  return word ^ (word >> 31);
}

}  // namespace

// The name is absorbed eight bytes at a time, its length last, so that no name is a prefix of
// another.
StreamKey::StreamKey(std::uint64_t seed, std::string_view name) : bits_{mix(seed + increment)} {
  for (std::size_t begin = 0; begin < name.size(); begin += 8) {
    std::uint64_t word = 0;
    for (const char byte : name.substr(begin, 8)) {
      word = word << 8 | static_cast<unsigned char>(byte);
    }
    bits_ = mix(bits_ ^ mix(word + increment));
  }
  bits_ = mix(bits_ + name.size());
}

// Not the way of a name: `member(0)` of a key is no name's key, nor are the members of members.
StreamKey StreamKey::member(std::uint64_t index) const {
  StreamKey key;
  key.bits_ = mix(mix(bits_ + increment) ^ mix(index + 2 * increment));
  return key;
}

double Draws::lognormal_factor(double log_sd) {
  if (next_ < words_.size()) {
    if (foreseen_.is_known && foreseen_.index == next_ && foreseen_.log_sd == log_sd) {
      ++next_;
      is_used_ = true;
      return foreseen_.factor;
    }
    foreseen_ = {.index = next_, .log_sd = log_sd};
  }
  return lognormal_quantile(uniform(), log_sd);
}

void Draws::look_ahead(std::uint64_t first_replication, std::size_t replications,
                       Ahead& ahead) const {
  for (std::size_t place = 0; place < replications; ++place) {
    ahead.words[place] = philox({0, first_replication + place}, key_);
  }
  ahead.index = foreseen_.index;
  ahead.log_sd = foreseen_.log_sd;
  if (ahead.index == none) {
    return;
  }
  const auto number_for = [&](std::size_t place) {
    return uniform_of(ahead.words[place][foreseen_.index]);
  };
  if (replications < lanes) {
    for (std::size_t place = 0; place < replications; ++place) {
      ahead.factors[place] = lognormal_quantile(number_for(place), foreseen_.log_sd);
    }
    return;
  }
  for (std::size_t place = 0; place < lanes; ++place) {
    ahead.factors[place] = number_for(place);
  }
  lognormal_quantiles(ahead.factors, foreseen_.log_sd);
}

void Draws::compute_block(std::uint64_t block) {
  block_ = block;
  words_ = philox({block, replication_}, key_);
}

}  // namespace firedrill
