// Every fault that can be injected into a real host, as a closed variant: each alternative has a
// file of its own that turns it into commands. Hosts, services and disks are names of the
// inventory.
// Example: LiveFault fault = Partition{.hosts = {"us-east-1/db-1"}, .peers = {"us-west-2/db-1"}};
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "live/charter/inventory.hpp"
#include "live/faults/bit_rot.hpp"
#include "live/faults/certificate_expired.hpp"
#include "live/faults/clock_skew.hpp"
#include "live/faults/commands.hpp"
#include "live/faults/connection_exhaustion.hpp"
#include "live/faults/cpu_exhaustion.hpp"
#include "live/faults/crash_loop.hpp"
#include "live/faults/credential_revoked.hpp"
#include "live/faults/disk_full.hpp"
#include "live/faults/disk_slow.hpp"
#include "live/faults/dns_failure.hpp"
#include "live/faults/dns_wrong_answer.hpp"
#include "live/faults/io_error.hpp"
#include "live/faults/link_flap.hpp"
#include "live/faults/memory_exhaustion.hpp"
#include "live/faults/monitoring_lost.hpp"
#include "live/faults/network_degradation.hpp"
#include "live/faults/node_loss.hpp"
#include "live/faults/node_reboot.hpp"
#include "live/faults/partition.hpp"
#include "live/faults/process_kill.hpp"
#include "live/faults/process_pause.hpp"
#include "live/faults/region_loss.hpp"
#include "live/faults/replication_slot_loss.hpp"
#include "live/faults/replication_stall.hpp"
#include "models/base/result.hpp"

namespace firedrill {

using LiveFault =
    std::variant<ProcessKill, ProcessPause, CrashLoop, NodeLoss, NodeReboot, RegionLoss, Partition,
                 NetworkDegradation, LinkFlap, DnsFailure, DnsWrongAnswer, DiskFull, DiskSlow,
                 IoError, BitRot, ReplicationStall, ReplicationSlotLoss, ClockSkew, CpuExhaustion,
                 MemoryExhaustion, ConnectionExhaustion, CredentialRevoked, CertificateExpired,
                 MonitoringLost>;

// The names of the alternatives, in their order, as charters and experiments write them.
[[nodiscard]] std::span<const std::string_view> fault_kinds();
[[nodiscard]] std::string_view kind_of(const LiveFault& fault);

// The hosts that feel it, each once: not those where its scripts run, such as who switches a host
// off, but those that users would miss. Names that the inventory does not have are left out.
[[nodiscard]] std::vector<std::string> hurt_by(const LiveFault& fault,
                                               const TargetInventory& inventory);

// Its scripts. Errors: FD5201 to FD5203, a host, service or disk that the inventory does not have
// or does not say enough of; a strength that makes no sense.
[[nodiscard]] Result<FaultCommands> commands_of(const std::string& name, const LiveFault& fault,
                                                const TargetInventory& inventory);

}  // namespace firedrill
