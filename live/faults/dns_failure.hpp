// A host's questions to the DNS get no answer: they go out, and what comes back is dropped, so that
// programs wait for their time-outs as they do when a name server is gone.
// Example: DnsFailure{"us-east-1/web-1"}
#pragma once

#include "live/faults/building.hpp"

namespace firedrill {

struct DnsFailure {
  std::string host;
};

[[nodiscard]] Result<FaultParts> parts_of(const DnsFailure& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
