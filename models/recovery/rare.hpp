// An event too rare to be counted: its probability with an interval, how it was found, and the most
// likely ways to it. Written as "firedrill/rare/1" by reports/rare_json.hpp.
// Example: prediction.probability.mean  // 2.4e-9
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/chance/estimate.hpp"
#include "models/recovery/prediction.hpp"

namespace firedrill {

enum class RareMethod {
  fixed_effort,  // so many paths set out for each level
  restart,       // each path is split wherever it comes up to a level
  adaptive       // the paths that came least close are taken away, again and again
};

struct RareWay {
  std::string name{};            // what went wrong, in words
  double share = 0.0;            // of the probability
  std::optional<Story> story{};  // one such recovery; none: of a model of states
};

struct RarePrediction {
  std::string name{}, title{}, digest{};  // of the scenario or study
  std::string event{};                    // "critical-services later than 48 h"
  std::uint64_t seed = 0;
  RareMethod method = RareMethod::fixed_effort;
  struct Level {
    double importance = 0.0;
    // Fixed effort: paths a repetition that set out for it. RESTART: that set out for it from each
    // arrival at the level before; for the first level, in all. Adaptive: that had not come so far
    // and set out from it; of the event, how many reached it.
    std::uint64_t effort = 0;
  };
  // The last is the event; empty: never seen, not even by the pilot. Adaptive: of the first
  // repetition that saw it.
  std::vector<Level> levels{};
  std::uint64_t repetitions = 0;
  MeanEstimate probability{};     // over independent repetitions, 95 %
  std::optional<double> exact{};  // from the Markov engine
  std::uint64_t paths = 0;        // simulated in all, pilot left out
  // So many plain replications would give an interval as narrow.
  double plain_replications = 0.0;
  std::vector<RareWay> ways{};  // the likeliest first
};

}  // namespace firedrill
