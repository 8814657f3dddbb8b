// What has to be done after a loss, in which order, and how long it takes at least: the work that
// brings a plan's reserve in, as a graph, with its critical path for each service. It begins when
// the failover is decided and knows neither people nor a runbook: `simulate` does.
// Example: recovery_after(structure, loss).services[0].critical_path  // promote, then the route
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/analysis/structure.hpp"

namespace firedrill {

enum class RecoveryWork { promote, start_nodes, switch_route, rebuild };

struct RecoveryTask {
  RecoveryWork work = RecoveryWork::promote;
  ComponentId component{};                 // the replica, cluster, zone or rebuildable
  std::optional<RegionId> target;          // of a route: where clients are sent
  int nodes = 0;                           // to start: ready ones not counted
  double mean_s = 0.0;                     // expected length; infinity if it never succeeds
  std::vector<std::uint32_t> after;        // tasks
  double start_s = 0.0, end_s = 0.0;       // the earliest, with every task of its mean length
  std::optional<std::uint32_t> waits_for;  // the one of `after` that ends last
};

struct ServiceRecovery {
  ServiceId service{};
  // When it is back, from the decision; nothing if not before what is lost returns.
  std::optional<double> ready_s;
  std::vector<std::uint32_t> tasks;          // what it needs, ascending
  std::vector<std::uint32_t> critical_path;  // of these, each waiting for the one before
};

struct RecoveryOrder {
  std::vector<RecoveryTask> tasks;
  std::vector<ServiceRecovery> services;  // those that the loss brings down
};

// Expected times from the plan's laws, refusals and failures repeated until success:
//   promotion   mean / (1 - promotion_failure)
//   nodes       of one node; all start together, and the slowest of several takes longer
//   route       mean of an edit, then the TTL: all clients that honour it have arrived
//   rebuilding  mean
// A route is switched after the promotions of the services it carries, so that no client arrives
// where nothing takes writes. What is rebuilt waits for what replaces the lost parts it depends on.
// Clients of a zone go to the region from which most services work; of equal ones, where they are
// already, or the first.
[[nodiscard]] RecoveryOrder recovery_after(const PlanStructure& structure, const Loss& loss);

// The region whose control plane `task` goes through, if any.
[[nodiscard]] std::optional<RegionId> control_plane_of(const Plan& plan, const RecoveryTask& task);

// Expected time [s] from the request for one node to a node that takes work.
[[nodiscard]] double mean_node_start(const NodeStart& start);

}  // namespace firedrill
