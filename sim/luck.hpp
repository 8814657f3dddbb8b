// The random streams of a simulated world: one for each thing that can go one way or another, named
// after it ("component/standby-cluster/node/3", "step/promote/by-hand"), so that a component added
// to a plan changes no other's draws. Example: const StreamId boot =
// luck.stream("component/standby/node/0"); luck[boot].uniform();
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
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
    streams_.push_back({.round = 0, .draws = Draws{StreamKey{seed_, name}, 0}});
    return {static_cast<std::uint32_t>(streams_.size() - 1)};
  }

  // The next `count` replications come one after the other.
  void expect(std::uint64_t count) { expected_ = count; }

  // Rewinds every stream to the beginning of `replication`. The first numbers of those that most of
  // the last replications drew from are computed ahead: where replications have come one after the
  // other, or are expected to, for the next `lanes` of them at a time. The others are rewound when
  // they are first used, since most recoveries touch few of a plan's.
  void begin(std::uint64_t replication) {
    ++round_;
    for (const StreamId id : foreseen_) {
      Stream& stream = streams_[id.index];
      stream.uses += stream.draws.is_used() ? 1 : 0;
    }
    const bool is_next = replication == replication_ + 1;
    in_a_row_ = is_next ? in_a_row_ + 1 : 0;
    replication_ = replication;
    if (++place_ >= window_ || !is_next) {
      look_ahead();
    }
    expected_ -= expected_ > 0 ? 1 : 0;
    for (const StreamId id : foreseen_) {
      Stream& stream = streams_[id.index];
      stream.round = round_;
      stream.draws.rewind(replication, ahead_[id.index], place_);
    }
  }

  Draws& operator[](StreamId id) {
    Stream& stream = streams_[id.index];
    if (stream.round != round_) {
      rewind(id);
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
    std::uint32_t uses = 0;  // replications of the window that drew from it
  };

  void rewind(StreamId id) {
    Stream& stream = streams_[id.index];
    stream.round = round_;
    stream.draws.rewind(replication_);
    if (stream.uses++ == 0) {
      others_.push_back(id);
    }
  }

  // A new window begins, of streams that at least half of the last one's replications drew from.
  void look_ahead() {
    const std::size_t enough = (std::min(place_, window_) + 1) / 2;
    std::erase_if(foreseen_,
                  [&](StreamId id) { return std::exchange(streams_[id.index].uses, 0U) < enough; });
    for (const StreamId id : others_) {
      Stream& stream = streams_[id.index];
      if (std::exchange(stream.uses, 0U) >= enough && stream.draws.is_used()) {
        foreseen_.push_back(id);
      }
    }
    others_.clear();
    place_ = 0;
    // So many at a time cost less than half of them one by one.
    window_ = in_a_row_ >= lanes || expected_ >= lanes / 2 ? lanes : 1;
    ahead_.resize(streams_.size());
    for (const StreamId id : foreseen_) {
      streams_[id.index].draws.look_ahead(replication_, window_, ahead_[id.index]);
    }
  }

  std::uint64_t seed_;
  std::uint64_t replication_ = 0;
  std::uint64_t round_ = 0;
  std::uint64_t in_a_row_ = 0;  // replications that came one after the other
  std::uint64_t expected_ = 0;  // that will
  std::size_t window_ = 0;      // replications looked ahead for
  std::size_t place_ = 0;       // of the present one among them
  std::vector<Stream> streams_;
  std::vector<StreamId> foreseen_;   // streams whose numbers of this window are in ahead_
  std::vector<StreamId> others_;     // drawn from in it, too
  std::vector<Draws::Ahead> ahead_;  // per stream
};

}  // namespace firedrill
