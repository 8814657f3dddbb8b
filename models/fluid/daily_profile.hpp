// How what is written rises and falls over a day: by day more than by night, a batch at two in the
// morning. From each time of the day on it is a share of the stream's rate, until the next; so what
// is written in all stays piecewise linear, and needs no ticks.
// Example: DailyProfile office{{{0.0, 0.4}, {28'800.0, 1.6}, {64'800.0, 0.8}}}; mean_share(office)
#pragma once

#include <vector>

namespace firedrill {

struct DailyProfile {
  struct Part {
    double from = 0.0;   // [s] after midnight, less than a day
    double share = 1.0;  // of the stream's rate from then on, at least 0
  };
  std::vector<Part> parts;  // in order of time, each time once; the last goes on after midnight

  [[nodiscard]] bool is_flat() const { return parts.empty(); }  // always 1
};

// At a time of the day [s after midnight, from 0 to less than a day].
[[nodiscard]] double share_at(const DailyProfile& profile, double time_of_day);

// Over a whole day, and at its most.
[[nodiscard]] double mean_share(const DailyProfile& profile);
[[nodiscard]] double most_share(const DailyProfile& profile);

// From `time` on, `share`.
struct ShareStep {
  double time = 0.0;  // [s] since the beginning
  double share = 1.0;
};
// The shares over `seconds` that begin at `time_of_day` [s after midnight]: the first step at 0.
[[nodiscard]] std::vector<ShareStep> steps_of(const DailyProfile& profile, double time_of_day,
                                              double seconds);

}  // namespace firedrill
