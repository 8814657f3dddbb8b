// Carries out a StraightPlan: draws the lengths that SimWorld would draw, from the same streams,
// adds them up, and writes the very timeline that the conductor and SimWorld would leave, bit by
// bit, at half their cost. What a replication may do that a sum cannot say (a patience that ends, a
// step that fails for good, two unrelated events in the same nanosecond) is left to them.
// Example: if (!run.run(replication, world.timeline)) { world.begin(replication); ... }
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/recovery/timeline.hpp"
#include "sim/detection.hpp"
#include "sim/loss_model.hpp"
#include "sim/luck.hpp"
#include "sim/site_state.hpp"
#include "sim/straight_plan.hpp"

namespace firedrill {

class StraightRun {
 public:
  // `scenario` must outlive it; `plan` is straight_plan(scenario).
  StraightRun(const Scenario& scenario, StraightPlan plan, std::uint64_t seed);

  // As Luck::expect().
  void expect(std::uint64_t count) { luck_.expect(count); }

  // Overwrites `timeline` with that of `replication`; false, and nothing of use in it, if this
  // replication takes a turn that SimWorld has to follow.
  bool run(std::uint64_t replication, Timeline& timeline);

 private:
  struct PartStreams {
    StreamId automatic, by_hand;    // of the step
    StreamId main{}, clients{};     // of the component it changes
    std::vector<StreamId> nodes{};  // that it starts
  };
  struct PartTimes {
    Duration released{};  // when steps after it could begin
    Duration ended{};
    Duration effect{};            // of a milestone
    std::vector<Duration> nodes;  // when each was ready, the earliest first
  };

  bool begin_outage();
  bool run_steps();
  bool run_step(std::size_t step, Duration start);
  bool mend(std::size_t step, Duration failed);
  bool work(const StraightPlan::Part& part, std::size_t step, Duration start, Duration& length);
  bool start_nodes(std::size_t step, Duration start, Duration& length);
  bool move_clients(std::size_t step, Duration switched);
  bool watch_services();
  bool write(Timeline& timeline);

  [[nodiscard]] Duration next_probe(std::size_t watch, Duration now);
  Event& record(std::size_t event, Duration asked, Duration answered, Verb verb);

  const Scenario& scenario_;
  StraightPlan plan_;
  Luck luck_;
  SiteState state_;  // with the region lost
  LossModel losses_;
  Detection detection_;
  StreamId at_stream_, length_stream_;
  std::vector<StreamId> probe_streams_;  // per watch
  std::vector<PartStreams> streams_;
  std::vector<PartTimes> times_;

  Duration outage_{}, back_{}, alerted_{}, ended_{};
  std::vector<Duration> ages_;  // per data kind
  std::array<Event, StraightPlan::event_limit> events_{};
  std::array<std::uint64_t, StraightPlan::event_limit> order_{};  // times, each with its event
  std::size_t recorded_ = 0;
};

}  // namespace firedrill
