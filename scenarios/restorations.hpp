// How data that a fault made wrong came back: from how many copies, what was thrown away with it,
// or not at all. Asked at the end of a run, of each kind that a fault of the scenario makes wrong.
// Example: endangered_data(scenario) -> the database; measurement.restorations[0].copies == 2
#pragma once

#include <vector>

#include "models/recovery/measurement.hpp"
#include "models/recovery/timeline.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// The kinds of data that some fault makes wrong, each once.
[[nodiscard]] std::vector<DataId> endangered_data(const Scenario& scenario);

// What a read_copies or read_discarded found, into the entry of its kind.
void read_restoration(const Event& event, const std::vector<DataId>& endangered,
                      Measurement& measurement);

}  // namespace firedrill
