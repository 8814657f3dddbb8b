// Dense integer identities: an index into the plan's vector of that kind, and of no other kind.
// Names exist only at the edges (files, output); inside, everything is an index.
// Example: plan.regions[component.region->index].name
#pragma once

#include <compare>
#include <cstdint>

namespace firedrill {

template <class Kind>
struct Id {
  std::uint32_t index = 0;
  // clang-tidy 14 takes the rewritten `<` for a null pointer: NOLINTNEXTLINE(modernize-use-nullptr)
  auto operator<=>(const Id&) const = default;
};

using RegionId = Id<struct Region>;
using ComponentId = Id<struct Component>;
using ServiceId = Id<struct Service>;
using DataId = Id<struct DataKind>;
using RoleId = Id<struct Role>;
using StepId = Id<struct Step>;
using FaultId = Id<struct Fault>;
using DutyId = Id<struct Duty>;
using SeverityId = Id<struct NotificationRule>;

}  // namespace firedrill
