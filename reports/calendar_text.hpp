// The drill calendar as a page for the terminal and as Markdown for a wiki or a repository, where
// each drill has a table to fill in while it is held.
// Example: print(calendar_page(view, page_options()));
#pragma once

#include <string>

#include "reports/calendar_view.hpp"
#include "reports/page.hpp"

namespace firedrill {

[[nodiscard]] std::string calendar_page(const CalendarView& view, const PageOptions& options);
[[nodiscard]] std::string calendar_markdown(const CalendarView& view);
// What is overdue and nothing else, for `firedrill plan --check`.
[[nodiscard]] std::string overdue_page(const CalendarView& view, const PageOptions& options);

}  // namespace firedrill
