// The network between regions for programs: what `analyze` says of links and promises, and the
// backlog before an outage that `simulate` draws. Rates are bytes/s, times seconds.
// Example: links_json(plan, needs)["needs"][0]["bottleneck"] == "link"
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "models/analysis/link_needs.hpp"
#include "models/recovery/backlog.hpp"

namespace firedrill {

[[nodiscard]] nlohmann::ordered_json links_json(const Plan& plan, const LinkNeeds& needs);

// Points as [time_s, backlog_bytes, lag_s].
[[nodiscard]] nlohmann::ordered_json backlog_json(const std::vector<BacklogCurve>& curves);

}  // namespace firedrill
