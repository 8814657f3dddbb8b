// The drill calendar as JSON, "firedrill/drill-calendar/1".
// Example: print(calendar_json(view));
#pragma once

#include <string>

#include "reports/calendar_view.hpp"

namespace firedrill {

[[nodiscard]] std::string calendar_json(const CalendarView& view);

}  // namespace firedrill
