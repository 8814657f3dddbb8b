// The drill calendar as one self-contained HTML page: the year as a picture (days of drills,
// freezes, holidays, absences), a table, and a card a drill to hold it by.
// Example: write_files(folder, {{"calendar.html", calendar_html(view)}});
#pragma once

#include <string>

#include "reports/calendar_view.hpp"

namespace firedrill {

[[nodiscard]] std::string calendar_html(const CalendarView& view);

}  // namespace firedrill
