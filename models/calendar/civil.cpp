#include "models/calendar/civil.hpp"

#include <fmt/core.h>

#include <array>
#include <string_view>

namespace firedrill {
namespace {

constexpr std::array<std::string_view, 7> day_names{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> month_names{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

constexpr std::chrono::days plan_month{30};  // as the readers of durations have it
constexpr std::chrono::days plan_year{365};

}  // namespace

std::string text_of(Day day) {
  const std::chrono::year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

unsigned weekday_index(Day day) { return std::chrono::weekday{day}.iso_encoding() - 1; }

std::string weekday_of(Day day) { return std::string{day_names[weekday_index(day)]}; }

std::string short_weekday_of(Day day) { return weekday_of(day).substr(0, 3); }

std::string month_name(unsigned month) { return std::string{month_names.at(month - 1)}; }

Day add_months(Day day, int months) {
  const std::chrono::year_month_day date{day};
  const auto moved = date + std::chrono::months{months};
  return moved.ok() ? Day{moved} : Day{moved.year() / moved.month() / std::chrono::last};
}

std::optional<int> months_of(Duration cadence) {
  if (cadence == plan_year) {
    return 12;
  }
  const auto months = cadence / Duration{plan_month};
  const bool is_whole = months > 0 && cadence % Duration{plan_month} == Duration::zero();
  return is_whole && months <= 12 && 12 % months == 0 ? std::optional{static_cast<int>(months)}
                                                      : std::nullopt;
}

Day add_cadence(Day day, Duration cadence) {
  const auto months = months_of(cadence);
  return months ? add_months(day, *months)
                : day + std::chrono::duration_cast<std::chrono::days>(cadence);
}

}  // namespace firedrill
