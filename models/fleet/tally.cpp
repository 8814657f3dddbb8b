#include "models/fleet/tally.hpp"

namespace firedrill {

double effective_training_ratio(const FleetTally& tally) {
  return to_seconds(tally.useful) / to_seconds(total_time(tally));
}

double goodput(const FleetTally& tally) { return tally.work / to_seconds(total_time(tally)); }

Duration mean_time_between_interruptions(const FleetTally& tally) {
  if (tally.interruptions == 0) {
    return never;
  }
  const Duration exposed = tally.useful + tally.lost + tally.checkpointing + tally.restarting;
  return exposed / static_cast<std::int64_t>(tally.interruptions);
}

Duration total_time(const FleetTally& tally) {
  return tally.useful + tally.lost + tally.checkpointing + tally.detecting + tally.waiting +
         tally.restarting;
}

}  // namespace firedrill
