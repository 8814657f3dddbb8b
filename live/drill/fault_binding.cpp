#include "live/drill/fault_binding.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace firedrill {
namespace {

constexpr std::array<std::string_view, std::variant_size_v<FaultModel>> kinds{
    "region_outage",   "component_outage", "flapping", "link_cut",         "node_failure",
    "data_corruption", "intrusion",        "absence",  "link_degradation", "replica_stall"};

Diagnostics unknown(const Fault& fault, const std::string& why) {
  return {Diagnostic{"FD6202",
                     Severity::error,
                     {},
                     fmt::format("fault {}: {}", fault.name, why),
                     "say in the binding, under \"faults\", what it is on this target",
                     {}}};
}

// What follows from the inventory alone; none where only the binding can say.
class FromInventory {
 public:
  FromInventory(const Plan& plan, const TargetInventory& inventory)
      : plan_{plan}, inventory_{inventory} {}

  std::optional<std::vector<LiveFault>> operator()(const RegionOutage& outage) const {
    return {{RegionLoss{plan_.regions[outage.region.index].name}}};
  }
  std::optional<std::vector<LiveFault>> operator()(const ComponentOutage& outage) const {
    std::vector<LiveFault> faults;
    for (const ComponentId component : outage.components) {
      const std::string& name = plan_.components[component.index].name;
      const std::size_t before = faults.size();
      for (const Host& host : inventory_.hosts) {
        if (host.component == name) {
          faults.emplace_back(NodeLoss{host.name});
        }
      }
      if (faults.size() == before) {
        return std::nullopt;
      }
    }
    return faults;
  }
  std::optional<std::vector<LiveFault>> operator()(const LinkCut& cut) const {
    Partition partition{.hosts = {}, .peers = {}, .direction = CutDirection::outgoing, .ports = {}};
    for (const Host* host : inventory_.hosts_in(plan_.regions[cut.from.index].name)) {
      partition.hosts.push_back(host->name);
    }
    for (const Host* host : inventory_.hosts_in(plan_.regions[cut.to.index].name)) {
      partition.peers.push_back(host->name);
    }
    return {{partition}};
  }
  std::optional<std::vector<LiveFault>> operator()(const NodeFailure& failure) const {
    std::vector<LiveFault> faults;
    for (const Host& host : inventory_.hosts) {
      const bool is_wanted = static_cast<int>(faults.size()) < failure.nodes &&
                             host.component == plan_.components[failure.cluster.index].name;
      if (is_wanted) {
        faults.emplace_back(NodeLoss{host.name});
      }
    }
    return static_cast<int>(faults.size()) == failure.nodes ? std::optional{faults} : std::nullopt;
  }
  std::optional<std::vector<LiveFault>> operator()(const LinkDegradation& link) const {
    NetworkDegradation fault;
    fault.from_region = plan_.regions[link.from.index].name;
    fault.to_region = plan_.regions[link.to.index].name;
    if (link.latency > Duration::zero()) {
      fault.latency = link.latency;
    }
    if (link.loss > 0.0) {
      fault.loss = link.loss;
    }
    fault.rate = link.rate;
    return {{fault}};
  }
  std::optional<std::vector<LiveFault>> operator()(const ReplicaStall& stall) const {
    const auto* database = std::get_if<Database>(&plan_.components[stall.replica.index].model);
    std::vector<LiveFault> faults;
    for (const auto& [host, service] : databases_of(stall.replica)) {
      if (!stall.by_slot_loss) {
        faults.emplace_back(ReplicationStall{{host->name, service->name}});
      } else if (database != nullptr && database->replica_of && !service->slot.empty()) {
        for (const auto& [other, primary] : databases_of(*database->replica_of)) {
          faults.emplace_back(ReplicationSlotLoss{{other->name, primary->name}, service->slot});
        }
      }
    }
    return faults.empty() ? std::nullopt : std::optional{faults};
  }
  // What goes wrong with data, who breaks in, and how a region flaps, only the binding can say;
  // that people are away is theirs to play.
  std::optional<std::vector<LiveFault>> operator()(const Flapping&) const { return std::nullopt; }
  std::optional<std::vector<LiveFault>> operator()(const DataCorruption&) const {
    return std::nullopt;
  }
  std::optional<std::vector<LiveFault>> operator()(const Intrusion&) const { return std::nullopt; }
  std::optional<std::vector<LiveFault>> operator()(const Absence&) const { return std::nullopt; }

 private:
  // The services with SQL access of the hosts that are the plan's component.
  std::vector<std::pair<const Host*, const HostService*>> databases_of(ComponentId id) const {
    std::vector<std::pair<const Host*, const HostService*>> found;
    for (const Host& host : inventory_.hosts) {
      for (const HostService& service : host.services) {
        if (host.component == plan_.components[id.index].name && service.sql) {
          found.emplace_back(&host, &service);
        }
      }
    }
    return found;
  }

  const Plan& plan_;
  const TargetInventory& inventory_;
};

}  // namespace

std::vector<std::string_view> bound_fault_kinds() {
  const auto own = fault_kinds();
  std::vector<std::string_view> all{own.begin(), own.end()};
  all.insert(all.end(), {"data_corruption", "intrusion"});
  return all;
}

std::string_view kind_of(const FaultModel& model) { return kinds[model.index()]; }

Result<FaultCommands> bound_fault(const Fault& fault, const Scenario& scenario,
                                  const TargetBinding& binding, const TargetInventory& inventory) {
  const auto bound = binding.faults.find(fault.name);
  if (bound != binding.faults.end()) {
    FaultCommands commands{fault.name, bound->second, {}};
    for (const FaultPart& part : commands.parts) {
      commands.hurts.kind = part.kind;
      commands.hurts.hosts.push_back(part.host);
    }
    return commands;
  }
  const auto live = std::visit(FromInventory{scenario.plan, inventory}, fault.model);
  if (!live) {
    return unknown(fault, fmt::format("nothing says what {} is here", kind_of(fault.model)));
  }
  FaultCommands all{fault.name, {}, {}};
  for (const LiveFault& one : *live) {
    const Result<FaultCommands> commands = commands_of(fault.name, one, inventory);
    if (!commands) {
      return commands.error();
    }
    all.parts.insert(all.parts.end(), commands->parts.begin(), commands->parts.end());
    all.hurts.kind = commands->hurts.kind;
    all.hurts.hosts.insert(all.hurts.hosts.end(), commands->hurts.hosts.begin(),
                           commands->hurts.hosts.end());
  }
  return all;
}

}  // namespace firedrill
