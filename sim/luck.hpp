// The random streams of a simulated world: one for each thing that can go one way or another, named
// after it ("component/standby-cluster/node/3", "step/promote/by-hand"), so that a component added
// to a plan changes no other's draws. Example: const StreamId boot =
// luck.stream("component/standby/node/0"); luck[boot].uniform();
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "models/chance/random.hpp"

namespace firedrill {

struct StreamId {
  std::uint32_t index = 0;
};

class Luck {
 public:
  explicit Luck(std::uint64_t seed) : seed_{seed} {}

  // The stream called `name`; asked for once, when the world is built.
  StreamId stream(std::string_view name) {
    keys_.emplace_back(seed_, name);
    draws_.emplace_back();
    return {static_cast<std::uint32_t>(keys_.size() - 1)};
  }

  // Rewinds every stream to the beginning of `replication`.
  void begin(std::uint64_t replication) {
    for (std::size_t index = 0; index < keys_.size(); ++index) {
      draws_[index] = Draws{keys_[index], replication};
    }
  }

  Draws& operator[](StreamId id) { return draws_[id.index]; }

 private:
  std::uint64_t seed_;
  std::vector<StreamKey> keys_;
  std::vector<Draws> draws_;
};

}  // namespace firedrill
