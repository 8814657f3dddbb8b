// How far a predicted law lies from what was then measured: the continuous ranked probability
// score, in the unit of the quantity; smaller is better. For a certain prediction it is the
// absolute error; claiming too little spread is punished, and so is claiming too much.
// Source: Gneiting and Raftery, "Strictly proper scoring rules, prediction, and estimation",
// J. American Statistical Association 102 (2007), section 4.2.
// Example: empirical_crps(predicted_recovery_minutes, 42.0)  // minutes
#pragma once

#include <span>

namespace firedrill {

// The score of a normal law with standard deviation `sd` > 0 when `observed` is what happened.
[[nodiscard]] double normal_crps(double mean, double sd, double observed);

// The score of an exponential law with this mean > 0; `observed` may be negative.
[[nodiscard]] double exponential_crps(double mean, double observed);

// The score of a sample, sorted upwards and not empty, each value equally likely:
// E|X - y| - E|X - X'|/2, in one pass.
[[nodiscard]] double empirical_crps(std::span<const double> sorted, double observed);

// The score of a central interval meant to hold what happens with probability 1 - `alpha`: its
// width, and 2/alpha for every unit that `observed` lies outside. Section 6.2 of the same paper.
[[nodiscard]] double interval_score(double low, double high, double alpha, double observed);

}  // namespace firedrill
