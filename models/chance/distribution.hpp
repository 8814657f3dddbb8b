// Probability laws a plan or a parameter file can name. All are sampled by inversion, one uniform a
// draw: common random numbers stay aligned and monotone when a parameter changes.
// Values are plain doubles in the base unit of the quantity (s, bytes, bytes/s, 1); the reader of
// the file has already checked the dimension.
// Example: const Distribution boot{Lognormal{.median = 180.0, .log_sd = 0.45}};  // seconds
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "models/base/units.hpp"
#include "models/chance/random.hpp"

namespace firedrill {

struct Distribution;

struct Constant {
  double value = 0.0;
};
struct Uniform {
  double low = 0.0, high = 0.0;
};
struct Exponential {
  double mean = 0.0;
};
struct Normal {
  double mean = 0.0, sd = 0.0;
};  // draws below zero are cut to zero
struct Lognormal {
  double median = 1.0, log_sd = 0.0;
};  // median e^mu, not the mean
struct Triangular {
  double low = 0.0, mode = 0.0, high = 0.0;
};
struct Weibull {
  double scale = 1.0, shape = 1.0;
};
struct Empirical {
  std::vector<double> values;
};                // sorted; each equally likely
struct Mixture {  // shares add up to 1
  std::vector<double> shares;
  std::vector<Distribution> parts;
};

struct Distribution {
  std::variant<Constant, Uniform, Exponential, Normal, Lognormal, Triangular, Weibull, Empirical,
               Mixture>
      law = Constant{};
};

// The value that a share `u` in (0, 1) of all draws does not exceed. A mixture runs through its
// parts in their order, each over its share: its draws have the right law, but where parts overlap
// this is not their quantile.
[[nodiscard]] double quantile(const Distribution& distribution, double u);

// One draw; takes exactly one uniform, constants included (so that replacing a constant by a law,
// or the reverse, shifts nothing else).
[[nodiscard]] double sample(const Distribution& distribution, Draws& draws);

// One draw of a quantity in seconds, as a duration; never negative.
[[nodiscard]] Duration sample_duration(const Distribution& distribution, Draws& draws);

// The expectation, exact.
[[nodiscard]] double mean(const Distribution& distribution);

// All values multiplied by `factor` > 0 (for sensitivity runs): scales location and spread alike.
[[nodiscard]] Distribution scaled(const Distribution& distribution, double factor);

// The smallest value that can be drawn (a lower bound that `check` compares with promises).
[[nodiscard]] double minimum(const Distribution& distribution);

}  // namespace firedrill
