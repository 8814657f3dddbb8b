// What a model of states comes to, simulated, and beside it exactly where every law is exponential:
// the one is a check of the other. Means carry 95 % intervals over replications.
// Example: prediction.availability.simulated.mean  // 0.99985
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/base/units.hpp"
#include "models/chance/estimate.hpp"

namespace firedrill {

struct StateFigure {
  MeanEstimate simulated{};
  std::optional<double> exact{};  // none: not every law is exponential
};

struct WatchedPrediction {
  std::string state{};
  std::uint64_t entered = 0;  // in so many replications within the horizon
  Interval interval{};        // 95 % of that fraction
  std::optional<double> exact_fraction{};
  // The time until it is entered first [s], horizon or not, of `runs` runs; none: it cannot be
  // reached for certain, or takes more transitions than are followed.
  std::optional<MeanEstimate> mean_time{};
  std::uint64_t runs = 0;
  std::optional<double> exact_time{};
};

struct StatesPrediction {
  std::string name{};
  std::string title{};
  std::string digest{};
  std::uint64_t seed = 0;
  std::uint64_t replications = 0;
  Duration horizon{};
  StateFigure availability{};  // the share of the horizon in states that are up
  StateFigure downtime{};      // the rest [s]
  struct State {
    std::string name{};
    bool is_up = false;
    StateFigure share{};                     // of the horizon
    std::optional<double> long_run_share{};  // exact; none where the beginning may never come back
  };
  std::vector<State> states{};
  std::optional<double> long_run_availability{};  // exact
  std::vector<WatchedPrediction> watched{};
};

}  // namespace firedrill
