// The drill calendar as JSON, "firedrill/drill-calendar/1": for programs, and for whoever compares
// what was planned with what was held.
// Example: print(calendar_json(view));
#pragma once

#include <string>

#include "reports/calendar_view.hpp"

namespace firedrill {

[[nodiscard]] std::string calendar_json(const CalendarView& view);

}  // namespace firedrill
