// Which scenario to drill next: the one whose outcome is most uncertain and matters most. A promise
// that a dozen drills have kept teaches little when it is kept again; one that was kept twice and
// missed once teaches most. Worth: by how much one more drill is expected to shrink the variance of
// what is believed about the probability of each promise, times the scenario's weight.
// Example: next_drills(scenarios, comparisons).front().scenario
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/recovery/run_comparison.hpp"

namespace firedrill {

struct DrillOption {
  std::string scenario;  // its name
  double weight = 1.0;
};

struct DrillSuggestion {
  std::string scenario;
  double worth = 0.0;        // weight times expected shrinking of the variance, over all promises
  std::uint64_t drills = 0;  // so far
  std::string promise;       // the most uncertain one; "" without any drill
  double belief = 0.5;       // that it will be kept
};

// The most worthwhile first. What a drilled scenario's predictions foresaw counts as two drills; a
// scenario that was never drilled is known nothing about.
[[nodiscard]] std::vector<DrillSuggestion> next_drills(std::span<const DrillOption> candidates,
                                                       std::span<const RunComparison> comparisons);

}  // namespace firedrill
