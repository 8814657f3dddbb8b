// What a plan's graph alone says, before any simulation: what one loss takes down, which losses
// together nothing makes up for, in which order things come back, where recovery turns in a cycle,
// what replication can carry, how available services are. All is exact; chance enters nowhere but
// through the failure figures that the caller gives.
// Example: analyse(plan, {}).services[0].cuts_by_component  // {{dns}, {primary, replica}}
#pragma once

#include <cstddef>
#include <vector>

#include "models/analysis/availability.hpp"
#include "models/analysis/link_needs.hpp"
#include "models/analysis/recovery_cycles.hpp"
#include "models/analysis/recovery_order.hpp"
#include "models/analysis/recreation.hpp"
#include "models/analysis/replication_flow.hpp"
#include "models/analysis/structure.hpp"

namespace firedrill {

// What a loss does to a service, mildest first.
enum class Effect {
  none,                 // it stays up
  failover,             // down until the plan's reserve has taken over
  needs_control_plane,  // the same, but only while the lost region's control plane still works
  lost,                 // nothing in the plan takes over
};

struct LossEffects {
  Element lost;                         // a region or a component
  std::vector<ComponentId> takes_down;  // with it or what depends on it, itself left out; ascending
  std::vector<Effect> effects;          // per service of the plan
};

struct ServiceStructure {
  ServiceId service{};
  bool is_up_at_first = false;  // with nothing lost
  // Minimal cut sets of at most `most_losses` with the reserve in use: of components while all
  // regions stand, and of regions and control planes while nothing else is lost.
  std::vector<std::vector<Element>> cuts_by_component;
  std::vector<std::vector<Element>> cuts_by_region;
  // Of both, those after which infrastructure code can create what is missing, in a region that
  // stands: slower than any reserve, and from copies of the data.
  std::vector<std::vector<Element>> made_up_by_code;
};

// The recovery from the loss of a region whose control plane outlives it.
struct RegionRecovery {
  RegionId lost{};
  RecoveryOrder order;
};

struct PlanAnalysis {
  std::vector<LossEffects> losses;  // regions, then components, in the plan's order
  std::vector<ServiceStructure> services;
  std::vector<RegionRecovery> recoveries;
  std::vector<CreationRun> recreations;
  std::vector<RecoveryCycle> cycles;
  ReplicationFlows replication;
  LinkNeeds links;
  std::vector<FailureFigure> figures;
  std::vector<ServiceAvailability> availability;  // per service
};

inline constexpr std::size_t most_losses = 3;  // in a cut set

[[nodiscard]] PlanAnalysis analyse(const Plan& plan, const std::vector<FailureFigure>& figures);

// The worst that `loss` does to any service.
[[nodiscard]] Effect worst_effect(const LossEffects& loss);

}  // namespace firedrill
