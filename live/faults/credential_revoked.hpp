// A role of a database may no longer log in, and its sessions end: what a rotated or revoked secret
// does to whoever still uses the old one.
// Example: CredentialRevoked{{"us-east-1/db-1", "postgres"}, "application"}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct CredentialRevoked {
  ServiceOn on;
  std::string role;
};

[[nodiscard]] Result<FaultParts> parts_of(const CredentialRevoked& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
