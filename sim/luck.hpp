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
    streams_.push_back({.key = StreamKey{seed_, name}, .round = 0, .draws = {}});
    return {static_cast<std::uint32_t>(streams_.size() - 1)};
  }

  // Rewinds every stream to the beginning of `replication`; each when it is first used there, since
  // most recoveries touch few of a plan's streams.
  void begin(std::uint64_t replication) {
    replication_ = replication;
    ++round_;
  }

  Draws& operator[](StreamId id) {
    Stream& stream = streams_[id.index];
    if (stream.round != round_) {
      stream.round = round_;
      stream.draws = Draws{stream.key, replication_};
    }
    return stream.draws;
  }

 private:
  struct Stream {
    StreamKey key;
    std::uint64_t round = 0;  // in which `draws` was last rewound
    Draws draws;
  };

  std::uint64_t seed_;
  std::uint64_t replication_ = 0;
  std::uint64_t round_ = 0;
  std::vector<Stream> streams_;
};

}  // namespace firedrill
