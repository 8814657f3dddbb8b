// Somebody holds a service's connections: so many are opened from the host itself and kept. Of an
// SQL server they are sessions, which count against its limit; of others TCP connections.
// Example: ConnectionExhaustion{{"us-east-1/db-1", "postgres"}, 90}
#pragma once

#include <cstdint>

#include "live/faults/building.hpp"

namespace firedrill {

struct ConnectionExhaustion {
  ServiceOn on;
  std::int64_t connections = 0;  // 1 to 1000
};

[[nodiscard]] Result<FaultParts> parts_of(const ConnectionExhaustion& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
