// Measurements into the record of a run: objectives with what the probes leave open and a verdict
// that says why, phases, steps, events with names, the machine that it was measured on.
// Example: describe(scenario, measurement, limits, run);
// Pure, but for what it asks of the machine.
#pragma once

#include "models/recovery/measurement.hpp"
#include "models/recovery/run.hpp"
#include "models/recovery/timeline.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// What bounds the precision of one measurement.
struct MeasuringLimits {
  Duration now{};        // how far the run has come: what is not there yet is later
  Duration period{};     // of the probes, the longest that counts
  Duration injecting{};  // how long the first injection took
  bool is_over = false;  // the timeline is whole
};

// Fills in timeline, phases, steps and objectives of `run`, whose ledgers stand already.
void describe(const Scenario& scenario, const Timeline& timeline, const MeasuringLimits& limits,
              Run& run);

// Kernel, machine, processors and load.
[[nodiscard]] RunEnvironment describe_machine();
[[nodiscard]] double load_of_machine();

}  // namespace firedrill
