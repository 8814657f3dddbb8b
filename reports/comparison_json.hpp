// Drills against their sealed predictions, for programs: "firedrill/comparison/1", with the record
// of the model over all of them. Measured figures are MEASURED, predicted ones SIMULATED.
// Example: print(comparison_json(comparisons, record_of(comparisons)));
#pragma once

#include <span>
#include <string>

#include "models/recovery/run_comparison.hpp"
#include "scenarios/model_record.hpp"

namespace firedrill {

[[nodiscard]] std::string comparison_json(std::span<const RunComparison> comparisons,
                                          const ModelRecord& record);

}  // namespace firedrill
