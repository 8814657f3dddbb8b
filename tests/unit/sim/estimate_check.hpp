// Shared by the tests that hold a simulated mean against a known value: 4.5 standard errors, which
// is one false alarm in 150,000 checks, so that the whole set of them stays quiet.
// Example: check_mean(estimate_mean(hours, 0.95), 24.0);
#pragma once

#include <catch2/catch.hpp>
#include <cmath>

#include "models/chance/estimate.hpp"

namespace firedrill {

inline void check_mean(const MeanEstimate& found, double expected) {
  INFO(found.mean << " +- " << found.standard_error << ", expected " << expected);
  CHECK(std::abs(found.mean - expected) < 4.5 * found.standard_error);
}

}  // namespace firedrill
