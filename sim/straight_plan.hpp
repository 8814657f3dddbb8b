// The plans whose recovery runs straight on: one region is lost, an automatic runbook carries out
// each step once, and nobody is called, retries or shares what another step uses. When each thing
// happens is then a sum and a maximum of drawn lengths, and needs neither calendar nor coroutine
// (sim/straight_run.hpp). What is said here of a scenario holds for all its replications; those
// that turn out otherwise are left to SimWorld.
// Example: if (const auto plan = straight_plan(scenario)) { StraightRun run{scenario, *plan, 1}; }
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/recovery/timeline.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

struct StraightPlan {
  enum class Work : std::uint8_t { plain, scale_out, update_dns, promote };

  // One way of doing a step whose length is drawn from the step's own stream.
  struct Way {
    const Distribution* length = nullptr;  // null: the component's model says it
    double failure_probability = 0.0;
    Duration patience{};
    int retries = 0;
    Verb verb = Verb::wait;
  };

  struct Part {  // as Runbook::steps
    Work work = Work::plain;
    Way way;
    std::optional<Way> manual{};  // by nobody in particular
    bool releases_early = false;  // steps after it do not wait for `manual`
    ComponentId component{};      // that it changes
    int first_node = 0;           // of those it starts
    int nodes = 0;                // that it starts
    std::vector<StepId> after;
  };

  // What a service waits for: the effect of a step, or one of the nodes it starts.
  struct Milestone {
    StepId step;
    int node = 0;  // the so-manieth to be ready, from 1; 0: the effect of the step
    bool operator==(const Milestone&) const = default;
  };

  struct Watch {  // of one recovery objective; in the order of their services
    std::uint32_t objective = 0;
    ServiceId service{};
    Duration sustained{};
    std::vector<Milestone> milestones;
  };

  // Events are numbered: each comes after those it follows from. At most `event_limit` of them.
  static constexpr std::size_t event_limit = 64;
  static constexpr std::size_t injected = 0;
  [[nodiscard]] static std::size_t failed(std::size_t watch) { return 1 + watch; }
  [[nodiscard]] std::size_t alerted() const { return 1 + watches.size(); }
  [[nodiscard]] std::size_t planned(std::size_t step) const { return alerted() + 1 + 2 * step; }
  [[nodiscard]] std::size_t by_hand(std::size_t step) const { return planned(step) + 1; }
  [[nodiscard]] std::size_t recovered(std::size_t watch) const {
    return planned(parts.size()) + watch;
  }
  [[nodiscard]] std::size_t events() const { return recovered(watches.size()); }

  RegionId lost{};
  std::vector<Part> parts;
  std::vector<Watch> watches;
  // Per event, a bit for each that is before it whenever both are at the same instant.
  std::vector<std::uint64_t> before;
};

// Nothing if the recovery of `scenario` may depend on how it goes.
[[nodiscard]] std::optional<StraightPlan> straight_plan(const Scenario& scenario);

}  // namespace firedrill
