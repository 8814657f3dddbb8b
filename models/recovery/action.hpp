// Everything that can be asked of a world, simulated or real. The first group is what runbooks may
// say; the second is what only the conductor asks. The variant is closed: a new action does not
// compile until every world can carry it out.
// Example: {"promote": {"database": "database-replica"}} in a runbook is Promote{database_replica}.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <variant>
#include <vector>

#include "models/base/id.hpp"
#include "models/base/units.hpp"
#include "models/chance/distribution.hpp"

namespace firedrill {

// How a DNS answer is switched: by editing the record through the provider's control plane, or by a
// routing control on its data plane, which has no region to lose.
enum class DnsSwitch { record_edit, routing_control };

// --- what a runbook may say ---
struct Wait {
  Distribution length;
};  // [s]
struct StopTraffic {
  RegionId region;
  Distribution length;
};  // [s]; needs its control plane
struct Fence {
  ComponentId database;
  Distribution length;
};  // [s] until its write lease is gone
struct ScaleOut {
  ComponentId cluster;
  int nodes = 0;
};  // until that many are ready
struct Promote {
  ComponentId database;
};
struct UpdateDns {
  ComponentId zone;
  RegionId target;
  DnsSwitch by = DnsSwitch::record_edit;
};
struct Verify {
  ServiceId service;
  RegionId region;
  Distribution length;
};  // [s]; one check, past the DNS
struct Notify {
  SeverityId rule;
  Distribution length;
};  // [s] to send
struct Rebuild {
  ComponentId component;
};
struct Perform {
  Distribution length;
  double failure_probability = 0.0;
};  // any other work [s]

// Makes an old primary a copy of whoever took over from it: without it, giving it back its place
// loses what was written in between.
struct Resync {
  ComponentId database;
  Distribution length;
};  // [s]
// Gives an old primary back its place as the one that takes writes.
struct FailBack {
  ComponentId database;
  Distribution length;
};  // [s]
// Spreads the training job over the nodes that are left.
struct Redistribute {
  ComponentId cluster;
  Distribution length;
};  // [s] until it restarts
// Stops services deliberately: nothing reads or writes what may be corrupted or watched.
struct Isolate {
  std::vector<ServiceId> services;
  Distribution length;
};  // [s]
struct Release {
  std::vector<ServiceId> services;
  Distribution length;
};  // [s]
// Finds out since when data is wrong; a restore then need not guess how far to go back. With
// `scan_rate` all that is wrong is read once, beside `length`.
struct Assess {
  Distribution length;  // [s] whatever the size
  std::optional<Rate> scan_rate{};
};
// Brings data back from the newest copy that holds what is right: restored, validated for
// `validation_length`, and, if that finds it wrong (with probability `coverage`) or the copy cannot
// be read, again from an older one. With `into`, into databases that have been created there for
// it: data that is left nowhere else comes from its archive.
struct Restore {
  std::vector<DataId> data;
  Distribution validation_length;  // [s] a copy
  double coverage = 1.0;
  std::optional<RegionId> into{};  // must stand; none: where the data was
  bool of_today = false;           // only a copy that was begun since midnight is asked for
};
struct PreserveEvidence {
  Distribution length;
};  // [s]; fails once anything has been restored over it
struct RotateSecrets {
  Distribution length;
};  // [s]
// Creates from code what is missing of it, in a region that stands and through its control plane.
struct Recreate {
  ComponentId infrastructure;
};

// --- what the conductor asks ---
struct Inject {
  FaultId fault;
};                     // answered when it has been injected
struct AwaitAlert {};  // answered by the first monitor that sees a fault
struct Page {
  RoleId role;
};  // answered when somebody has acknowledged
struct Decide {
  RoleId role;
};  // answered when the decision is made
struct HandOver {
  RoleId role;
};  // answered when the next shift knows what the last one knew
struct AwaitFailure {
  ServiceId service;
};  // the first failed probe; value: its send time
struct AwaitRecovery {
  ServiceId service;
  Duration sustained{};
};  // value: first success of the streak
struct ReadBack {
  DataId data;
};  // value: age of the newest recoverable state
struct ReadCopies {
  DataId data;
};  // value: copies restored until one passed; failed: the data is still wrong
struct ReadDiscarded {
  DataId data;
};  // value: for how long what was written has been thrown away with what was wrong
inline constexpr auto all_tokens = std::numeric_limits<std::int64_t>::max();
struct ReadClock {};     // value: time since Monday's midnight, where people have working hours
struct ReadWork {};      // value: tokens trained so far
struct ReadLostWork {};  // value: of these, those that no checkpoint kept, or all_tokens
struct Compose {
  DutyId duty;
};  // answered when the message is written
struct Send {
  DutyId duty;
};  // answered when its audience has it

using Action =
    std::variant<Wait, StopTraffic, Fence, ScaleOut, Promote, UpdateDns, Verify, Notify, Rebuild,
                 Perform, Resync, FailBack, Redistribute, Isolate, Release, Assess, Restore,
                 PreserveEvidence, RotateSecrets, Recreate, Inject, AwaitAlert, Page, Decide,
                 HandOver, AwaitFailure, AwaitRecovery, ReadBack, ReadCopies, ReadDiscarded,
                 ReadClock, ReadWork, ReadLostWork, Compose, Send>;

}  // namespace firedrill
