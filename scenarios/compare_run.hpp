// Aligns a recorded drill with its sealed prediction, step by step and phase by phase. Pure: what
// is compared has been verified before (scenarios/run_folder.hpp).
// Example: const RunComparison comparison = compare_run(run, predicted);
#pragma once

#include "models/recovery/predicted_run.hpp"
#include "models/recovery/run.hpp"
#include "models/recovery/run_comparison.hpp"

namespace firedrill {

// Steps in the prediction's order, then those that only the run has. A step's length is without the
// waiting for somebody to be free; its start counts from the injection.
[[nodiscard]] RunComparison compare_run(const Run& run, const PredictedRun& predicted);

}  // namespace firedrill
