#include "live/faults/of_scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace firedrill {
namespace {

// What a drill does where a scenario only says that something stops.
constexpr std::string_view usual_breakage = "node_loss";
constexpr std::int64_t rotten_offset =
    8192 * 4 + 4000;  // within a page's rows, past the first pages
constexpr std::int64_t held_connections = 90;
constexpr Duration slow_sync = std::chrono::milliseconds{200};
constexpr Duration skew = std::chrono::minutes{10};
constexpr Duration crash_interval = std::chrono::seconds{2};
constexpr Duration reboot_time = std::chrono::seconds{30};
constexpr Bytes held_memory{1'000'000'000};

class Translator {
 public:
  Translator(const Scenario& scenario, const Inventory& inventory)
      : plan_{scenario.plan}, inventory_{inventory} {}

  Result<std::vector<LiveFault>> translate(const Fault& fault) {
    std::visit([&](const auto& model) { add(model); }, fault.model);
    if (!problems_.empty()) {
      return problems_;
    }
    return faults_;
  }

 private:
  void add(const RegionOutage& outage) { faults_.emplace_back(RegionLoss{region(outage.region)}); }
  void add(const ComponentOutage& outage);
  void add(const Flapping& flapping);
  void add(const LinkCut& cut);
  void add(const NodeFailure& failure);
  void add(const DataCorruption& corruption) { rot(corruption.data); }
  void add(const Intrusion& intrusion) { rot(intrusion.tampered); }
  void add(const Absence& /*absence*/) {}  // whoever plays those roles does not answer
  void add(const LinkDegradation& link);
  void add(const ReplicaStall& stall);

  void rot(const std::vector<DataId>& data);
  void break_host(const Host& host, std::string_view by);
  void break_service(const ServiceOn& on, std::string_view by);
  [[nodiscard]] const std::string& region(RegionId id) const {
    return plan_.regions[id.index].name;
  }
  [[nodiscard]] std::vector<const Host*> hosts_of(ComponentId id);
  void nothing_for(const std::string& what, const std::string& suggestion);

  const Plan& plan_;
  const Inventory& inventory_;
  std::vector<LiveFault> faults_;
  Diagnostics problems_;
};

void Translator::nothing_for(const std::string& what, const std::string& suggestion) {
  Diagnostic problem;
  problem.code = "FD5204";
  problem.message = fmt::format("the inventory {} has no {}", inventory_.name, what);
  problem.suggestion = suggestion;
  problems_.push_back(std::move(problem));
}

std::vector<const Host*> Translator::hosts_of(ComponentId id) {
  const std::string& name = plan_.components[id.index].name;
  std::vector<const Host*> found;
  for (const Host& host : inventory_.hosts) {
    if (host.component == name) {
      found.push_back(&host);
    }
  }
  if (found.empty()) {
    nothing_for(fmt::format("host that is the plan's {}", name),
                fmt::format("give its hosts \"component\": \"{}\"", name));
  }
  return found;
}

void Translator::break_service(const ServiceOn& on, std::string_view by) {
  if (by == "process_kill") {
    faults_.emplace_back(ProcessKill{on});
  } else if (by == "process_pause") {
    faults_.emplace_back(ProcessPause{on});
  } else if (by == "crash_loop") {
    faults_.emplace_back(CrashLoop{on, crash_interval});
  } else if (by == "disk_slow") {
    faults_.emplace_back(DiskSlow{on, slow_sync});
  } else if (by == "io_error") {
    faults_.emplace_back(IoError{on});
  } else if (by == "clock_skew") {
    faults_.emplace_back(ClockSkew{on, skew});
  } else if (by == "connection_exhaustion") {
    faults_.emplace_back(ConnectionExhaustion{on, held_connections});
  } else if (by == "certificate_expired") {
    faults_.emplace_back(CertificateExpired{on});
  } else {
    nothing_for(fmt::format("way to do {} to {}", by, on.host),
                "write another \"by\" in the scenario");
  }
}

void Translator::break_host(const Host& host, std::string_view by) {
  if (by == "node_loss") {
    faults_.emplace_back(NodeLoss{host.name});
  } else if (by == "node_reboot") {
    faults_.emplace_back(NodeReboot{host.name, reboot_time});
  } else if (by == "dns_failure") {
    faults_.emplace_back(DnsFailure{host.name});
  } else if (by == "cpu_exhaustion") {
    faults_.emplace_back(CpuExhaustion{host.name, 1.0});
  } else if (by == "memory_exhaustion") {
    faults_.emplace_back(MemoryExhaustion{host.name, held_memory});
  } else if (by == "monitoring_lost") {
    faults_.emplace_back(MonitoringLost{host.name});
  } else if (by == "disk_full") {
    for (const HostDisk& disk : host.disks) {
      faults_.emplace_back(DiskFull{host.name, disk.name});
    }
  } else {
    for (const HostService& service : host.services) {
      break_service({host.name, service.name}, by);
    }
  }
}

void Translator::add(const ComponentOutage& outage) {
  for (const ComponentId component : outage.components) {
    for (const Host* const host : hosts_of(component)) {
      break_host(*host, outage.by.empty() ? usual_breakage : std::string_view{outage.by});
    }
  }
}

void Translator::add(const Flapping& flapping) {
  const Duration down = from_seconds(mean(flapping.down));
  const Duration up = from_seconds(mean(flapping.up));
  for (const Host* const host : inventory_.hosts_in(region(flapping.region))) {
    faults_.emplace_back(LinkFlap{host->name, down, up});
  }
  if (faults_.empty()) {
    nothing_for("host in " + region(flapping.region), "list its hosts");
  }
}

// One way, as the plan's replication goes.
void Translator::add(const LinkCut& cut) {
  Partition partition;
  for (const Host* const host : inventory_.hosts_in(region(cut.from))) {
    partition.hosts.push_back(host->name);
  }
  for (const Host* const host : inventory_.hosts_in(region(cut.to))) {
    partition.peers.push_back(host->name);
  }
  if (partition.hosts.empty() || partition.peers.empty()) {
    nothing_for(fmt::format("host in {} or in {}", region(cut.from), region(cut.to)),
                "list their hosts");
    return;
  }
  partition.direction = CutDirection::outgoing;
  faults_.emplace_back(std::move(partition));
}

void Translator::add(const NodeFailure& failure) {
  const std::vector<const Host*> hosts = hosts_of(failure.cluster);
  const auto count = static_cast<std::size_t>(failure.nodes);
  if (!hosts.empty() && hosts.size() < count) {
    nothing_for(fmt::format("{} hosts of that cluster", failure.nodes), "list them all");
    return;
  }
  for (std::size_t index = 0; index < std::min(count, hosts.size()); ++index) {
    faults_.emplace_back(NodeLoss{hosts[index]->name});
  }
}

// A bit of the first relation of the database that holds the data; other data has no file that an
// inventory would know.
void Translator::rot(const std::vector<DataId>& data) {
  for (const DataId id : data) {
    const DataKind& kind = plan_.data[id.index];
    const auto* replication = std::get_if<DatabaseReplication>(&kind.protection);
    const auto* replica =
        replication == nullptr
            ? nullptr
            : std::get_if<Database>(&plan_.components[replication->replica.index].model);
    if (replica == nullptr || !replica->replica_of) {
      nothing_for(fmt::format("file that holds {}", kind.name),
                  "break it by an experiment with a \"bit_rot\" of its own");
      continue;
    }
    for (const Host* const host : hosts_of(*replica->replica_of)) {
      for (const HostService& service : host->services) {
        if (service.sql && !service.relation.empty()) {
          faults_.emplace_back(BitRot{.in = RotIn::database_page,
                                      .host = host->name,
                                      .service = service.name,
                                      .relation = service.relation,
                                      .offset = rotten_offset});
        }
      }
    }
  }
}

void Translator::add(const LinkDegradation& link) {
  NetworkDegradation fault;
  fault.from_region = region(link.from);
  fault.to_region = region(link.to);
  if (link.latency > Duration::zero()) {
    fault.latency = link.latency;
  }
  if (link.loss > 0.0) {
    fault.loss = link.loss;
  }
  fault.rate = link.rate;
  faults_.emplace_back(fault);
}

void Translator::add(const ReplicaStall& stall) {
  const auto* database = std::get_if<Database>(&plan_.components[stall.replica.index].model);
  if (database == nullptr) {
    nothing_for("way to stall an object store's replication", "cut its network instead");
    return;
  }
  for (const Host* const host : hosts_of(stall.replica)) {
    for (const HostService& service : host->services) {
      if (!service.sql) {
        continue;
      }
      if (!stall.by_slot_loss) {
        faults_.emplace_back(ReplicationStall{{host->name, service.name}});
      } else if (database->replica_of && !service.slot.empty()) {
        for (const Host* const primary : hosts_of(*database->replica_of)) {
          faults_.emplace_back(ReplicationSlotLoss{{primary->name, service.name}, service.slot});
        }
      } else {
        nothing_for("slot of " + host->name, "give its service \"slot\"");
      }
    }
  }
}

}  // namespace

Result<std::vector<LiveFault>> live_faults_of(const Scenario& scenario, FaultId fault,
                                              const Inventory& inventory) {
  return Translator{scenario, inventory}.translate(scenario.faults[fault.index]);
}

}  // namespace firedrill
