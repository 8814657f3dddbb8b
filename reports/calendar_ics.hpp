// The drill calendar as iCalendar (RFC 5545), for the calendar programs people have: an event a
// drill, an event with a rule of recurrence a review or training, whose dates that fell on closed
// days are moved by overrides. The same input gives the same bytes.
// Example: calendar_ics(view) begins "BEGIN:VCALENDAR"
#pragma once

#include <string>

#include "reports/calendar_view.hpp"

namespace firedrill {

[[nodiscard]] std::string calendar_ics(const CalendarView& view);

}  // namespace firedrill
