// The measured timeline of a drill laid over the predicted band, as a picture (SVG): a row a step
// and a row a promise, against the time since the injection. Light: where 90 % of the predictions
// lie; darker: the median prediction; black: measured.
// Example: write_files(folder, {{"comparison.svg", comparison_picture(comparison)}});
#pragma once

#include <string>

#include "models/recovery/run_comparison.hpp"

namespace firedrill {

[[nodiscard]] std::string comparison_picture(const RunComparison& comparison);

}  // namespace firedrill
