// How old the newest recoverable state of each kind of data is at the moment of a fault:
// replication lag, backlog on the replication link, or the last copy that was complete. Evaluated
// when asked. Example: losses.age(DataId{2}, 600s, lost_regions, luck) -> 41 s
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/fluid/fluid_queue.hpp"
#include "models/plan/plan.hpp"
#include "models/recovery/backlog.hpp"
#include "sim/link_history.hpp"
#include "sim/luck.hpp"

namespace firedrill {

// A set of regions, bit i for region i.
using RegionSet = std::uint64_t;

[[nodiscard]] constexpr bool contains(RegionSet set, RegionId region) {
  return (set >> region.index & 1U) != 0;
}

class LossModel {
 public:
  LossModel(const Plan& plan, Luck& luck);

  // The run begins at this time of the day.
  void begin(Duration time_of_day = {}) {
    troubles_.clear();
    given_up_.clear();
    history_.begin(time_of_day);
  }

  // Whether anything crosses from `from` to `to` at `now`.
  [[nodiscard]] bool is_cut(RegionId from, RegionId to, Duration now) const {
    return std::any_of(troubles_.begin(), troubles_.end(), [&](const LinkTrouble& one) {
      return one.kind == LinkTrouble::Kind::cut && one.from == from && one.to == to &&
             one.begin <= now && now < one.end;
    });
  }

  // Nothing is replicated from `from` to `to` between these times.
  void cut_link(RegionId from, RegionId to, Duration begin, Duration end) {
    troubles_.push_back({.from = from, .to = to, .begin = begin, .end = end});
  }

  // What is replicated from `from` to `to` between these times arrives `latency` later, and all
  // together gets no more than `left`.
  void narrow_link(RegionId from, RegionId to, Duration begin, Duration end, Duration latency,
                   std::optional<Rate> left) {
    troubles_.push_back({LinkTrouble::Kind::narrow, from, to, begin, end, latency, left, {}});
  }

  // Nothing reaches `replica` between these times.
  void stall(ComponentId replica, Duration begin, Duration end) {
    troubles_.push_back(
        {.kind = LinkTrouble::Kind::stalled, .begin = begin, .end = end, .replica = replica});
  }

  // Age of the newest state of `data` that survives the loss of `lost` regions at time `at` of the
  // run: zero where it is not written there, `never` where nothing survives. Draws anew at each
  // call.
  [[nodiscard]] Duration age(DataId data, Duration at, RegionSet lost, Luck& luck);
  // How much waited to cross between regions before `at`, over the last two of the longest cycles
  // or since the first cut. Empty where nothing streams.
  [[nodiscard]] std::vector<BacklogCurve> backlog_before(Duration at, Luck& luck);
  // Whether `data`, or something that follows it closely, is left outside `lost`: else only its
  // archive, if it has one, can bring it back.
  [[nodiscard]] bool survives(DataId data, RegionSet lost) const;
  // The same as age(), where the original is gone whatever region it stood in.
  [[nodiscard]] Duration age_of_loss(DataId data, Duration at, RegionSet lost, Luck& luck);
  // When so much of the replica's log will wait at its source, from `at` on, as far as the troubles
  // known now say; none if never.
  [[nodiscard]] std::optional<Duration> log_fills_at(ComponentId replica, Bytes room, Duration at,
                                                     Luck& luck) {
    return history_.fills_at(replica, room, at, troubles_, luck);
  }
  // From `at` on the replica follows its source no more: what is lost of it grows older.
  void give_up(ComponentId replica, Duration at, Luck& luck);
  // When that was; none if it has not been given up.
  [[nodiscard]] std::optional<Duration> given_up_at(ComponentId replica) const;
  // How long before any moment the newest checkpoint of `data` was written, where it is written.
  [[nodiscard]] Duration since_checkpoint(DataId data, Luck& luck) const;

 private:
  // How much older a replica with a lag of its own law is for what hinders it: it has caught up as
  // soon as that ends.
  [[nodiscard]] Duration lag_of_troubles(const DataKind& kind, Duration at) const;
  // Whether what crosses depends on more than the stream asked about.
  [[nodiscard]] bool needs_history(const DataKind& kind, Duration at) const;
  [[nodiscard]] std::optional<Duration> age_given_up(const DataKind& kind, Duration at,
                                                     RegionSet lost) const;
  Duration age_on_link(DataId data, Duration at, RegionSet lost, Luck& luck);
  Duration age_without_cuts(DataId data, Duration at, RegionSet lost, Luck& luck);

  // A replica that follows no more, and the newest state it has of what it replicates.
  struct GivenUp {
    ComponentId replica{};
    Duration at{};
    Duration state{};  // time of that state
  };

  // A checkpoint stream on its way into a replicated bucket.
  struct CheckpointFlow {
    std::uint32_t data = 0;
    double size = 0.0;      // [bytes]
    double interval = 0.0;  // [s]
    StreamId phase;         // when in the interval the fault strikes
    double next = 0.0;      // scratch: when the next one is written [s]
  };

  Duration replica_lag(const Database& replica, double rate, Duration at, Draws& draws);
  Duration backlog_lag(const BacklogLag& lag, double rate, Draws& draws);
  static double oldest_missing(const ObjectStream& stream, const Distribution& latency,
                               Draws& draws);
  Duration object_age(std::uint32_t data, ComponentId replica, Luck& luck);
  bool fill_link(ComponentId replica, double span, double until, Luck& luck);

  const Plan& plan_;
  LinkHistory history_;
  std::vector<LinkTrouble> troubles_;
  std::vector<GivenUp> given_up_;
  std::vector<StreamId> streams_, archive_streams_;  // per data kind
  std::vector<CheckpointFlow> checkpoints_;
  FluidQueue link_{Rate{}};  // scratch
  struct Written {
    std::uint32_t data = 0;
    double time = 0.0;     // [s]
    double arrived = 0.0;  // [bytes] on the link, this one included
  };
  std::vector<Written> written_;          // scratch: checkpoints, oldest first
  std::vector<CheckpointFlow*> sharing_;  // scratch: those on the link asked about
};

}  // namespace firedrill
