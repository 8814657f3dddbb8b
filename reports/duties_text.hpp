// What must be done or told by when beside recovery itself, on the page of a prediction and on that
// of one recovery: the phases of the plan's response, then the messages. A part is empty where the
// scenario names no response, or no severity and no personal data.
// Example: page += duties_part(prediction, options);
#pragma once

#include <string>

#include "models/recovery/prediction.hpp"
#include "reports/page.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

[[nodiscard]] std::string duties_part(const Prediction& prediction, const PageOptions& options);

// The same for one recovery.
[[nodiscard]] std::string kept_duties_part(const Timeline& timeline, const Scenario& scenario,
                                           const PageOptions& options);

}  // namespace firedrill
