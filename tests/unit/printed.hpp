// Compares with a published number to the last digit that was printed, no closer and no wider:
// Catch's Approx(x).margin(m) alone would still allow its default relative error of 1.2e-5.
// Example: CHECK(queue.wait_quantile(0.99) == printed(21.9101, 4));
#pragma once

#include <catch2/catch.hpp>
#include <cmath>

namespace firedrill {

// Equal to `value` when rounded to this many decimals (a half is allowed to go either way).
inline Approx printed(double value, int decimals) {
  return Approx(value).epsilon(0.0).margin(0.5001 * std::pow(10.0, -decimals));
}

// Equal to a value that others computed to about ten digits: the last one printed may be wrong.
inline Approx to_ten_digits(double value) { return Approx(value).epsilon(1e-9); }

}  // namespace firedrill
