// Two variants of a plan under the same luck: replication k of both draws the same numbers wherever
// they share a stream, so the paired difference is far sharper than two independent runs.
// Example: const Comparison change = compare(as_is, with_promotion, {.seed = 1});
#pragma once

#include "models/recovery/comparison.hpp"
#include "scenarios/scenario.hpp"
#include "sim/monte_carlo.hpp"

namespace firedrill {

[[nodiscard]] Comparison compare(const Scenario& a, const Scenario& b,
                                 const SimulationOptions& options);

}  // namespace firedrill
