// The training job: where it runs and how fast. Work is a counter of tokens, piecewise linear in
// time; tokens trained again after a restart count again, and what a restart loses by going back to
// a checkpoint is counted beside. Nodes that join speed the job up at once, in proportion
// (data-parallel, weak scaling). Example: training.tokens(now) -> 1.2e9
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

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
  // Runs again, from the newest checkpoint there is: the one that was the newest `since_checkpoint`
  // before the job stopped, or an older one where that is lost.
  void start(Duration now, std::uint32_t ticket, const SiteState& state, Duration since_checkpoint);
  // The checkpoints written after `kept_until` are lost; `-never`: all are.
  void lose_checkpoints(Duration kept_until) { kept_until_ = std::min(kept_until_, kept_until); }
  // So are those of `span` more.
  void lose_older_checkpoints(Duration span) {
    kept_until_ = span == never ? -never : kept_until_ - span;
  }

  // Whether a cut link can slow the job down, and that one is cut or whole again; follow() then.
  [[nodiscard]] bool reads_over_links() const { return plan_.training && plan_.training->reads; }
  void cut(RegionId from, RegionId to, bool is_cut);

  // Tokens trained by `now`.
  [[nodiscard]] double tokens(Duration now) const;
  // Of these, the ones that no checkpoint kept; infinite where none was left.
  [[nodiscard]] double lost_tokens() const { return lost_tokens_; }

 private:
  // [tokens/s] on `cluster`: its nodes, or what they can read.
  [[nodiscard]] double speed_on(ComponentId cluster, const SiteState& state) const;
  [[nodiscard]] double read_rate(RegionId reader, const SiteState& state) const;
  void go_on_at(double rate, Duration now);
  void stop(Duration now);
  [[nodiscard]] double work_at(Duration now) const;
  [[nodiscard]] double kept_work(Duration checkpoint) const;

  // Work is what has been trained and not lost since; it falls when the job restarts.
  struct Stretch {
    Duration begin{};
    double work = 0.0;  // at its beginning [tokens]
    double rate = 0.0;  // [tokens/s]
  };

  const Plan& plan_;
  StreamId rate_stream_{}, restart_stream_{};
  std::vector<Stretch> stretches_;  // in order of time; never empty in a run
  double repeated_tokens_ = 0.0;    // lost work that was or will be trained again
  double lost_tokens_ = 0.0;
  Duration stopped_at_{};
  Duration kept_until_ = never;
  double tokens_per_node_ = 0.0;        // [tokens/s]
  std::optional<ComponentId> running_;  // on this cluster
  std::optional<ComponentId> pending_;  // restarting on this one
  bool has_stopped_ = false;            // and waits for go_on()
  // What one cluster can read from region to region: [from * regions + to], bytes/s.
  std::vector<double> read_rates_;
  std::vector<int> cuts_;     // likewise: how many cuts are on
  std::uint32_t ticket_ = 0;  // of the restart that is pending
};

}  // namespace firedrill
