// The cheapest changes that keep a plan's promises, without trying every set of them. From the plan
// as it is, sets one change away from the best so far are tried with few recoveries, all under the
// same luck; what another set beats for no more cost, for certain or within the indifference zone,
// is dropped, and the others are tried with more (racing). What is left is judged on fresh luck.
// Sources: Kim and Nelson, ACM TOMACS 11 (2001) (selection); Agresti and Min (2004) (pairs).
// Example: const auto study = improve(assembled, changes, {.promises = {0, 3}});
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "models/base/result.hpp"
#include "models/recovery/improvement.hpp"
#include "scenarios/changes.hpp"
#include "sim/shared_blocks.hpp"

namespace firedrill {

struct ImproveOptions {
  std::vector<std::size_t> promises{};  // indices into the objectives; empty: all
  double confidence = 0.95;             // that the cheapest set keeps each promise
  double indifference = 0.005;          // a smaller gain in the share kept is none
  std::uint64_t replications = 4'000;   // of a set that is not dropped before
  std::uint64_t seed = 1;
  unsigned threads = 0;
  std::function<void(double)> progress{};
};

// Errors: those of changes that make no valid plan on their own.
[[nodiscard]] Result<ImprovementStudy> improve(const Document& assembled,
                                               const PlanChanges& changes,
                                               const ImproveOptions& options);

// The same, shared by many workers or resumed: phases, in which the sets that are tried next are
// shared out. Further diagnostics as SharedBlocks.
[[nodiscard]] Result<SharedResult<ImprovementStudy>> improve(const Document& assembled,
                                                             const PlanChanges& changes,
                                                             const ImproveOptions& options,
                                                             const SharedRun& run);

}  // namespace firedrill
