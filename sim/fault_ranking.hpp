// Breaks every region and every component of a scenario's plan, alone and two at a time, under its
// runbook, and ranks them by the promises missed: what a drill should try. Outages last as the
// parameters outage.length, outage.control_plane_length and outage.component_length say; the second
// of a pair comes outage.second_delay after the first. All under the same luck.
// Example: const auto ranking = rank_faults(assembled, {.replications = 200});
#pragma once

#include <cstdint>
#include <functional>

#include "models/base/result.hpp"
#include "models/recovery/fault_ranking.hpp"
#include "models/text/document.hpp"
#include "sim/shared_blocks.hpp"

namespace firedrill {

struct FaultRankingOptions {
  std::uint64_t replications = 200;  // at least two
  std::uint64_t seed = 1;
  unsigned threads = 0;
  std::function<void(double)> progress{};
};

// Errors: those of read_scenario; FD3009 where a parameter above is missing.
[[nodiscard]] Result<FaultRanking> rank_faults(const Document& assembled,
                                               const FaultRankingOptions& options);

// The same, shared by many workers or resumed. Further diagnostics as SharedBlocks.
[[nodiscard]] Result<SharedResult<FaultRanking>> rank_faults(const Document& assembled,
                                                             const FaultRankingOptions& options,
                                                             const SharedRun& run);

}  // namespace firedrill
