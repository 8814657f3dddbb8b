// Days and moments as files and people write them, read in one place: the Gregorian calendar, UTC,
// each spelled one way alone, so that no two readers see two instants.
// Example: moment_of("2027-01-31T18:00:00Z") - moment_of("2027-01-31T17:59:59.5Z") == 500 ms
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace firedrill {

using Day = std::chrono::sys_days;
using Moment = std::chrono::sys_time<std::chrono::microseconds>;

// "2027-03-15"; none if it is no day of the Gregorian calendar written so, from the year 1.
[[nodiscard]] std::optional<Day> day_of(std::string_view text);

// "2027-03-15T18:00:00Z", with up to six digits of a fraction of the second ("00.25Z"); none for
// anything else, a leap second too: no clock here knows one.
[[nodiscard]] std::optional<Moment> moment_of(std::string_view text);

}  // namespace firedrill
