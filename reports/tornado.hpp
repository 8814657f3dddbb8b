// The tornado of a sensitivity study as a picture: for each parameter how often the promise is kept
// with it at the low and at the high end of what is plausible, all others as they are.
// Example: write_files("out", {{"tornado.svg", tornado_picture(study)}});
#pragma once

#include <string>

#include "models/recovery/sensitivity.hpp"

namespace firedrill {

[[nodiscard]] std::string tornado_picture(const SensitivityStudy& study);

}  // namespace firedrill
