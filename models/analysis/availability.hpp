// The long-run availability of a plan's services as a Markov chain, from figures of how often its
// parts fail and how long their repair takes. A plan states no such figures: whoever asks gives
// them, and what has none counts as never failing.
// Example: availability(structure, shop, {{Element{component, dns}, 90 days, 1 h}})
#pragma once

#include <optional>
#include <vector>

#include "models/analysis/structure.hpp"

namespace firedrill {

// Exponential times to failure and to repair; every failed part is repaired at once, none waits.
struct FailureFigure {
  Element element;            // a component, or a region, which takes its control plane with it
  double between_failures_s;  // mean time from repaired to failed, > 0
  double repair_s;            // mean time to repair, > 0
};

struct ServiceAvailability {
  ServiceId service{};
  std::vector<std::size_t> figures;  // those of parts it may need
  // The long-run share of time it is down: if all wait for repair; if everything the plan holds in
  // reserve took over at once; and if that takes as long as the critical path of the recovery.
  // Nothing where no figure or more than `most_figures` are of its parts, or it is down with
  // nothing lost.
  std::optional<double> down_without_failover;
  std::optional<double> down_with_instant_failover;
  std::optional<double> down_with_failover;
};

// More figures for one service would make a chain of more than 2^9 states.
inline constexpr std::size_t most_figures = 8;

// The chain has, for every set of parts that have failed, a state in which the service is up as
// always, or down, or first being moved and then up again. The move takes an exponential time with
// the mean of the critical path (models/analysis/recovery_order.hpp): no detection, no decision. A
// further failure interrupts a moved service only if its recovery has work that has not been done;
// a repair never does, and the way back costs nothing.
[[nodiscard]] ServiceAvailability availability(const PlanStructure& structure, ServiceId service,
                                               const std::vector<FailureFigure>& figures);

}  // namespace firedrill
