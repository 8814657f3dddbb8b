// Simulates a model of states: many replications of its horizon, and, for each state that is
// watched, runs that last until it is entered. Replication k draws the same luck whatever the
// number of threads. Beside the simulated figures stand exact ones, from the Markov engine, where
// every law is exponential.
// Example: const StatesPrediction prediction = predict_states(study, {.seed = 7});
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "models/states/prediction.hpp"
#include "scenarios/state_study.hpp"

namespace firedrill {

struct StateOptions {
  std::uint64_t seed = 1;
  std::uint64_t replications = 10'000;  // at least two
  unsigned threads = 0;                 // 0: as many as there are processors
  // Called with the share done by the calling thread; may throw to end it.
  std::function<void(double)> progress{};
};

// The probability that `state` is entered within the horizon, from the Markov engine; none unless
// every law is exponential.
[[nodiscard]] std::optional<double> exact_fraction(const StateModel& model, std::uint32_t state);

[[nodiscard]] StatesPrediction predict_states(const StateStudy& study, const StateOptions& options);

}  // namespace firedrill
