// Which parameters decide whether a promise is kept, which the slow tail, and how much is luck:
// every parameter that is not exactly known varies over what is plausible (uncertain_scenario.hpp),
// under Saltelli's design (sobol.hpp). A first look moves one parameter at a time, under the same
// luck, to draw the tornado and to tell the influential from the others, which then go together.
// Example: const SensitivityStudy study = study_sensitivity(uncertain, {.objective = 0});
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "models/recovery/sensitivity.hpp"
#include "scenarios/uncertain_scenario.hpp"
#include "sim/shared_blocks.hpp"

namespace firedrill {

struct SensitivityOptions {
  std::size_t objective = 0;    // index into the scenario's objectives
  std::size_t parameters = 30;  // so many are examined on their own, at least one
  double precision = 0.02;      // no index of promise or tail has a wider interval than about this
  std::optional<std::uint64_t> rows{};  // of the design, in place of precision
  std::uint64_t seed = 1;
  unsigned threads = 0;  // 0: one a processor; changes no result
  std::function<void(double)> progress{};
};

// A scenario without parameters to vary gives a study without any.
[[nodiscard]] SensitivityStudy study_sensitivity(const UncertainScenario& uncertain,
                                                 const SensitivityOptions& options);

// The same, shared by many workers or resumed. Diagnostics as SharedBlocks.
[[nodiscard]] Result<SharedResult<SensitivityStudy>> study_sensitivity(
    const UncertainScenario& uncertain, const SensitivityOptions& options, const SharedRun& run);

}  // namespace firedrill
