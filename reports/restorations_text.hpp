// What a page says about data that had gone wrong: how many copies were restored until one passed,
// and for how long what was written has been thrown away with what was wrong. Empty where nothing
// goes wrong. Example: page += restorations_part(prediction, options);
#pragma once

#include <string>

#include "models/recovery/prediction.hpp"
#include "reports/page.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// Over all recoveries of a prediction.
[[nodiscard]] std::string restorations_part(const Prediction& prediction,
                                            const PageOptions& options);

// In one recovery.
[[nodiscard]] std::string restored_part(const Timeline& timeline, const Scenario& scenario,
                                        const PageOptions& options);

}  // namespace firedrill
