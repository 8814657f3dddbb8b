// Figures as people read them: "41 min", "2 h 05 min", "58.4 %", "10,000".
// Rounded for the eye, never for arithmetic; programs read the JSON.
// Example: human_duration(7'500) == "2 h 05 min"
#pragma once

#include <cstdint>
#include <string>

namespace firedrill {

// A span [s]: tenths below 10 s, seconds below 10 min, minutes below three days, then days and
// hours; infinity is "never".
[[nodiscard]] std::string human_duration(double seconds);

// An estimated fraction: "58.4 %"; with more places near the ends, so that only what is exactly
// none or all of it reads "0 %" or "100 %".
[[nodiscard]] std::string percent(double fraction);

// The same without its sign, for lists and intervals: "58.4".
[[nodiscard]] std::string percent_number(double fraction);

// A fraction that somebody chose, with no more places than it has: "95 %", "99.9 %".
[[nodiscard]] std::string chosen_percent(double fraction);

// A change of a fraction, in points of a hundred: "+12.3", "-0.4", "0.0".
[[nodiscard]] std::string signed_points(double change);

// A change of a span [s]: "+41 min", "-3.4 s", "0 s".
[[nodiscard]] std::string signed_duration(double seconds);

// A whole number in groups of three: "-1,234,567".
[[nodiscard]] std::string grouped(std::int64_t number);

// "1 promise", "2,000 promises"; "5 recoveries" with a plural of its own.
[[nodiscard]] std::string counted(std::uint64_t number, const std::string& noun,
                                  const std::string& plural = {});

// What drills show of which `stand_ins` were made by stand-ins: "MEASURED", "SIMULATED by
// stand-ins", or both; and the label of what is computed from all of them.
[[nodiscard]] std::string origin_of(std::uint64_t drills, std::uint64_t stand_ins);
[[nodiscard]] std::string joint_label(std::uint64_t stand_ins);

}  // namespace firedrill
