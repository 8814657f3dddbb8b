// The training job: where it runs, how fast, how much work an outage costs. Work is a counter of
// tokens, piecewise linear in time; it steps back when a restart goes on from an older checkpoint.
// Nodes that join speed the job up at once, in proportion (data-parallel, weak scaling).
// Example: training.settle(now); training.tokens() -> 1.2e9
#pragma once

#include <cstdint>
#include <optional>

#include "models/plan/plan.hpp"
#include "sim/luck.hpp"
#include "sim/site_state.hpp"

namespace firedrill {

class Training {
 public:
  Training(const Plan& plan, Luck& luck);

  // Running on its first cluster at full strength.
  void begin(const SiteState& state, Luck& luck);

  // A fault is about to strike at `now`: should it stop the job, it will go on from a checkpoint of
  // `replicated_age` elsewhere or of `local_age` in place.
  void note_fault(Duration now, Duration replicated_age, Duration local_age);

  // Follows a change of `state` at `now`. Returns how long until the job runs again if it has just
  // become able to restart; the caller then calls start() with the same ticket.
  struct Restart {
    Duration delay{};
    std::uint32_t ticket = 0;
  };
  std::optional<Restart> follow(Duration now, const SiteState& state, Luck& luck);
  void start(Duration now, std::uint32_t ticket, const SiteState& state);

  // Tokens trained by `now`, lost work subtracted.
  [[nodiscard]] double tokens(Duration now) const;

 private:
  void settle(Duration now);

  const Plan& plan_;
  StreamId rate_stream_{}, restart_stream_{};
  double tokens_ = 0.0;            // at settled_
  double rate_ = 0.0;              // [tokens/s]
  double tokens_per_node_ = 0.0;   // [tokens/s]
  Duration settled_{};
  std::optional<ComponentId> running_;  // on this cluster
  std::optional<ComponentId> pending_;  // restarting on this one
  ComponentId last_{};                  // where it last ran
  std::uint32_t ticket_ = 0;            // of the restart that is pending
  double fault_rate_ = 0.0;             // [tokens/s] when the fault struck
  Duration lost_elsewhere_{}, lost_in_place_{};  // work to repeat, as time at that rate
};

}  // namespace firedrill
