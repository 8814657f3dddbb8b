// The history of drills as a page for people: a line a drill, and the trend by quarters; and for
// programs, "firedrill/history/1". What does not verify is listed and marked, and counts for
// nothing. Example: print(history_page(entries, page_options()));
#pragma once

#include <string>
#include <vector>

#include "models/recovery/drill_history.hpp"
#include "reports/page.hpp"

namespace firedrill {

[[nodiscard]] std::string history_page(const std::vector<HistoryEntry>& entries,
                                       const PageOptions& options);

[[nodiscard]] std::string trend_page(const std::vector<QuarterTrend>& trends,
                                     const PageOptions& options);

// Drills and their trend.
[[nodiscard]] std::string history_json(const std::vector<HistoryEntry>& entries);

}  // namespace firedrill
