#include "models/analysis/recovery_order.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "models/analysis/graph.hpp"

namespace firedrill {
namespace {

// The expected number of tries until the first success.
double tries(double failure_probability) {
  return failure_probability < 1.0 ? 1.0 / (1.0 - failure_probability)
                                   : std::numeric_limits<double>::infinity();
}

// Ascending, each once.
void sort_out(std::vector<std::uint32_t>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

// Collects the tasks that services need, each once, and orders them.
class RecoveryPlanner {
 public:
  RecoveryPlanner(const PlanStructure& structure, const Loss& loss)
      : structure_{structure},
        plan_{structure.plan()},
        loss_{loss},
        stands_{structure.standing(loss)} {}

  RecoveryOrder run() {
    choose_targets();
    for (std::uint32_t index = 0; index < plan_.services.size(); ++index) {
      if (!structure_.is_up(ServiceId{index}, loss_, Reserve::idle)) {
        order_.services.push_back(recovery_of(ServiceId{index}));
      }
    }
    connect();
    return std::move(order_);
  }

 private:
  using Key = std::tuple<RecoveryWork, ComponentId, int>;  // nodes: one task for each number

  // Where the clients of each zone go.
  void choose_targets() {
    for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
      const auto* zone = std::get_if<DnsZone>(&plan_.components[index].model);
      if (zone == nullptr) {
        continue;
      }
      RegionId best = zone->serves;
      std::size_t most = services_from(ComponentId{index}, best);
      for (std::uint32_t region = 0; region < plan_.regions.size(); ++region) {
        const std::size_t working = services_from(ComponentId{index}, RegionId{region});
        if (working > most) {
          most = working;
          best = RegionId{region};
        }
      }
      targets_[ComponentId{index}] = best;
    }
  }

  std::size_t services_from(ComponentId zone, RegionId region) const {
    std::size_t count = 0;
    for (std::uint32_t index = 0; index < plan_.services.size(); ++index) {
      count += structure_.is_up_from(ServiceId{index}, loss_, zone, region) ? 1 : 0;
    }
    return count;
  }

  // Whether `service` works once every zone leads to its target.
  bool can_recover(ServiceId service) const {
    return structure_.is_up(service, loss_, Reserve::used) &&
           std::all_of(targets_.begin(), targets_.end(), [&](const auto& target) {
             const auto& parts = structure_.with_included(service);
             const bool is_used = std::any_of(parts.begin(), parts.end(), [&](ServiceId part) {
               return structure_.zone_of(part) == target.first;
             });
             return !is_used || structure_.is_up_from(service, loss_, target.first, target.second);
           });
  }

  ServiceRecovery recovery_of(ServiceId service) {
    ServiceRecovery recovery{service, std::nullopt, {}, {}};
    if (!can_recover(service)) {
      return recovery;
    }
    recovery.ready_s = 0.0;
    for (const ServiceId part : structure_.with_included(service)) {
      add_tasks(part, recovery.tasks);
    }
    sort_out(recovery.tasks);
    return recovery;
  }

  void add_tasks(ServiceId service, std::vector<std::uint32_t>& needed) {
    const auto zone = structure_.zone_of(service);
    const auto target = zone ? std::optional{targets_.at(*zone)} : std::nullopt;
    std::vector<std::uint32_t> promotions;
    for (const Requirement& requirement : plan_.services[service.index].requirements) {
      if (structure_.is_met(requirement, target, loss_, Reserve::idle)) {
        continue;
      }
      if (const auto* database = std::get_if<NeedsDatabase>(&requirement)) {
        promotions.push_back(promotion(database->primary, place_of(requirement, target)));
        needed.push_back(promotions.back());
      } else if (const auto* nodes = std::get_if<NeedsNodes>(&requirement)) {
        add_nodes(nodes->nodes, place_of(requirement, target), needed);
      } else if (const auto* rebuilt = std::get_if<NeedsRebuilt>(&requirement)) {
        needed.push_back(rebuild(rebuilt->component));
      }
    }
    if (zone && std::get<DnsZone>(plan_.components[zone->index].model).serves != *target) {
      const std::uint32_t route = route_to(*zone, *target);
      needed.push_back(route);
      auto& after = route_after_[route];
      after.insert(after.end(), promotions.begin(), promotions.end());
    }
  }

  // Where a requirement is met: at its clients' target, or in the first region that can.
  RegionId place_of(const Requirement& requirement, std::optional<RegionId> target) const {
    std::uint32_t place = target ? target->index : 0;
    while (!target && !structure_.is_met(requirement, RegionId{place}, loss_, Reserve::used)) {
      ++place;
    }
    return RegionId{place};
  }

  std::uint32_t add(const Key& key, RecoveryTask task) {
    const auto [found, is_new] =
        numbers_.emplace(key, static_cast<std::uint32_t>(order_.tasks.size()));
    if (is_new) {
      order_.tasks.push_back(std::move(task));
    }
    return found->second;
  }

  // The replica of `primary` in `region` that is promoted soonest.
  std::uint32_t promotion(ComponentId primary, RegionId region) {
    RecoveryTask best;
    best.mean_s = std::numeric_limits<double>::infinity();
    bool is_first = true;
    for (const ComponentId replica : structure_.replicas_of(primary)) {
      const Component& component = plan_.components[replica.index];
      if (component.region != region || !stands_[replica.index]) {
        continue;
      }
      const auto& model = std::get<Database>(component.model);
      const double expected = mean(model.promotion) * tries(model.promotion_failure);
      if (is_first || expected < best.mean_s) {
        best.component = replica;
        best.mean_s = expected;
        is_first = false;
      }
    }
    return add({RecoveryWork::promote, best.component, 0}, best);
  }

  // Grows the clusters of `region` in the plan's order until `wanted` nodes are ready in them.
  void add_nodes(int wanted, RegionId region, std::vector<std::uint32_t>& needed) {
    const auto each_cluster = [&](const auto& visit) {
      for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
        const auto* cluster = std::get_if<Cluster>(&plan_.components[index].model);
        if (cluster != nullptr && plan_.components[index].region == region && stands_[index]) {
          visit(ComponentId{index}, *cluster);
        }
      }
    };
    int missing = wanted;
    each_cluster([&](ComponentId, const Cluster& cluster) { missing -= cluster.nodes; });
    each_cluster([&](ComponentId id, const Cluster& cluster) {
      const int more = std::min(missing, cluster.nodes_maximum - cluster.nodes);
      if (more > 0) {
        missing -= more;
        RecoveryTask task;
        task.work = RecoveryWork::start_nodes;
        task.component = id;
        task.nodes = more;
        task.mean_s = mean_node_start(cluster.start);
        needed.push_back(add({task.work, id, more}, task));
      }
    });
  }

  std::uint32_t route_to(ComponentId zone, RegionId target) {
    const auto& model = std::get<DnsZone>(plan_.components[zone.index].model);
    RecoveryTask task;
    task.work = RecoveryWork::switch_route;
    task.component = zone;
    task.target = target;
    task.mean_s = mean(model.edit) + to_seconds(model.ttl);
    return add({task.work, zone, 0}, task);
  }

  std::uint32_t rebuild(ComponentId component) {
    RecoveryTask task;
    task.work = RecoveryWork::rebuild;
    task.component = component;
    task.mean_s = mean(std::get<Rebuildable>(plan_.components[component.index].model).rebuild);
    return add({task.work, component, 0}, task);
  }

  // Everything `component` depends on, directly or not, that does not stand.
  void collect_lost(ComponentId component, std::vector<bool>& found) const {
    for (const ComponentId needed : plan_.components[component.index].depends_on) {
      if (!stands_[needed.index] && !found[needed.index]) {
        found[needed.index] = true;
        collect_lost(needed, found);
      }
    }
  }

  // Whether `task` puts something in the place of the lost `component`.
  bool replaces(const RecoveryTask& task, ComponentId component) const {
    if (task.work == RecoveryWork::promote) {
      return std::get<Database>(plan_.components[task.component.index].model).replica_of ==
             component;
    }
    return task.work == RecoveryWork::start_nodes
               ? std::holds_alternative<Cluster>(plan_.components[component.index].model)
               : task.component == component;
  }

  void connect() {
    for (const auto& [route, promotions] : route_after_) {
      order_.tasks[route].after = promotions;
    }
    for (RecoveryTask& task : order_.tasks) {
      if (task.work != RecoveryWork::rebuild) {
        continue;
      }
      std::vector<bool> lost(plan_.components.size(), false);
      collect_lost(task.component, lost);
      for (std::uint32_t other = 0; other < order_.tasks.size(); ++other) {
        for (std::uint32_t part = 0; part < lost.size(); ++part) {
          if (lost[part] && replaces(order_.tasks[other], ComponentId{part})) {
            task.after.push_back(other);
          }
        }
      }
    }
    for (RecoveryTask& task : order_.tasks) {
      sort_out(task.after);
    }
  }

  const PlanStructure& structure_;
  const Plan& plan_;
  const Loss& loss_;
  std::vector<bool> stands_;
  std::map<ComponentId, RegionId> targets_;
  std::map<Key, std::uint32_t> numbers_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> route_after_;
  RecoveryOrder order_;
};

// Every service as a task of no length that waits for all it needs: its critical path is the chain
// of what it waits for.
void schedule(RecoveryOrder& order) {
  std::vector<TimedTask> timed;
  for (const RecoveryTask& task : order.tasks) {
    timed.push_back({task.mean_s, task.after});
  }
  for (const ServiceRecovery& service : order.services) {
    timed.push_back({0.0, service.tasks});
  }
  const std::vector<TaskTimes> times = earliest_times(timed);
  for (std::size_t index = 0; index < order.tasks.size(); ++index) {
    order.tasks[index].start_s = times[index].start;
    order.tasks[index].end_s = times[index].end;
    order.tasks[index].waits_for = times[index].waits_for;
  }
  for (std::size_t index = 0; index < order.services.size(); ++index) {
    ServiceRecovery& service = order.services[index];
    const TaskTimes& back = times[order.tasks.size() + index];
    if (service.ready_s) {
      service.ready_s = back.start;
    }
    for (auto task = back.waits_for; task; task = times[*task].waits_for) {
      service.critical_path.insert(service.critical_path.begin(), *task);
    }
  }
}

}  // namespace

std::optional<RegionId> control_plane_of(const Plan& plan, const RecoveryTask& task) {
  const Component& component = plan.components[task.component.index];
  switch (task.work) {
    case RecoveryWork::promote:
    case RecoveryWork::start_nodes:
      return component.region;
    case RecoveryWork::switch_route:
      return std::get<DnsZone>(component.model).control_plane;
    case RecoveryWork::rebuild:
      break;
  }
  return std::nullopt;
}

double mean_node_start(const NodeStart& start) {
  const double requests = tries(start.refusal_probability);  // of which the last is granted
  const double refused = (requests - 1.0) * mean(start.refusal_wait);
  if (start.skips_tests) {
    return refused + mean(start.launch);
  }
  const double tested = start.test_length ? mean(*start.test_length) : 0.0;
  return (refused + mean(start.launch) + tested) * tries(start.defect_probability);
}

RecoveryOrder recovery_after(const PlanStructure& structure, const Loss& loss) {
  RecoveryOrder order = RecoveryPlanner{structure, loss}.run();
  schedule(order);
  return order;
}

}  // namespace firedrill
