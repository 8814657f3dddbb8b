#include "live/faults/live_fault.hpp"

#include <algorithm>
#include <array>

namespace firedrill {
namespace {

// In the order of LiveFault.
constexpr std::array<std::string_view, 24> kinds{"process_kill",
                                                 "process_pause",
                                                 "crash_loop",
                                                 "node_loss",
                                                 "node_reboot",
                                                 "region_loss",
                                                 "partition",
                                                 "network_degradation",
                                                 "link_flap",
                                                 "dns_failure",
                                                 "dns_wrong_answer",
                                                 "disk_full",
                                                 "disk_slow",
                                                 "io_error",
                                                 "bit_rot",
                                                 "replication_stall",
                                                 "replication_slot_loss",
                                                 "clock_skew",
                                                 "cpu_exhaustion",
                                                 "memory_exhaustion",
                                                 "connection_exhaustion",
                                                 "credential_revoked",
                                                 "certificate_expired",
                                                 "monitoring_lost"};
static_assert(kinds.size() == std::variant_size_v<LiveFault>);

using Names = std::vector<std::string>;

Names in_region(const TargetInventory& inventory, const std::string& region) {
  Names names;
  for (const Host* const host : inventory.hosts_in(region)) {
    names.push_back(host->name);
  }
  return names;
}

// Faults of one service, of one host; the rest says for itself.
template <class Fault>
Names hosts_of(const Fault& fault, const TargetInventory& /*inventory*/) {
  if constexpr (requires { fault.on.host; }) {
    return {fault.on.host};
  } else {
    return {fault.host};
  }
}

Names hosts_of(const RegionLoss& fault, const TargetInventory& inventory) {
  return in_region(inventory, fault.region);
}

// Both sides miss the other.
Names hosts_of(const Partition& fault, const TargetInventory& /*inventory*/) {
  Names names = fault.hosts;
  names.insert(names.end(), fault.peers.begin(), fault.peers.end());
  return names;
}

Names hosts_of(const NetworkDegradation& fault, const TargetInventory& inventory) {
  if (!fault.host.empty()) {
    return {fault.host};
  }
  Names names = in_region(inventory, fault.from_region);
  const Names others = in_region(inventory, fault.to_region);
  names.insert(names.end(), others.begin(), others.end());
  return names;
}

}  // namespace

std::span<const std::string_view> fault_kinds() { return kinds; }

std::string_view kind_of(const LiveFault& fault) { return kinds[fault.index()]; }

std::vector<std::string> hurt_by(const LiveFault& fault, const TargetInventory& inventory) {
  Names names = std::visit([&](const auto& one) { return hosts_of(one, inventory); }, fault);
  std::erase_if(names, [&](const std::string& name) { return inventory.host(name) == nullptr; });
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Result<FaultCommands> commands_of(const std::string& name, const LiveFault& fault,
                                  const TargetInventory& inventory) {
  const Result<FaultParts> parts =
      std::visit([&](const auto& one) { return parts_of(one, inventory); }, fault);
  if (!parts) {
    return parts.error();
  }
  FaultCommands commands{name, *parts, {std::string{kind_of(fault)}, hurt_by(fault, inventory)}};
  for (FaultPart& part : commands.parts) {
    part.kind = kind_of(fault);
  }
  return commands;
}

}  // namespace firedrill
