// A rare event as a page: its probability, how it was found, and the most likely ways to it, those
// of a recovery drawn as timelines.
// Example: print(rare_page(prediction, &scenario, page_options()));
#pragma once

#include <string>

#include "models/recovery/rare.hpp"
#include "reports/page.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// `scenario` is null for a model of states.
[[nodiscard]] std::string rare_page(const RarePrediction& prediction, const Scenario* scenario,
                                    const PageOptions& options);

// As JSON, "firedrill/rare/1".
[[nodiscard]] std::string rare_json(const RarePrediction& prediction);

}  // namespace firedrill
