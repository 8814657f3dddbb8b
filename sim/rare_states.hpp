// How likely a model of states enters a state within its horizon, however rarely, by splitting. The
// importance is read off the graph: how many of the losses on the shortest way to the state have
// happened, a loss being a jump that is unlikely among those of its state; where no jump is, how
// much less unlikely the rest of the likeliest way has become.
// Example: const RarePrediction prediction = predict_rare(study, target, {.seed = 7});
#pragma once

#include <cstdint>
#include <vector>

#include "models/recovery/rare.hpp"
#include "scenarios/state_study.hpp"
#include "sim/rare_estimate.hpp"

namespace firedrill {

// Per state, from 0 where it begins (or anywhere as far or farther) to 1 at `target`; 0 where it
// cannot be reached.
[[nodiscard]] std::vector<double> importance_of_states(const StateModel& model,
                                                       std::uint32_t target);

// `target` is not the state it begins in.
[[nodiscard]] RarePrediction predict_rare(const StateStudy& study, std::uint32_t target,
                                          const RareOptions& options);

// The same, shared by many workers or resumed. Diagnostics as SharedBlocks.
[[nodiscard]] Result<SharedResult<RarePrediction>> predict_rare(const StateStudy& study,
                                                                std::uint32_t target,
                                                                const RareOptions& options,
                                                                const SharedRun& run);

}  // namespace firedrill
