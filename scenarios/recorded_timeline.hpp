// A recorded timeline back as indexes: names of steps, services, data, roles and duties are looked
// up in the scenario that the run was of, so that the same Measurer can read it again. What a run
// claims can thus be recomputed from its events alone.
// Example: const auto timeline = timeline_of(run.timeline, scenario);
// Measurer{scenario}.measure(...)
#pragma once

#include <optional>
#include <vector>

#include "models/recovery/run.hpp"
#include "models/recovery/timeline.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// None where an event names something that the scenario does not hold. Of two promises on one
// service, an event counts for the first.
[[nodiscard]] std::optional<Timeline> timeline_of(const std::vector<RunEvent>& events,
                                                  const Scenario& scenario);

}  // namespace firedrill
