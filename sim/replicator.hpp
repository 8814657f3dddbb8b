// Everything one thread needs to simulate replications of a scenario one after the other without
// allocating: a world, a conductor and a measurement that are reset, not rebuilt. Recoveries that
// run straight on are added up instead of played, with the same result.
// Example: Replicator replicator{scenario, seed}; replicator.run(17).objectives[0]
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "scenarios/conductor.hpp"
#include "scenarios/measure.hpp"
#include "sim/early_verdict.hpp"
#include "sim/sim_world.hpp"
#include "sim/straight_run.hpp"

namespace firedrill {

class Replicator {
 public:
  Replicator(const Scenario& scenario, std::uint64_t seed)
      : scenario_{scenario},
        world_{scenario, seed},
        conductor_{scenario},
        measurer_{scenario},
        verdict_{scenario} {
    if (auto plan = straight_plan(scenario)) {
      straight_run_.emplace(scenario, std::move(*plan), seed);
    }
  }

  // The next `count` replications come one after the other: knowing that is faster, and changes
  // no result.
  void expect(std::uint64_t count) {
    if (straight_run_) {
      straight_run_->expect(count);
    } else {
      world_.expect(count);
    }
  }

  // Simulates one replication; the result stands until the next call.
  const Measurement& run(std::uint64_t replication, MeasureOf part = MeasureOf::all) {
    if (!straight_run_ || !straight_run_->run(replication, world_.timeline)) {
      play(replication);
    }
    measurer_.measure(world_.timeline, measurement_, part);
    return measurement_;
  }

  // The same, event by event whatever the scenario.
  const Measurement& run_by_events(std::uint64_t replication) {
    play(replication);
    measurer_.measure(world_.timeline, measurement_);
    return measurement_;
  }

  // Where a recovery goes on with other luck than it began with.
  struct Branch {
    std::uint64_t after_event = 0;
    std::uint64_t replication = 0;
  };
  // Simulates the recovery that begins with the luck of `replication` and takes each of `branches`,
  // in order of events. `after_event(n, timeline, now)` sees what has happened so far.
  template <class AfterEvent>
  const Measurement& run(std::uint64_t replication, const std::vector<Branch>& branches,
                         const AfterEvent& after_event) {
    world_.begin(replication);
    const Task drill = conductor_.run(world_);
    auto next = branches.begin();
    world_.run(drill, [&](std::uint64_t count) {
      after_event(count, world_.timeline, world_.now());
      for (; next != branches.end() && next->after_event == count; ++next) {
        world_.branch(next->replication);
      }
    });
    measurer_.measure(world_.timeline, measurement_);
    return measurement_;
  }

  // Whether `replication` keeps all objectives about recovery; followed until that is known.
  bool keeps_recovery_objectives(std::uint64_t replication) {
    verdict_.begin();
    if (straight_run_) {
      run(replication, MeasureOf::outcome);
    } else {
      world_.begin(replication);
      const Task drill = conductor_.run(world_);
      world_.run_until(drill,
                       [this](Duration now) { return verdict_.is_reached(world_.timeline, now); });
      measurer_.measure(world_.timeline, measurement_, MeasureOf::outcome);
    }
    bool keeps = !verdict_.is_missed();
    for (std::size_t index = 0; index < scenario_.objectives.size(); ++index) {
      const Objective& objective = scenario_.objectives[index];
      keeps &= !objective.service || measurement_.objectives[index] <= objective.target;
    }
    return keeps;
  }

  // Of the last replication.
  [[nodiscard]] const Timeline& timeline() const { return world_.timeline; }
  // Before its first fault that is more than a cut link; if there was none, before users first
  // noticed what the cut had led to. Empty if they never did.
  [[nodiscard]] std::vector<BacklogCurve> backlog_before_outage();

  // Whether recoveries of the scenario can be added up.
  [[nodiscard]] bool runs_straight() const { return straight_run_.has_value(); }

 private:
  void play(std::uint64_t replication) {
    world_.begin(replication);
    const Task drill = conductor_.run(world_);
    world_.run(drill);
  }

  const Scenario& scenario_;
  SimWorld world_;
  Conductor conductor_;
  Measurer measurer_;
  Measurement measurement_;
  EarlyVerdict verdict_;
  std::optional<StraightRun> straight_run_;
};

}  // namespace firedrill
