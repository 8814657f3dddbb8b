#include "live/drill/fault_binding.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace firedrill {
namespace {

constexpr std::array<std::string_view, std::variant_size_v<FaultModel>> kinds{
    "region_outage", "component_outage", "flapping",  "link_cut",
    "node_failure",  "data_corruption",  "intrusion", "absence"};

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
  FromInventory(const Plan& plan, const Inventory& inventory)
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
  // What goes wrong with data, who breaks in, and how a region flaps, only the binding can say;
  // that people are away is theirs to play.
  std::optional<std::vector<LiveFault>> operator()(const Flapping&) const { return std::nullopt; }
  std::optional<std::vector<LiveFault>> operator()(const DataCorruption&) const {
    return std::nullopt;
  }
  std::optional<std::vector<LiveFault>> operator()(const Intrusion&) const { return std::nullopt; }
  std::optional<std::vector<LiveFault>> operator()(const Absence&) const { return std::nullopt; }

 private:
  const Plan& plan_;
  const Inventory& inventory_;
};

}  // namespace

std::string_view kind_of(const FaultModel& model) { return kinds[model.index()]; }

Result<FaultCommands> bound_fault(const Fault& fault, const Scenario& scenario,
                                  const TargetBinding& binding, const Inventory& inventory) {
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
