// Every fault that can be injected into a real host, as a closed variant: each alternative has a
// file of its own that turns it into commands. Hosts, services and disks are names of the inventory.
// Example: LiveFault fault = Partition{.hosts = {"us-east-1/db-1"}, .peers = {"us-west-2/db-1"}};
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "live/charter/inventory.hpp"
#include "live/faults/commands.hpp"
#include "models/base/result.hpp"
#include "models/base/units.hpp"

namespace firedrill {

// A service of a host.
struct ServiceOn {
  std::string host;
  std::string service;
};

struct ProcessKill {
  ServiceOn on;
};  // SIGKILL; started again by the healing
struct ProcessPause {
  ServiceOn on;
};  // SIGSTOP
struct CrashLoop {
  ServiceOn on;
  Duration every{};
};  // killed again and again
struct NodeLoss {
  std::string host;
};  // no process and no packet
struct NodeReboot {
  std::string host;
  Duration off{};
};
struct RegionLoss {
  std::string region;
};  // all its hosts at once

enum class CutDirection { both, incoming, outgoing };  // as seen by `hosts`
struct Partition {
  std::vector<std::string> hosts;
  std::vector<std::string> peers;  // hosts
  CutDirection direction = CutDirection::both;
  std::vector<int> ports{};  // of services of either side; none: all
};
// At least one is set. `rate` and `loss` hold for what the host sends, `latency` for each packet it
// sends; `peer_region` limits it to what goes to that region.
struct NetworkDegradation {
  std::string host;
  std::optional<Duration> latency{};
  std::optional<double> loss{};  // probability a packet
  std::optional<Rate> rate{};
  std::string from_region{};  // with the router: region to region
  std::string peer_region{};
};
struct LinkFlap {
  std::string host;
  Duration down{};
  Duration up{};
};

struct DnsFailure {
  std::string host;
};  // its questions get no answer
struct DnsWrongAnswer {
  std::string host;
  std::string name;
  std::string address;
};

struct DiskFull {
  std::string host;
  std::string disk;
};
struct DiskSlow {
  ServiceOn on;
  Duration delay{};
};  // each fsync takes so much longer
struct IoError {
  ServiceOn on;
};  // each fsync fails with EIO

enum class RotIn { database_page, object, backup };
struct BitRot {  // one bit of one byte, in place
  RotIn in = RotIn::database_page;
  std::string host;
  std::string file;
  std::int64_t offset = 0;  // bytes
};

struct ReplicationStall {
  ServiceOn on;
};  // of a standby: WAL arrives, is not replayed
struct ReplicationSlotLoss {
  ServiceOn on;
  std::string slot;
};
struct ClockSkew {
  ServiceOn on;
  Duration offset{};
};
struct CpuExhaustion {
  std::string host;
  double share = 1.0;
};  // of its processors taken
struct MemoryExhaustion {
  std::string host;
  Bytes amount{};
};  // taken
struct ConnectionExhaustion {
  ServiceOn on;
  std::int64_t connections = 0;
};
struct CredentialRevoked {
  ServiceOn on;
  std::string role;
};
struct CertificateExpired {
  ServiceOn on;
};
struct MonitoringLost {
  std::string host;
};  // all its monitoring services pause

using LiveFault =
    std::variant<ProcessKill, ProcessPause, CrashLoop, NodeLoss, NodeReboot, RegionLoss, Partition,
                 NetworkDegradation, LinkFlap, DnsFailure, DnsWrongAnswer, DiskFull, DiskSlow,
                 IoError, BitRot, ReplicationStall, ReplicationSlotLoss, ClockSkew, CpuExhaustion,
                 MemoryExhaustion, ConnectionExhaustion, CredentialRevoked, CertificateExpired,
                 MonitoringLost>;

// The names of the alternatives, in their order, as charters and experiments write them.
[[nodiscard]] std::span<const std::string_view> fault_kinds();
[[nodiscard]] std::string_view kind_of(const LiveFault& fault);

// The hosts that feel it.
[[nodiscard]] std::vector<std::string> hurt_by(const LiveFault& fault, const Inventory& inventory);

// Its scripts. Errors: FD52xx, a host, service or disk that the inventory does not have or that
// lacks what the fault needs to know of it; a strength that makes no sense.
[[nodiscard]] Result<FaultCommands> commands_of(const std::string& name, const LiveFault& fault,
                                                const Inventory& inventory);

}  // namespace firedrill
