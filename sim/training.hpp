// The training job: where it runs and how fast. Work is a counter of tokens, piecewise linear in
// time; tokens trained again after a restart count again (what a restart loses is the age of the
// checkpoint). Nodes that join speed the job up at once, in proportion (data-parallel, weak
// scaling). Example: training.settle(now); training.tokens() -> 1.2e9
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

  // Follows a change of `state` at `now`. Returns how long until the job runs again if it has just
  // become able to restart; the caller then calls start() with the same ticket.
  struct Restart {
    Duration delay{};
    std::uint32_t ticket = 0;
  };
  std::optional<Restart> follow(Duration now, const SiteState& state, Luck& luck);
  // Nodes of `cluster` broke: the job on it stops until it is spread over those that are left, or
  // all are there again.
  void interrupt(Duration now, ComponentId cluster);
  void go_on() { has_stopped_ = false; }
  void start(Duration now, std::uint32_t ticket, const SiteState& state);

  // Tokens trained by `now`.
  [[nodiscard]] double tokens(Duration now) const;

 private:
  void settle(Duration now);

  const Plan& plan_;
  StreamId rate_stream_{}, restart_stream_{};
  double tokens_ = 0.0;           // at settled_
  double rate_ = 0.0;             // [tokens/s]
  double tokens_per_node_ = 0.0;  // [tokens/s]
  Duration settled_{};
  std::optional<ComponentId> running_;  // on this cluster
  std::optional<ComponentId> pending_;  // restarting on this one
  bool has_stopped_ = false;            // and waits for go_on()
  std::uint32_t ticket_ = 0;            // of the restart that is pending
};

}  // namespace firedrill
