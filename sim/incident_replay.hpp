// Replays of incidents that happened: each is simulated from its class's priors and held against
// what was published; or its outage is laid upon another plan. How far to trust the model follows
// from the first (docs/VALIDITY.md), whether a plan would have survived from the second.
// Example: const Replay replay = replay_incidents(incidents, {.seed = 1, .replications = 2'000});
#pragma once

#include <vector>

#include "models/recovery/replay.hpp"
#include "scenarios/incident.hpp"
#include "sim/monte_carlo.hpp"

namespace firedrill {

[[nodiscard]] Replay replay_incidents(const std::vector<Incident>& incidents,
                                      const SimulationOptions& options);

// `ours` with its faults replaced by each incident's outage of our primary region, for as long as
// the incident lasted. Incidents that were no outage of a region are left out.
[[nodiscard]] Survival survive_incidents(const Scenario& ours,
                                         const std::vector<Incident>& incidents,
                                         const SimulationOptions& options);

}  // namespace firedrill
