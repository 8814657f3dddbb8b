// The network between regions on the pages: which link holds back which promise and what it would
// need (`analyze`), and how much waited to cross before an outage, as a picture (`simulate`).
// Example: links_part(plan, link_needs(plan), options) begins "LINKS"
#pragma once

#include <string>
#include <vector>

#include "models/analysis/link_needs.hpp"
#include "models/recovery/backlog.hpp"
#include "reports/page.hpp"

namespace firedrill {

// Empty for a plan without links.
[[nodiscard]] std::string links_part(const Plan& plan, const LinkNeeds& needs,
                                     const PageOptions& options);

// A chart of each stream of which anything waited; empty if nothing did.
[[nodiscard]] std::string backlog_part(const std::vector<BacklogCurve>& curves,
                                       const PageOptions& options);

// "1.2 Gbit/s", "105 GB": three digits.
[[nodiscard]] std::string human_bit_rate(Rate rate);
[[nodiscard]] std::string human_bytes(double bytes);

}  // namespace firedrill
