// What hour it is, for those who care: people, validators, scripts that name things by the date.
// The hour at which a run begins is the scenario's, or drawn evenly over the week for each
// replication.
// Example: clock.begin(replication); clock.time_of_week(now) -> 3 h after Monday's midnight
#pragma once

#include <cstdint>

#include "models/chance/random.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

class WeekClock {
 public:
  WeekClock(const Scenario& scenario, std::uint64_t seed);

  void begin(std::uint64_t replication) {
    if (is_asked_) {
      draw(replication);
    }
  }

  [[nodiscard]] Duration time_of_week(Duration now) const { return (start_ + now) % one_week; }
  [[nodiscard]] Duration time_of_day(Duration now) const { return (start_ + now) % one_day; }

 private:
  void draw(std::uint64_t replication);

  Beginning begins_;
  StreamKey key_;
  bool is_asked_ = false;  // something in the scenario depends on the hour
  Duration start_{};       // of the run, since Monday's midnight
};

}  // namespace firedrill
