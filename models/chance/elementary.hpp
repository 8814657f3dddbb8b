// exp, log and the standard normal quantile, in plain IEEE arithmetic: the same bits from every
// compiler, optimisation level and C library. libm promises no such thing, and a timeline digest
// that depends on the libm version could never be checked by an auditor.
// Example: const double median_times_two = det_exp(det_log(median) + det_log(2.0));
#pragma once

#include <array>
#include <cstddef>

namespace firedrill {

// e^x; relative error below 2e-16 (a subnormal result: absolute error at most 4.94e-324); overflow
// gives +inf, underflow 0, NaN NaN.
[[nodiscard]] double det_exp(double x);

// Natural logarithm; relative error below 3e-16; log(0) = -inf, log of a negative number NaN.
[[nodiscard]] double det_log(double x);

// x^y = e^(y log x) for x > 0.
[[nodiscard]] double det_pow(double x, double y);

// The z with P(Z <= z) = p for a standard normal Z; 0 -> -inf, 1 -> +inf.
// Relative error below 6e-16 for 2^-8 < p < 1 - 2^-8 (normal_pieces.hpp), and beyond below 1e-15.
// Source there: Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988).
[[nodiscard]] double normal_quantile(double p);

// normal_quantile(.975): half the width of a 95 % interval, in standard errors.
inline constexpr double normal_point_975 = 1.959963984540054;

// e^(log_sd z) with that z: the p-quantile of a lognormal law beside its median.
[[nodiscard]] inline double lognormal_quantile(double p, double log_sd) {
  return det_exp(log_sd * normal_quantile(p));
}

// The same for several probabilities at once, each in (0, 1), which they overwrite: the same bits,
// a few times as fast where the processor has wide registers.
inline constexpr std::size_t lanes = 8;
void lognormal_quantiles(std::array<double, lanes>& values, double log_sd);

}  // namespace firedrill
