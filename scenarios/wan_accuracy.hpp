// How near the surrogate comes to the packet simulation: relative errors of goodput and lag, case
// by case and as median and worst. Published response functions are judged beside it.
// Example: accuracy_of(compare(results, packet_simulation()), false).median  // of goodput: 0.011
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "models/network/goodput.hpp"
#include "scenarios/wan_study.hpp"

namespace firedrill {

// Which figure of a case is compared.
enum class WanFigure { goodput, lag_mean, lag_peak };

struct WanError {
  std::string name{};
  WanFigure figure = WanFigure::goodput;
  double measured = 0.0;        // by the packet simulation [bytes/s] or [s]
  double standard_error = 0.0;  // of that
  double predicted = 0.0;       // by the surrogate
  double noise = 0.0;           // goodput: relative_noise
  double published = 0.0;  // goodput: the response function, or the link if that is less; else 0
  [[nodiscard]] double relative() const { return predicted / measured - 1.0; }
  [[nodiscard]] double relative_published() const { return published / measured - 1.0; }
};

// How precisely the packet simulation knows a goodput, as a share of it: its standard error, and at
// least what so many random losses leave open (90 % / sqrt(n), from many runs of one case), as far
// as they and not the link are the limit. Three runs agree by luck now and then. `sharing` cases of
// one loss and one seed lose the same segments: together they tell what one of them tells.
[[nodiscard]] double relative_noise(const WanResult& result, double sharing = 1.0);

// Every figure of every case, in the order of the results: goodput, and of replication also the
// lag's mean and peak.
[[nodiscard]] std::vector<WanError> compare(const std::vector<WanResult>& results,
                                            const ResponseSet& responses);

struct WanAccuracy {
  std::size_t count = 0;
  double median = 0.0;  // of the absolute relative errors
  double worst = 0.0;
  std::string worst_case{};
};

// Of the goodput of greedy copies (`is_lag` false; what a stream delivers is what is written), or
// of both figures of the lag. All zero where there is none.
[[nodiscard]] WanAccuracy accuracy_of(const std::vector<WanError>& errors, bool is_lag);
// Of the published response function in place of the surrogate: goodput of greedy copies.
[[nodiscard]] WanAccuracy published_accuracy(const std::vector<WanError>& errors);

}  // namespace firedrill
