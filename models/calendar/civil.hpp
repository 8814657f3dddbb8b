// Days of the civil calendar as plans of drills need them: written, counted on by months.
// Days have no time zone; who writes a time beside one says which.
// Example: text_of(add_months(*day_of("2027-03-31"), 1)) == "2027-04-30" (the month is shorter)
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "models/base/moment.hpp"
#include "models/base/units.hpp"

namespace firedrill {

[[nodiscard]] std::string text_of(Day day);            // "2027-03-15"
[[nodiscard]] std::string weekday_of(Day day);         // "Monday"
[[nodiscard]] std::string short_weekday_of(Day day);   // "Mon"
[[nodiscard]] std::string month_name(unsigned month);  // 1: "January"

// 0: Monday, 6: Sunday.
[[nodiscard]] unsigned weekday_index(Day day);

// The same day `months` later, or the last of that month if it is shorter.
[[nodiscard]] Day add_months(Day day, int months);

// How many calendar months a cadence stands for, where it is a whole number of them that divides a
// year: plans say "3 months" and mean the calendar's, not 90 days.
[[nodiscard]] std::optional<int> months_of(Duration cadence);

// `day` and a cadence later: in calendar months where it is some, else in days (rounded down).
[[nodiscard]] Day add_cadence(Day day, Duration cadence);

}  // namespace firedrill
