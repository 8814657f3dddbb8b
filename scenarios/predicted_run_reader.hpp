// Reads a prediction back ("firedrill/prediction/1", docs/FORMATS.md), as far as it can be compared
// with a run: names, percentiles, which runs the model was fitted on.
// Example: const Result<PredictedRun> predicted = read_predicted_run(*document);
#pragma once

#include "models/base/result.hpp"
#include "models/recovery/predicted_run.hpp"
#include "models/text/document.hpp"

namespace firedrill {

// All errors at once: FD2xxx; FD3013, another kind of file.
[[nodiscard]] Result<PredictedRun> read_predicted_run(const Document& document);

}  // namespace firedrill
