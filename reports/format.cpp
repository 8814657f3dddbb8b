#include "reports/format.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace firedrill {
namespace {

// "2 h 05 min", or "2 h" where nothing is left over.
std::string two_units(long long amount, long long per_large, const char* large, const char* small) {
  const long long rest = amount % per_large;
  return rest == 0 ? fmt::format("{} {}", amount / per_large, large)
                   : fmt::format("{} {} {:02} {}", amount / per_large, large, rest, small);
}

}  // namespace

std::string human_duration(double seconds) {
  if (std::isinf(seconds)) {
    return "never";
  }
  if (seconds < 0.0) {
    return "-" + human_duration(-seconds);
  }
  if (seconds < 9.95) {
    const std::string tenths = fmt::format("{:.1f}", seconds);
    return (tenths.ends_with(".0") ? tenths.substr(0, tenths.size() - 2) : tenths) + " s";
  }
  const long long whole_seconds = std::llround(seconds);
  if (whole_seconds < 60) {
    return fmt::format("{} s", whole_seconds);
  }
  if (whole_seconds < 600) {
    return two_units(whole_seconds, 60, "min", "s");
  }
  const long long minutes = std::llround(seconds / 60.0);
  if (minutes < 60) {
    return fmt::format("{} min", minutes);
  }
  constexpr long long three_days = 72LL * 60;
  if (minutes < three_days) {
    return two_units(minutes, 60, "h", "min");
  }
  return two_units(std::llround(seconds / 3600.0), 24, "d", "h");
}

std::string percent_number(double fraction) {
  if (fraction <= 0.0 || fraction >= 1.0) {
    return fmt::format("{:.0f}", 100.0 * fraction);
  }
  const double nearest_end = std::min(fraction, 1.0 - fraction);
  for (int places = nearest_end < 0.01 ? 2 : 1;; ++places) {
    std::string text = fmt::format("{:.{}f}", 100.0 * fraction, places);
    const bool reads_as_end =
        text.starts_with("100") || text.find_first_of("123456789") == std::string::npos;
    if (!reads_as_end || places == 9) {
      return text;
    }
  }
}

std::string percent(double fraction) { return percent_number(fraction) + " %"; }

std::string chosen_percent(double fraction) { return fmt::format("{:.6g} %", 100.0 * fraction); }

std::string signed_points(double change) {
  const std::string text = fmt::format("{:+.1f}", 100.0 * change);
  return text == "+0.0" || text == "-0.0" ? "0.0" : text;
}

std::string signed_duration(double seconds) {
  std::string length = human_duration(std::abs(seconds));
  if (length == "0 s") {
    return length;
  }
  return (seconds < 0.0 ? "-" : "+") + length;
}

std::string grouped(std::int64_t number) {
  std::string digits = fmt::format("{}", number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t place = digits.size(); place > first + 3;) {
    place -= 3;
    digits.insert(place, ",");
  }
  return digits;
}

std::string counted(std::uint64_t number, const std::string& noun, const std::string& plural) {
  const std::string& many = plural.empty() ? noun + "s" : plural;
  return grouped(static_cast<std::int64_t>(number)) + " " + (number == 1 ? noun : many);
}

std::string origin_of(std::uint64_t drills, std::uint64_t stand_ins) {
  if (stand_ins == 0) {
    return "MEASURED";
  }
  const std::string simulated =
      "SIMULATED by " + std::string{stand_ins == 1 ? "a stand-in" : "stand-ins"};
  return stand_ins >= drills ? simulated : "MEASURED, and " + simulated;
}

std::string joint_label(std::uint64_t stand_ins) {
  return stand_ins == 0 ? "MEASURED" : "SIMULATED";
}

}  // namespace firedrill
