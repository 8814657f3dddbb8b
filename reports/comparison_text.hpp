// Drills against their sealed predictions, as pages for people: one drill step by step, and the
// record of a model over many. The two verdicts stand apart: was the promise kept, was the model
// right. Example: print(comparison_page(comparison, record, page_options()));
#pragma once

#include <string>

#include "models/recovery/run_comparison.hpp"
#include "reports/page.hpp"
#include "scenarios/model_record.hpp"

namespace firedrill {

// One drill; `record` is that of all drills that are compared with it.
[[nodiscard]] std::string comparison_page(const RunComparison& comparison,
                                          const ModelRecord& record, const PageOptions& options);

// The model's record; "" without drills.
[[nodiscard]] std::string model_record_page(const ModelRecord& record, const PageOptions& options);

}  // namespace firedrill
