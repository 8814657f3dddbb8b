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
    streams_.push_back({.round = 0, .draws = Draws{StreamKey{seed_, name}, 0}, .is_listed = false});
    return {static_cast<std::uint32_t>(streams_.size() - 1)};
  }

  // Rewinds every stream to the beginning of `replication`. Those that the last replication drew
  // from are likely to be drawn from again, for the same: their first numbers are computed now, one
  // stream after the other, which the processor overlaps, as it cannot where a recovery waits for
  // each. The others are rewound when they are first used, since most recoveries touch few of a
  // plan's.
  void begin(std::uint64_t replication) {
    replication_ = replication;
    ++round_;
    std::erase_if(drawn_, [this](StreamId id) {
      Stream& stream = streams_[id.index];
      stream.is_listed = stream.draws.has_begun();
      return !stream.is_listed;
    });
    for (const StreamId id : drawn_) {
      rewind(streams_[id.index]);
      streams_[id.index].draws.compute_first();
    }
    for (const StreamId id : drawn_) {
      streams_[id.index].draws.foresee();
    }
  }

  Draws& operator[](StreamId id) {
    Stream& stream = streams_[id.index];
    if (stream.round != round_) {
      rewind(stream);
      if (!stream.is_listed) {
        stream.is_listed = true;
        drawn_.push_back(id);
      }
    }
    return stream.draws;
  }

  // From now on draws are those of `replication`, every stream from its beginning: what has been
  // drawn stays as it is, what comes is independent of what would have come.
  void branch(std::uint64_t replication) {
    replication_ = replication;
    ++round_;
  }

 private:
  struct Stream {
    std::uint64_t round = 0;  // in which `draws` was last rewound
    Draws draws;
    bool is_listed = false;  // in drawn_
  };

  void rewind(Stream& stream) {
    stream.round = round_;
    stream.draws.rewind(replication_);
  }

  std::uint64_t seed_;
  std::uint64_t replication_ = 0;
  std::uint64_t round_ = 0;
  std::vector<Stream> streams_;
  std::vector<StreamId> drawn_;  // from in this replication or the last
};

}  // namespace firedrill
