// The messages that are owed, on the page of a prediction and on that of one recovery: to whom, due
// when, sent when. Both are empty for scenarios without a severity or personal data.
// Example: page += notifications_part(prediction, options);
#pragma once

#include <string>

#include "models/recovery/prediction.hpp"
#include "reports/page.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

[[nodiscard]] std::string notifications_part(const Prediction& prediction,
                                             const PageOptions& options);

// The same for one recovery.
[[nodiscard]] std::string sent_messages_part(const Timeline& timeline, const Scenario& scenario,
                                             const PageOptions& options);

}  // namespace firedrill
