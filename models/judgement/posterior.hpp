// What measured drills teach about a parameter: how long something takes (a lognormal law of which
// neither the median nor the spread is known) and how often it fails. Bayesian, with a weakly
// informative prior around the value that was assumed, so that three drills move it a little and
// thirty decide. What timed out or was broken off took at least that long, and counts as such.
// Source: Gelman et al., Bayesian Data Analysis (2013), chapters 3 and 8.7 (censoring).
// Example: posterior_of(prior_for(law, assumed_factor), samples).median.value  // [s]
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "models/chance/distribution.hpp"
#include "models/chance/interval.hpp"

namespace firedrill {

// One measured length; `is_censored`: it was not over by then.
struct LengthSample {
  double seconds = 0.0;  // > 0
  bool is_censored = false;
};

// ln(median) ~ N(log_median, log_median_sd^2), and independently ln(log_sd) ~ N(...).
struct LognormalPrior {
  double log_median = 0.0, log_median_sd = 1.0;
  double log_spread = 0.0, log_spread_sd = 0.5;  // of ln(log_sd)
};

// How far off a median is taken to be, as a factor (one standard deviation): one that somebody
// published, and one that somebody assumed.
inline constexpr double published_factor = 2.0;
inline constexpr double assumed_factor = 4.0;

// A prior around `law`, as wide as `factor` > 1 says; where `law` has no spread of its own, hardly
// anything is presumed about it. None for a law that gives lengths of zero half of the time.
[[nodiscard]] std::optional<LognormalPrior> prior_for(const Distribution& law, double factor);

// A quantity with its central 95 % interval; `value` is the posterior median.
struct Learned {
  double value = 0.0;
  Interval interval;
};

struct LengthPosterior {
  std::uint64_t observed = 0, censored = 0;
  Learned median;  // [s]
  Learned log_sd;
  // How much of the uncertainty about ln(median) is left: 1 nothing was learned, 0 all is known.
  double prior_weight = 1.0;
  Distribution predictive;  // of the next length: a lognormal law or a mixture of such [s]
};

// Exact up to quadrature on a grid that is laid anew until it fits (relative error of the interval
// ends below a thousandth); the same for the same samples in whatever order up to rounding.
[[nodiscard]] LengthPosterior posterior_of(const LognormalPrior& prior,
                                           std::span<const LengthSample> samples);

struct FailurePosterior {
  std::uint64_t failures = 0, trials = 0;
  Learned probability;        // `value` is the mean: the probability that the next try fails
  double prior_weight = 1.0;  // the prior's tries among all
};

// Beta prior worth `prior_trials` > 0 tries, with mean `expected` (kept off 0 and 1, which no data
// could ever move).
[[nodiscard]] FailurePosterior failure_posterior(double expected, double prior_trials,
                                                 std::uint64_t failures, std::uint64_t trials);

}  // namespace firedrill
