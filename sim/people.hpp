// Who answers a page and how long it takes: acknowledgement, absence, escalation to the backup, and
// the time to decide. A role that has answered once stays engaged for the rest of the incident.
// Example: people.acknowledge(role, now, luck) -> 6 min
#pragma once

#include <vector>

#include "models/plan/plan.hpp"
#include "sim/luck.hpp"
#include "sim/week_clock.hpp"

namespace firedrill {

class People {
 public:
  People(const Plan& plan, Luck& luck);

  // Nobody has been paged yet.
  void begin() { engaged_at_.assign(engaged_at_.size(), never); }

  // From a page at `now` to somebody's acknowledgement, `never` if nobody on the escalation path
  // answers after many rounds. A role that is being paged already answers both pages at once; one
  // that is engaged answers immediately. Whoever stands in for another is engaged, too. Outside
  // working hours people answer as the plan says for that.
  [[nodiscard]] Duration acknowledge(RoleId role, Duration now, const WeekClock& clock, Luck& luck);

  // From being engaged to a decision about one problem.
  [[nodiscard]] Duration decide(RoleId role, Luck& luck) const;

 private:
  const Plan& plan_;
  std::vector<StreamId> answers_, decisions_;  // per role
  std::vector<Duration> engaged_at_;           // per role; `never`: not yet
};

}  // namespace firedrill
