// Single faults of a plan and pairs of them, by the harm they do: which drills to hold.
// Written as "firedrill/worst/1" by reports/fault_ranking_text.hpp.
// Example: ranking.pairs.front().first  // "us-east-1"
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/chance/estimate.hpp"

namespace firedrill {

struct RankedFault {
  std::string first{}, second{};  // a region or component each; second empty: alone
  MeanEstimate harm{};            // promises missed, of those of the scenario, 95 %
  double never_back = 0.0;        // share of recoveries in which some service is not back at all
  // Harm beyond what the worse of the two does alone.
  double together = 0.0;
};

struct FaultRanking {
  std::string scenario{}, title{}, digest{};
  std::uint64_t seed = 0, replications = 0;  // of each fault and pair
  std::uint64_t promises = 0;
  std::vector<RankedFault> singles{}, pairs{};  // the most harmful first
};

}  // namespace firedrill
