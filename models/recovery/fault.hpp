// What breaks, where, when and for how long. The variant holds what the simulator can do today;
// the conductor never looks inside, only the world that is told to inject it.
// Example: Fault{"loss of us-east-1", Constant{600.0}, {}, RegionOutage{.region = primary, ...}}
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/base/id.hpp"
#include "models/base/units.hpp"
#include "models/chance/distribution.hpp"

namespace firedrill {

// Everything in a region stops answering at once and comes back after `length`. With
// `control_plane_loss` the region's control planes (launch, promote, DNS edits served from there)
// are lost too, for `control_plane_length`.
struct RegionOutage {
  RegionId region{};
  Distribution length;                // [s]
  double control_plane_loss = 1.0;    // probability
  Distribution control_plane_length;  // [s]
};

// Single components stop, and with them all that depends on them; the rest of their region goes on
// (a partial outage). They come back after `length`: as they were, but for the data that is
// destroyed with them.
// What stops them (`by`, as "process_kill") says how a drill does it; it is simulated alike.
struct ComponentOutage {
  std::vector<ComponentId> components;
  std::vector<DataId> destroys;
  Distribution length;  // [s]
  std::string by{};     // "": whatever stops all of it
};

// A region that goes and comes: down for `down`, up for `up`, and so on, `times` times down. Its
// control planes stay.
struct Flapping {
  RegionId region{};
  Distribution down;  // [s] each time
  Distribution up;    // [s] each time
  int times = 1;
};

// Nothing is replicated from one region to another; what is written meanwhile waits at its source
// and has to be caught up with when the link is back.
struct LinkCut {
  RegionId from{};
  RegionId to{};
  Distribution length;  // [s]
};

// A network between two regions that still works, but badly. What is replicated over it arrives
// `latency` later, and falls behind where more is written than the link now carries: `rate` at the
// most, and of a path that loses packets what TCP makes of it.
struct LinkDegradation {
  RegionId from{};
  RegionId to{};
  Duration latency{};          // added, one way
  double loss = 0.0;           // probability a packet
  std::optional<Rate> rate{};  // none: as before
  Duration round_trip{};       // of the path without the fault; asked for where packets are lost
  std::int64_t streams = 1;    // that a replica is copied with
  Distribution length;         // [s]
};

// A replica stands still: it replays nothing, or its slot is gone on the primary, and has to catch
// up afterwards. Nothing else is harmed.
struct ReplicaStall {
  ComponentId replica{};
  bool by_slot_loss = false;  // how a drill does it; simulated alike
  Distribution length;        // [s]
};

// Nodes of a cluster break; replacements have to be started. A training job on them stops.
struct NodeFailure {
  ComponentId cluster{};
  int nodes = 1;
};

// Data goes wrong without anybody noticing: replication carries it to every replica at once, and
// copies that start from now on hold it. What no validation finds, users notice.
struct DataCorruption {
  std::vector<DataId> data;
  Distribution noticed;          // [s] until users do
  std::vector<ServiceId> fails;  // while any of it is wrong: what it holds is gone, or probes know
};

// Somebody breaks in and stays unseen. Whatever was tampered with is as corrupted data; and until
// the secrets are rotated the intruder can come back.
struct Intrusion {
  std::vector<DataId> tampered;
  Distribution dwell;  // [s] until intrusion detection raises the alarm
};

// Nobody of these roles answers a page; what those who had answered before were at, another has to
// be paged for.
struct Absence {
  std::vector<RoleId> roles;
  Distribution length;  // [s]
};

using FaultModel = std::variant<RegionOutage, ComponentOutage, Flapping, LinkCut, NodeFailure,
                                DataCorruption, Intrusion, Absence, LinkDegradation, ReplicaStall>;

// Nothing a user sees stops when it begins: recovery time runs from the moment something does.
[[nodiscard]] inline bool is_silent(const FaultModel& model) {
  const auto* const corruption = std::get_if<DataCorruption>(&model);
  return (corruption != nullptr && corruption->fails.empty()) ||
         std::holds_alternative<Intrusion>(model) || std::holds_alternative<LinkCut>(model) ||
         std::holds_alternative<Absence>(model) || std::holds_alternative<LinkDegradation>(model) ||
         std::holds_alternative<ReplicaStall>(model);
}

// What a network carries of one copy from region to region, by Mathis, Semke, Mahdavi and Ott, "The
// macroscopic behavior of the TCP congestion avoidance algorithm" (1997): streams x MSS / RTT x
// sqrt(3/2 / loss), with segments of 1448 bytes; no more than the fault's rate. None: any amount.
[[nodiscard]] std::optional<Rate> carried(const LinkDegradation& network);

// It makes worse what comes with it, but is nothing to recover from.
[[nodiscard]] constexpr bool is_circumstance(const FaultModel& model) {
  return std::holds_alternative<Absence>(model);
}

// What a fault waits for before its time begins to run.
using FaultTrigger = std::variant<std::monostate, FaultId, StepId>;

struct Fault {
  std::string name;
  Distribution at;     // [s] after the start of the run, or after its trigger
  FaultTrigger after;  // the beginning of another fault or of a step of the runbook; none
  FaultModel model;
  int times = 1;         // how often in all; the further times are faults of their own
  Distribution every{};  // [s] from one beginning to the next
};

}  // namespace firedrill
