#include "models/fluid/daily_profile.hpp"

#include <algorithm>

namespace firedrill {
namespace {

constexpr double day = 86'400.0;  // [s]

// How long the part lasts [s].
double length_of(const DailyProfile& profile, std::size_t part) {
  const bool is_last = part + 1 == profile.parts.size();
  const double until = is_last ? profile.parts.front().from + day : profile.parts[part + 1].from;
  return until - profile.parts[part].from;
}

}  // namespace

double share_at(const DailyProfile& profile, double time_of_day) {
  if (profile.is_flat()) {
    return 1.0;
  }
  const auto after = std::upper_bound(
      profile.parts.begin(), profile.parts.end(), time_of_day,
      [](double time, const DailyProfile::Part& part) { return time < part.from; });
  return after == profile.parts.begin() ? profile.parts.back().share : (after - 1)->share;
}

double mean_share(const DailyProfile& profile) {
  if (profile.is_flat()) {
    return 1.0;
  }
  double sum = 0.0;
  for (std::size_t part = 0; part < profile.parts.size(); ++part) {
    sum += profile.parts[part].share * length_of(profile, part);
  }
  return sum / day;
}

double most_share(const DailyProfile& profile) {
  double most = profile.is_flat() ? 1.0 : 0.0;
  for (const DailyProfile::Part& part : profile.parts) {
    most = std::max(most, part.share);
  }
  return most;
}

std::vector<ShareStep> steps_of(const DailyProfile& profile, double time_of_day, double seconds) {
  std::vector<ShareStep> steps{{0.0, share_at(profile, time_of_day)}};
  for (double midnight = -time_of_day; midnight < seconds && !profile.is_flat(); midnight += day) {
    for (const DailyProfile::Part& part : profile.parts) {
      const double time = midnight + part.from;
      if (time > 0.0 && time < seconds) {
        steps.push_back({time, part.share});
      }
    }
  }
  return steps;
}

}  // namespace firedrill
