// Which data is wrong in a run, since when, and what it is brought back to. Replicas are as wrong
// as their source; only copies that started before can help.
// Example: data.corrupt(DataId{0}, now); data.restore(DataId{0}, {&action, now}, draws).age
#pragma once

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
    return wrong_since_[data.index];
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
  };
  [[nodiscard]] Attempt restore(DataId data, const Circumstances& at, Draws& draws) const;

  // What bringing one kind of data that has been lost into another region would come to: from its
  // archive, or from what is left of it. Copies that cannot be read cost their time, and the age of
  // what comes back grows by their interval each: `age` is that growth.
  [[nodiscard]] Attempt bring_in(DataId data, bool is_from_archive, const Circumstances& at,
                                 Draws& draws) const;

  // It is right again.
  void settle(DataId data) { wrong_since_[data.index].reset(); }

 private:
  const Plan& plan_;
  std::uint64_t replication_ = 0;
  std::vector<std::optional<CopyHistory>> copies_;    // per kind of data
  std::vector<std::optional<Duration>> wrong_since_;  // per kind of data
  std::vector<char> knows_since_;                     // per kind: a restore need not guess
};

}  // namespace firedrill
