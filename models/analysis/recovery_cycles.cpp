#include "models/analysis/recovery_cycles.hpp"

#include <algorithm>
#include <utility>

#include "models/analysis/graph.hpp"
#include "models/analysis/structure.hpp"
#include "models/plan/topology.hpp"

namespace firedrill {
namespace {

using Kind = RecoveryLink::Kind;

std::optional<ComponentId> replica_of(const Component& component) {
  if (const auto* database = std::get_if<Database>(&component.model)) {
    return database->replica_of;
  }
  const auto* store = std::get_if<ObjectStore>(&component.model);
  return store == nullptr ? std::nullopt : store->replica_of;
}

// What the recovery from the loss of one region needs, and what that needs in turn.
class RecoveryNeeds {
 public:
  RecoveryNeeds(const PlanStructure& structure, RegionId lost)
      : structure_{structure},
        plan_{structure.plan()},
        lost_{lost},
        stands_{structure.standing(structure.loss_of({{ElementKind::region, lost.index}}))},
        region_{add({Kind::region, lost.index})} {
    add_routes();
    add_databases();
    add_data();
    add_rebuildables();
    add_procedures();
  }

  [[nodiscard]] std::vector<RecoveryCycle> cycles() const {
    std::vector<RecoveryCycle> found;
    for (const auto& nodes : elementary_cycles(needs_)) {
      RecoveryCycle cycle{lost_, {}};
      for (const std::uint32_t node : nodes) {  // the region is node 0, and on every cycle
        cycle.links.push_back(links_[node]);
      }
      found.push_back(std::move(cycle));
    }
    return found;
  }

 private:
  std::uint32_t add(RecoveryLink link) {
    links_.push_back(link);
    needs_.emplace_back();
    return static_cast<std::uint32_t>(links_.size() - 1);
  }

  // A recovery that the lost region needs.
  std::uint32_t add_recovery(Kind kind, std::size_t index) {
    const std::uint32_t node = add({kind, static_cast<std::uint32_t>(index)});
    needs_[region_].push_back(node);
    return node;
  }

  // `node` needs something that falls with the region.
  void need_lost(std::uint32_t node, Kind kind, std::size_t index) {
    const std::uint32_t lost = add({kind, static_cast<std::uint32_t>(index)});
    needs_[node].push_back(lost);
    needs_[lost].push_back(region_);
  }

  void add_routes() {
    for (std::size_t index = 0; index < plan_.components.size(); ++index) {
      const auto* zone = std::get_if<DnsZone>(&plan_.components[index].model);
      if (zone != nullptr && zone->serves == lost_ && zone->control_plane == lost_) {
        need_lost(add_recovery(Kind::component, index), Kind::control_plane, lost_.index);
      }
    }
  }

  void add_databases() {
    for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
      const Component& primary = plan_.components[index];
      const auto& replicas = structure_.replicas_of(ComponentId{index});
      const bool has_other = std::any_of(replicas.begin(), replicas.end(),
                                         [&](ComponentId one) { return stands_[one.index]; });
      if (!std::holds_alternative<Database>(primary.model) || stands_[index] || replicas.empty() ||
          has_other) {
        continue;
      }
      const std::uint32_t recovery = add_recovery(Kind::component, index);
      for (const ComponentId replica : replicas) {
        need_lost(recovery, Kind::component, replica.index);
      }
    }
  }

  void add_data() {
    for (std::size_t index = 0; index < plan_.data.size(); ++index) {
      const DataKind& data = plan_.data[index];
      if (data.written_in != lost_) {
        continue;
      }
      if (const auto* copy = std::get_if<PeriodicCopy>(&data.protection)) {
        if (copy->kept_in == lost_) {
          needs_[add_recovery(Kind::data, index)].push_back(region_);
        }
      } else if (const auto replica = replica_for(data); replica && !stands_[replica->index]) {
        need_lost(add_recovery(Kind::data, index), Kind::component, replica->index);
      }
    }
  }

  static std::optional<ComponentId> replica_for(const DataKind& data) {
    if (const auto* database = std::get_if<DatabaseReplication>(&data.protection)) {
      return database->replica;
    }
    if (const auto* stream = std::get_if<ObjectStream>(&data.protection)) {
      return stream->replica;
    }
    const auto* checkpoints = std::get_if<CheckpointStream>(&data.protection);
    return checkpoints == nullptr ? std::nullopt : std::optional{checkpoints->replica};
  }

  // Whether something that stands does what the lost `component` did.
  bool is_replaced(ComponentId component) const {
    const Component& lost = plan_.components[component.index];
    const auto source = replica_of(lost).value_or(component);
    for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
      const Component& other = plan_.components[index];
      const bool is_copy = ComponentId{index} == source || replica_of(other) == source;
      const bool is_cluster = std::holds_alternative<Cluster>(lost.model) &&
                              std::holds_alternative<Cluster>(other.model);
      if (stands_[index] && (is_copy || is_cluster)) {
        return true;
      }
    }
    return std::holds_alternative<Rebuildable>(lost.model);  // judged where it is rebuilt itself
  }

  void add_rebuildables() {
    for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
      if (!std::holds_alternative<Rebuildable>(plan_.components[index].model) || stands_[index]) {
        continue;
      }
      for (const ComponentId needed : plan_.components[index].depends_on) {
        if (!stands_[needed.index] && !is_replaced(needed)) {
          need_lost(add_recovery(Kind::component, index), Kind::component, needed.index);
        }
      }
    }
  }

  void add_procedures() {
    const auto& procedures = plan_.governance.procedures;
    for (std::size_t index = 0; index < procedures.size(); ++index) {
      const auto& steps = procedures[index].steps;
      if (!procedures[index].every &&
          std::any_of(steps.begin(), steps.end(),
                      [&](const auto& step) { return step.needs == lost_; })) {
        needs_[add_recovery(Kind::procedure, index)].push_back(region_);
      }
    }
  }

  const PlanStructure& structure_;
  const Plan& plan_;
  RegionId lost_;
  std::vector<bool> stands_;
  std::vector<RecoveryLink> links_;
  std::vector<std::vector<std::uint32_t>> needs_;  // per link, what its recovery needs
  std::uint32_t region_;
};

}  // namespace

std::string name_of(const Plan& plan, const RecoveryLink& link) {
  switch (link.kind) {
    case Kind::region:
      return name_of(plan, Element{ElementKind::region, link.index});
    case Kind::control_plane:
      return name_of(plan, Element{ElementKind::control_plane, link.index});
    case Kind::component:
      return name_of(plan, Element{ElementKind::component, link.index});
    case Kind::data:
      return plan.data[link.index].name;
    case Kind::procedure:
      break;
  }
  return plan.governance.procedures[link.index].name;
}

std::vector<RecoveryCycle> recovery_cycles(const Plan& plan) {
  const PlanStructure structure{plan};
  std::vector<RecoveryCycle> all;
  for (std::uint32_t region = 0; region < plan.regions.size(); ++region) {
    auto found = RecoveryNeeds{structure, RegionId{region}}.cycles();
    all.insert(all.end(), std::make_move_iterator(found.begin()),
               std::make_move_iterator(found.end()));
  }
  return all;
}

}  // namespace firedrill
