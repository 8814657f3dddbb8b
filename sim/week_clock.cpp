#include "sim/week_clock.hpp"

#include "scenarios/restorations.hpp"
#include "sim/link_streams.hpp"

namespace firedrill {

WeekClock::WeekClock(const Scenario& scenario, std::uint64_t seed)
    : begins_{scenario.begins},
      key_{seed, "time of the week"},
      is_asked_{!endangered_data(scenario).empty() || role_with_hours(scenario.plan) != nullptr ||
                has_daily_profile(scenario.plan)} {}

void WeekClock::draw(std::uint64_t replication) {
  Draws draws{key_, replication};
  const double day = draws.uniform() * static_cast<double>(weekdays.size());
  const Duration time = from_seconds(draws.uniform() * to_seconds(one_day));
  start_ =
      static_cast<std::int64_t>(begins_.day.value_or(static_cast<std::size_t>(day))) * one_day +
      begins_.at.value_or(time);
}

}  // namespace firedrill
