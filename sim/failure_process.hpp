// One cause of failure at work: of each of its sources, how long its present life lasts, when its
// failure is detected, how long restoring it takes, and who waits for the repair crew.
// Every draw is keyed by (cause, source, life): a node added to the fleet changes no other's luck,
// and what happens between two failures cannot shift it. No stream is stored.
// Example: FailureProcess process{cause, nodes, seed}; process.begin(replication);
//          process.life(source); process.detection(source); process.renew(source);
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fleet/fleet.hpp"
#include "sim/fleet_nodes.hpp"

namespace firedrill {

class FailureProcess {
 public:
  // `cause` must outlive the process.
  FailureProcess(const FailureCause& cause, int nodes, std::uint64_t seed);
  FailureProcess(FailureCause&& cause, int nodes, std::uint64_t seed) = delete;

  void begin(std::uint64_t replication);

  [[nodiscard]] std::uint32_t sources() const { return static_cast<std::uint32_t>(lives_.size()); }
  [[nodiscard]] NodeRange range(std::uint32_t source) const;
  [[nodiscard]] bool takes_nodes() const { return cause_.nodes > 0; }

  // Of the source's present life: from its beginning to its failure, from there to its detection,
  // from the beginning of its restoration to its end.
  [[nodiscard]] Duration life(std::uint32_t source) const;
  [[nodiscard]] Duration detection(std::uint32_t source) const;
  [[nodiscard]] Duration restoration(std::uint32_t source) const;

  // Its next life begins.
  void renew(std::uint32_t source) { ++lives_[source]; }

  // Whether the crew takes on `source` now; otherwise it waits.
  bool admit(std::uint32_t source);
  // A restoration has ended; who is taken on next.
  std::optional<std::uint32_t> release();

 private:
  [[nodiscard]] Draws draws(StreamKey family, std::uint32_t source) const;
  [[nodiscard]] bool is_lemon(std::uint32_t source) const;

  const FailureCause& cause_;
  std::uint32_t nodes_;
  [[nodiscard]] Duration untested_life(const NodeStart& start, std::uint32_t source) const;

  StreamKey life_key_, lemon_key_, detection_key_, restoration_key_, rate_key_;
  std::uint64_t replication_ = 0;
  double rate_factor_ = 1.0;          // of this replication
  std::vector<std::uint32_t> lives_;  // of each source, that have ended
  std::optional<int> crew_;
  int busy_ = 0;
  // Who waits, as a list: of each source, who comes after it. Empty without a limited crew.
  static constexpr std::uint32_t nobody = ~std::uint32_t{0};
  std::vector<std::uint32_t> after_;
  std::uint32_t first_waiting_ = nobody, last_waiting_ = nobody;
};

}  // namespace firedrill
