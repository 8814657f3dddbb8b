// How old the newest recoverable state of each kind of data is at the moment of a fault:
// replication lag, backlog on the replication link, or the last copy that was complete. Evaluated
// when asked. Example: losses.age(DataId{2}, 600s, lost_regions, luck) -> 41 s
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fluid/fluid_queue.hpp"
#include "models/plan/plan.hpp"
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

  void begin() { cuts_.clear(); }

  // Nothing is replicated from `from` to `to` between these times.
  void cut_link(RegionId from, RegionId to, Duration begin, Duration end) {
    cuts_.push_back({.from = from, .to = to, .begin = begin, .end = end});
  }

  // What is replicated from `from` to `to` between these times arrives `latency` later, and a
  // replica gets no more than `left` of it.
  void narrow_link(RegionId from, RegionId to, Duration begin, Duration end, Duration latency,
                   std::optional<Rate> left) {
    cuts_.push_back({from, to, begin, end, {}, true, latency, left});
  }

  // Nothing reaches `replica` between these times.
  void stall(ComponentId replica, Duration begin, Duration end) {
    cuts_.push_back({.begin = begin, .end = end, .replica = replica});
  }

  // Age of the newest state of `data` that survives the loss of `lost` regions at time `at` of the
  // run: zero where it is not written there, `never` where nothing survives. Draws anew at each
  // call.
  [[nodiscard]] Duration age(DataId data, Duration at, RegionSet lost, Luck& luck);
  // Whether `data`, or something that follows it closely, is left outside `lost`: else only its
  // archive, if it has one, can bring it back.
  [[nodiscard]] bool survives(DataId data, RegionSet lost) const;
  // The same as age(), where the original is gone whatever region it stood in.
  [[nodiscard]] Duration age_of_loss(DataId data, Duration at, RegionSet lost, Luck& luck);
  // How long before any moment the newest checkpoint of `data` was written, where it is written.
  [[nodiscard]] Duration since_checkpoint(DataId data, Luck& luck) const;

 private:
  struct Cut {
    RegionId from{}, to{};
    Duration begin{}, end{};
    std::optional<ComponentId> replica{};  // only this one, whatever its regions
    bool is_narrow = false;                // something still gets through
    Duration latency{};
    std::optional<Rate> left{};
  };
  [[nodiscard]] bool concerns(const Cut& cut, const DataKind& kind, ComponentId replica) const;
  // By how many seconds a second the replica falls behind.
  [[nodiscard]] double growth(const Cut& cut, ComponentId replica) const;
  // How much older the replica is for the cuts of its link, caught up with since or not.
  [[nodiscard]] Duration lag_of_cuts(const DataKind& kind, Duration at) const;
  [[nodiscard]] double utilisation(ComponentId replica) const;
  [[nodiscard]] double written_rate(ComponentId replica) const;
  Duration age_without_cuts(DataId data, Duration at, RegionSet lost, Luck& luck);

  // A checkpoint stream on its way into a replicated bucket.
  struct CheckpointFlow {
    std::uint32_t data = 0;
    double size = 0.0;      // [bytes]
    double interval = 0.0;  // [s]
    StreamId phase;         // when in the interval the fault strikes
    double next = 0.0;      // scratch: when the next one is written [s]
  };

  Duration replica_lag(const Database& replica, Duration at, Draws& draws);
  Duration backlog_lag(const BacklogLag& lag, Draws& draws);
  Duration object_age(std::uint32_t data, ComponentId replica, Luck& luck);
  bool fill_link(ComponentId replica, double span, double until, Luck& luck);

  const Plan& plan_;
  std::vector<Cut> cuts_;
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
