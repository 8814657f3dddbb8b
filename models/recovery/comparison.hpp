// What a change of a plan does: two scenarios under the same luck, objective by objective.
// Made by sim/whatif.hpp, shown by reports/whatif_text.hpp, written as "firedrill/whatif/1".
// Example: comparison.differences[0].met_change is B's met fraction minus A's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/plan/plan.hpp"

namespace firedrill {

// B minus A of one objective.
struct Difference {
  std::string objective;
  ObjectiveKind kind = ObjectiveKind::rto;
  double target_s = 0.0;
  double met_a = 0.0, met_b = 0.0;                         // fractions
  double met_change = 0.0, met_low = 0.0, met_high = 0.0;  // paired 95 % interval
  double mean_change_s = 0.0, mean_low_s = 0.0,
         mean_high_s = 0.0;  // over pairs that both recovered
  std::uint64_t pairs = 0;   // that both recovered
  double median_a_s = 0.0, median_b_s = 0.0;
  double variance_ratio =
      1.0;  // variance of an independent difference / of the paired one: so many
            // times the replications would an independent comparison have taken
};

struct Comparison {
  std::string a, b;
  std::uint64_t seed = 0, replications = 0;
  std::vector<Difference> differences;  // objectives that both scenarios have, by name
};

}  // namespace firedrill
