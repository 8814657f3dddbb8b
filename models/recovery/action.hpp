// Everything that can be asked of a world, simulated or real. The first group is what runbooks may
// say; the second is what only the conductor asks. The variant is closed: a new action does not
// compile until every world can carry it out.
// Example: {"promote": {"database": "database-replica"}} in a runbook is Promote{database_replica}.
#pragma once

#include <variant>

#include "models/base/id.hpp"
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
struct AwaitFailure {
  ServiceId service;
};  // the first failed probe; value: its send time
struct AwaitRecovery {
  ServiceId service;
  Duration sustained{};
};  // value: first success of the streak
struct ReadBack {
  DataId data;
};                   // value: age of the newest recoverable state
struct ReadWork {};  // value: tokens trained so far
struct Compose {
  DutyId duty;
};  // answered when the message is written
struct Send {
  DutyId duty;
};  // answered when its audience has it

using Action = std::variant<Wait, StopTraffic, Fence, ScaleOut, Promote, UpdateDns, Verify, Notify,
                            Rebuild, Perform, Inject, AwaitAlert, Page, Decide, AwaitFailure,
                            AwaitRecovery, ReadBack, ReadWork, Compose, Send>;

}  // namespace firedrill
