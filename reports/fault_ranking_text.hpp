// Faults and pairs of faults by harm, as a page and as JSON ("firedrill/worst/1").
// The page shows the worst dozen of each; the JSON has all.
// Example: print(fault_ranking_page(ranking, page_options()));
#pragma once

#include <string>

#include "models/recovery/fault_ranking.hpp"
#include "reports/page.hpp"

namespace firedrill {

[[nodiscard]] std::string fault_ranking_page(const FaultRanking& ranking,
                                             const PageOptions& options);
[[nodiscard]] std::string fault_ranking_json(const FaultRanking& ranking);

}  // namespace firedrill
