// Which data is wrong in a run, since when, what it is brought back to, and what that cost.
// Replicas are as wrong as their source; only copies that started before can help.
// Example: data.corrupt(DataId{0}, now); data.restore(DataId{0}, {&action, now}, draws).age
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/recovery/action.hpp"
#include "sim/copy_history.hpp"
#include "sim/loss_model.hpp"

namespace firedrill {

class DataState {
 public:
  DataState(const Plan& plan, std::uint64_t seed);

  void begin(std::uint64_t replication);

  void corrupt(DataId data, Duration now);
  // Somebody finds out since when the data that is wrong now is wrong.
  void assess();
  // Since when it is wrong, nobody having brought it back yet.
  [[nodiscard]] std::optional<Duration> corrupt_since(DataId data) const {
    return kinds_[data.index].wrong_since;
  }

  // What restoring one kind of data now would come to: how long it takes, over all copies that are
  // tried, and whether one of them passes for right.
  struct Attempt {
    Duration length{};
    bool succeeded = false;
    bool is_right = false;  // and it is
    Duration age = never;   // of the state brought back, at the corruption
    std::int64_t tries = 0;
  };
  struct Circumstances {
    const Restore* action;
    Duration now{};
    RegionSet lost = 0;
    Duration time_of_day{};
  };
  [[nodiscard]] Attempt restore(DataId data, const Circumstances& at, Draws& draws) const;

  // What bringing one kind of data that has been lost into another region would come to: from its
  // archive, or from what is left of it. Copies that cannot be read cost their time, and the age of
  // what comes back grows by their interval each: `age` is that growth.
  [[nodiscard]] Attempt bring_in(DataId data, bool is_from_archive, const Circumstances& at,
                                 Draws& draws) const;

  // Whether the newest complete copy of it, now, was begun after it had gone wrong; of data without
  // copies, whether it is wrong itself. That is what a validator that runs now can see.
  [[nodiscard]] bool shows_wrong(DataId data, Duration now) const;

  // `data` has been restored from so many copies, one after the other.
  void count_copies(DataId data, std::int64_t tries) { kinds_[data.index].copies_tried += tries; }
  // Services have been stopped: nothing more is written that a restore would throw away.
  void stop_writing(Duration now) { writing_stopped_ = std::min(writing_stopped_, now); }
  // It is right again.
  void settle(DataId data, Duration now);

  [[nodiscard]] std::int64_t copies_tried(DataId data) const {
    return kinds_[data.index].copies_tried;
  }
  // For how long what was written to it has been thrown away; `never` while it is wrong.
  [[nodiscard]] Duration discarded(DataId data) const {
    return kinds_[data.index].wrong_since ? never : kinds_[data.index].discarded;
  }

 private:
  struct OfKind {
    std::optional<CopyHistory> copies, archive;  // the archive is tried when no copy has passed
    std::optional<Duration> wrong_since;
    bool knows_since = false;  // a restore need not guess
    std::int64_t copies_tried = 0;
    Duration discarded{};
  };

  struct Wanted {
    Duration since{};  // a state from before
    bool knows_since = false;
    const Circumstances& at;
  };
  static void try_copies(const CopyHistory& history, const std::optional<RestorePath>& path,
                         const Wanted& wanted, Attempt& attempt, Draws& draws);

  const Plan& plan_;
  std::uint64_t replication_ = 0;
  bool is_touched_ = false;  // something has gone wrong in this replication
  Duration writing_stopped_ = never;
  std::vector<OfKind> kinds_;
};

}  // namespace firedrill
