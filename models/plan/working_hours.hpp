// When the people of a role are at work anyway, and how they answer a page when they are not. Times
// of the week are counted from Monday, midnight; a holiday is like a Sunday.
// Example: is_at_work(hours, 2 * 24h + 10h) -> Wednesday, ten o'clock: yes
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "models/base/units.hpp"
#include "models/chance/distribution.hpp"

namespace firedrill {

inline constexpr std::array<std::string_view, 7> weekdays{
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

struct WorkingHours {
  std::array<bool, 7> days{};        // from Monday
  Duration from{}, to{};             // of each of those days; over midnight if `to` is the earlier
  Distribution acknowledge;          // [s] outside them, from page to acknowledgement
  double absence_probability = 0.0;  // outside them: a page is not answered at all
};

[[nodiscard]] inline bool is_at_work(const WorkingHours& hours, Duration time_of_week) {
  const Duration time = time_of_week % one_day;
  const auto day = static_cast<std::size_t>(time_of_week / one_day);
  return hours.from <= hours.to ? hours.days[day] && hours.from <= time && time < hours.to
                                : (hours.days[day] && hours.from <= time) ||
                                      (hours.days[(day + 6) % 7] && time < hours.to);
}

}  // namespace firedrill
