// One recovery for programs: "firedrill/timeline/1", every event on a line of its own, with the
// names of the steps, services, data, roles and faults it speaks of. Times are seconds from the
// zero of the run, exact to the nanosecond. Example: print(timeline_json(story, scenario,
// prediction.seed));
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "models/recovery/prediction.hpp"
#include "models/recovery/run.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

[[nodiscard]] std::string timeline_json(const Story& story, const Scenario& scenario,
                                        std::uint64_t seed);

// One event.
[[nodiscard]] nlohmann::ordered_json event_json(const RunEvent& event);

// The array of events alone.
[[nodiscard]] nlohmann::ordered_json events_json(const Timeline& timeline,
                                                 const Scenario& scenario);

}  // namespace firedrill
