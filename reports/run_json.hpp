// A run for programs: "firedrill/run/1". What has not come yet, or not within the run, is null; so
// is a figure that was not measured. Everything in it is MEASURED but the prediction it names.
// Example: write_files(folder, {{"run.json", run_json(run)}});
#pragma once

#include <string>

#include "models/recovery/run.hpp"

namespace firedrill {

[[nodiscard]] std::string run_json(const Run& run);

}  // namespace firedrill
