// A network that still works, but badly: slower, lossier, narrower. Between two regions by the
// lab's router; of a host's interface by netem; and where the kernel has no netem, loss by nftables
// and rate by tbf. Then nothing can delay packets, and a latency is refused before anything runs.
// Example: NetworkDegradation{.host = "us-east-1/db-1", .loss = 0.01, .rate = Rate{6.25e6}}
#pragma once

#include <optional>

#include "live/faults/building.hpp"
#include "models/base/units.hpp"

namespace firedrill {

// At least one strength is set. Either `host`, for all that it sends, or both regions, for all that
// goes from one to the other.
struct NetworkDegradation {
  std::string host{};
  std::string from_region{};
  std::string to_region{};
  std::optional<Duration> latency{};  // added to each packet
  std::optional<double> loss{};       // probability a packet
  std::optional<Rate> rate{};
};

[[nodiscard]] Result<FaultParts> parts_of(const NetworkDegradation& fault,
                                          const TargetInventory& inventory);

}  // namespace firedrill
