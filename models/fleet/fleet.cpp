#include "models/fleet/fleet.hpp"

#include "models/base/check.hpp"

namespace firedrill {
namespace {

// A repaired source keeps its rate, so rates average over sources; a replaced one draws anew at
// each life, so lives do.
double source_rate(const FailureCause& cause) {
  const double life = mean(cause.time_between_failures);
  const auto& [share, factor] = cause.lemons;
  if (std::holds_alternative<Repair>(cause.restoration)) {
    return (1.0 - share + share * factor) / life;
  }
  return 1.0 / (life * (1.0 - share + share / factor));
}

}  // namespace

std::uint32_t source_count(const FailureCause& cause, int nodes) {
  firedrill_assert(nodes > 0 && cause.nodes >= 0);
  return cause.nodes == 0 ? 1 : static_cast<std::uint32_t>((nodes - 1) / cause.nodes + 1);
}

double failure_rate(const Fleet& fleet, int nodes) {
  double rate = 0.0;
  for (const FailureCause& cause : fleet.causes) {
    rate += source_count(cause, nodes) * source_rate(cause);
  }
  return rate;
}

}  // namespace firedrill
