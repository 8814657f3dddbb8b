// A calibration as a page for people: what was believed, what the drills say, how much of the
// answer is still belief, and what could not be learned and why.
// Example: print(calibration_page(calibration, page_options()));
#pragma once

#include <string>

#include "reports/page.hpp"
#include "scenarios/calibrate.hpp"

namespace firedrill {

[[nodiscard]] std::string calibration_page(const Calibration& calibration,
                                           const PageOptions& options);

}  // namespace firedrill
