// What a calibration learned: for programs ("firedrill/calibration/1"), and as a parameter file
// that goes on top of the plan's ("firedrill/parameters/1"), with where every value comes from.
// Numbers that are written back have four significant digits.
// Example: write_files(".", {{"fitted.json", fitted_parameters_json(calibration)}});
#pragma once

#include <string>

#include "scenarios/calibrate.hpp"

namespace firedrill {

[[nodiscard]] std::string calibration_json(const Calibration& calibration);

[[nodiscard]] std::string fitted_parameters_json(const Calibration& calibration);

}  // namespace firedrill
