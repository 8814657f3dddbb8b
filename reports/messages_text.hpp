// Every message of one recovery as its audience would get it: the plan's templates filled in with
// what was known when it was written, with the times at which it went out. For rehearsing what to
// say, and for showing that the templates can be filled at all.
// Example: print(messages_page(prediction.stories.front(), scenario, prediction, options));
#pragma once

#include <string>

#include "models/recovery/prediction.hpp"
#include "reports/page.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// `prediction` says when recovery is to be expected: the estimate of the messages.
[[nodiscard]] std::string messages_page(const Story& story, const Scenario& scenario,
                                        const Prediction& prediction, const PageOptions& options);

}  // namespace firedrill
