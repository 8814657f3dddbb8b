// The network between regions on the page of `analyze`: which link holds back which promise, and
// what it would need. What waited to cross, as a picture, is in backlog_text.hpp.
// Example: links_part(plan, link_needs(plan), options) begins "LINKS"
#pragma once

#include <string>

#include "models/analysis/link_needs.hpp"
#include "reports/page.hpp"

namespace firedrill {

// Empty for a plan without links.
[[nodiscard]] std::string links_part(const Plan& plan, const LinkNeeds& needs,
                                     const PageOptions& options);

// "1.2 Gbit/s", "105 GB": three digits.
[[nodiscard]] std::string human_bit_rate(Rate rate);
[[nodiscard]] std::string human_bytes(double bytes);

}  // namespace firedrill
