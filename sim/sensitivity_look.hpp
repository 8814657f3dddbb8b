// The first look of a sensitivity study, before its design: the scenario as it is and with each
// parameter at the ends of what is plausible, under the same luck, for the tornado and to tell the
// influential parameters from the others; and recoveries of independent plausible plans.
// Example: const auto look = look_at_ends(uncertain, options, blocks, progress);  look->changes[3]
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/sensitivity.hpp"

namespace firedrill {

inline constexpr std::uint64_t end_replications = 2'000;  // at each end of each parameter

struct FirstLook {
  double met_fraction = 0.0;  // as it is
  double p95_s = 0.0;         // likewise
  // Per parameter: recoveries that end otherwise at its ends.
  std::vector<double> changes;
  std::vector<std::array<ParameterSensitivity::End, 2>> ends;
};

// A phase of `blocks`. Diagnostics as SharedBlocks::all_of().
[[nodiscard]] Result<FirstLook> look_at_ends(const UncertainScenario& uncertain,
                                             const SensitivityOptions& options,
                                             SharedBlocks& blocks, const BlockProgress& progress);

// The promise's figures in `end_replications` recoveries, each of another plausible plan: for the
// tail's level, and to centre the outputs. A phase of `blocks`. Diagnostics likewise.
[[nodiscard]] Result<std::vector<Duration>> plausible_values(const UncertainScenario& uncertain,
                                                             const SensitivityOptions& options,
                                                             SharedBlocks& blocks);

// What the worst 5 % reach; at least one value.
[[nodiscard]] Duration worst_of(std::vector<Duration> values);

}  // namespace firedrill
