// How likely a recovery misses a promise, however rarely, by splitting. A conductor's frames cannot
// be copied: a path is replayed from its beginning under the same luck, and goes on with other luck
// from the event at which it crossed the level. See docs/decisions/0031-splitting-by-replay.md.
// Example: const RarePrediction prediction = predict_rare(scenario, 0, {.seed = 7});
#pragma once

#include <cstddef>

#include "models/recovery/rare.hpp"
#include "scenarios/scenario.hpp"
#include "sim/rare_estimate.hpp"

namespace firedrill {

// `objective` is an index into the scenario's objectives.
[[nodiscard]] RarePrediction predict_rare(const Scenario& scenario, std::size_t objective,
                                          const RareOptions& options);

// The same, shared by many workers or resumed. Diagnostics as SharedBlocks.
[[nodiscard]] Result<SharedResult<RarePrediction>> predict_rare(const Scenario& scenario,
                                                                std::size_t objective,
                                                                const RareOptions& options,
                                                                const SharedRun& run);

}  // namespace firedrill
