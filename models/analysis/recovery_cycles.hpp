// Recoveries that need what they are to replace: the backup that stands in the region that is lost,
// the control plane there that would lead clients away. Such a cycle is broken only by the return
// of what was lost.
// Example: {us-east-1, dns, control plane of us-east-1}: the failover needs the route switched, the
// switch needs the control plane, and that is lost with the region
#pragma once

#include <string>
#include <vector>

#include "models/plan/plan.hpp"

namespace firedrill {

// `what` needs the next link's `what` to be recovered; the last link needs the first.
struct RecoveryLink {
  enum class Kind { region, control_plane, component, data, procedure };
  Kind kind = Kind::region;
  std::uint32_t index = 0;  // in the plan's list of that kind (control planes: of regions)
};

struct RecoveryCycle {
  RegionId lost{};
  std::vector<RecoveryLink> links;  // begins with the region
};

[[nodiscard]] std::string name_of(const Plan& plan, const RecoveryLink& link);

// All cycles, region by region, of: routes that lead to the region and are edited through its
// control plane; databases whose every replica falls with it; data written there whose copies do;
// what is rebuilt with the help of something that falls with it and has no replacement elsewhere;
// and recovery procedures (those without a schedule) with a step that needs it.
[[nodiscard]] std::vector<RecoveryCycle> recovery_cycles(const Plan& plan);

}  // namespace firedrill
