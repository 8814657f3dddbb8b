#include "models/base/moment.hpp"

#include <algorithm>

namespace firedrill {
namespace {

constexpr std::size_t day_length = 10;     // of "2027-03-15"
constexpr std::size_t second_length = 19;  // of "2027-03-15T18:00:00"
constexpr std::size_t most_decimals = 6;

// All of `text`, at least one digit and nothing else, as a number.
std::optional<int> digits(std::string_view text) {
  const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) {
    return std::nullopt;
  }
  int value = 0;
  for (const char letter : text) {
    value = value * 10 + (letter - '0');
  }
  return value;
}

// The digits after the point, as microseconds.
std::optional<int> microseconds_of(std::string_view decimals) {
  auto value = decimals.size() > most_decimals ? std::nullopt : digits(decimals);
  for (std::size_t place = decimals.size(); value && place < most_decimals; ++place) {
    *value *= 10;
  }
  return value;
}

}  // namespace

std::optional<Day> day_of(std::string_view text) {
  if (text.size() != day_length || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day || *year < 1) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional{Day{date}} : std::nullopt;
}

std::optional<Moment> moment_of(std::string_view text) {
  if (text.size() <= second_length || text.back() != 'Z' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  const auto day = day_of(text.substr(0, day_length));
  const auto hour = digits(text.substr(11, 2));
  const auto minute = digits(text.substr(14, 2));
  const auto second = digits(text.substr(17, 2));
  const std::string_view rest = text.substr(second_length, text.size() - second_length - 1);
  std::optional<int> fraction = 0;
  if (!rest.empty()) {
    fraction = rest.front() == '.' ? microseconds_of(rest.substr(1)) : std::nullopt;
  }
  if (!day || !hour || !minute || !second || !fraction || *hour > 23 || *minute > 59 ||
      *second > 59) {
    return std::nullopt;
  }
  return *day + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
         std::chrono::seconds{*second} + std::chrono::microseconds{*fraction};
}

}  // namespace firedrill
