// What firedrill simulates at length, shared by many workers or resumed (shared_blocks.hpp): the
// recoveries of a scenario, the years of a plan. Replication or year k draws the same luck wherever
// it is run. Example: simulate_shared(scenario, options, {.folder = "run", .workers = 2})
#pragma once

#include <vector>

#include "sim/monte_carlo.hpp"
#include "sim/shared_blocks.hpp"
#include "sim/year.hpp"

namespace firedrill {

// All replications, as simulate() gives them.
[[nodiscard]] Result<SharedResult<Samples>> simulate_shared(const Scenario& scenario,
                                                            const SimulationOptions& options,
                                                            const SharedRun& run);

// All years, as simulate_years() gives them.
[[nodiscard]] Result<SharedResult<std::vector<YearTally>>> simulate_years_shared(
    const YearStudy& study, const YearOptions& options, const SharedRun& run);

}  // namespace firedrill
