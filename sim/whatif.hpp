// Two variants of a plan under the same luck: replication k of both draws the same numbers wherever
// they share a stream, so the paired difference is far sharper than two independent runs.
// Example: const Comparison change = compare(as_is, with_promotion, {.seed = 1});
#pragma once

#include <string>
#include <vector>

#include "scenarios/scenario.hpp"
#include "sim/monte_carlo.hpp"

namespace firedrill {

// B minus A of one objective.
struct Difference {
  std::string objective;
  ObjectiveKind kind = ObjectiveKind::rto;
  double target_s = 0.0;
  double met_a = 0.0, met_b = 0.0;           // fractions
  double met_change = 0.0, met_low = 0.0, met_high = 0.0;      // paired 95 % interval
  double mean_change_s = 0.0, mean_low_s = 0.0, mean_high_s = 0.0;  // over pairs that both recovered
  std::uint64_t pairs = 0;                   // that both recovered
  double median_a_s = 0.0, median_b_s = 0.0;
  double variance_ratio = 1.0;  // variance of an independent difference / of the paired one: so many
                                // times the replications would an independent comparison have taken
};

struct Comparison {
  std::string a, b;
  std::uint64_t seed = 0, replications = 0;
  std::vector<Difference> differences;  // objectives that both scenarios have, by name
};

[[nodiscard]] Comparison compare(const Scenario& a, const Scenario& b,
                                 const SimulationOptions& options);

}  // namespace firedrill
