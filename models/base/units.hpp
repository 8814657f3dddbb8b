// Physical quantities as types, so that seconds never meet bytes by accident.
// Time is int64 nanoseconds everywhere in the engine: sums of durations are exact and associative,
// so no result depends on the order in which threads add them up.
// Example: const Duration copy = transfer_time(Bytes{200'000'000'000}, Rate{125e6});  // 1600 s
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <limits>

namespace firedrill {

// A span of time, or an instant measured from the zero of a run [ns].
using Duration = std::chrono::nanoseconds;

// "It never happened within the horizon": sorts after every real duration.
inline constexpr Duration never = Duration::max();

inline constexpr Duration one_day = std::chrono::hours{24};
inline constexpr Duration one_week = 7 * one_day;

// An amount of data [bytes].
struct Bytes {
  std::int64_t count = 0;
  auto operator<=>(const Bytes&) const = default;  // NOLINT(modernize-use-nullptr): it has none
};

// A data rate [bytes/s]; never negative, 0 means that nothing flows.
struct Rate {
  double bytes_per_second = 0.0;
  auto operator<=>(const Rate&) const = default;  // NOLINT(modernize-use-nullptr): it has none
};

// `duration` in seconds; `never` becomes +infinity.
[[nodiscard]] constexpr double to_seconds(Duration duration) {
  return duration == never ? std::numeric_limits<double>::infinity()
                           : static_cast<double>(duration.count()) / 1e9;
}

// The nearest whole nanosecond to `seconds`, halves upwards; beyond int64 (292 years) or NaN:
// `never`.
[[nodiscard]] constexpr Duration from_seconds(double seconds) {
  const double nanoseconds = seconds * 1e9 + 0.5;
  if (!(nanoseconds < 9.2e18)) {
    return never;
  }
  const auto whole = static_cast<std::int64_t>(nanoseconds);  // towards zero
  if (nanoseconds >= 0.0) {
    return Duration{whole};
  }
  return Duration{whole - (static_cast<double>(whole) > nanoseconds ? 1 : 0)};
}

// How long `amount` takes at `rate`; `never` when the rate is zero and the amount is not.
[[nodiscard]] Duration transfer_time(Bytes amount, Rate rate);

// `a + b`, where `never` plus anything is `never`.
[[nodiscard]] constexpr Duration add(Duration a, Duration b) {
  return a == never || b == never || a > never - b ? never : a + b;
}

}  // namespace firedrill
