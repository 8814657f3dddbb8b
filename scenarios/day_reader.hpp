// Reads days of the calendar, "2027-03-15", and periods of them, both ends included: what plans of
// drills and corrective actions are dated with.
// Example: const Day due = read_day(object, "due");
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "models/calendar/civil.hpp"
#include "models/text/reader.hpp"

namespace firedrill {

// FD3060 unless it is a day written so; 1970-01-01 then.
[[nodiscard]] Day read_day(ObjectReader& object, std::string_view key);
[[nodiscard]] std::optional<Day> read_optional_day(ObjectReader& object, std::string_view key);

// The members "from" and "until"; one day where "until" is absent. FD3061 if it ends before it
// begins.
[[nodiscard]] std::pair<Day, Day> read_period(ObjectReader& object);

}  // namespace firedrill
