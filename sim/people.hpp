// Who answers a page and how long it takes: acknowledgement, absence, escalation to the backup, and
// the time to decide and to hand over. A role that has answered once stays engaged for the rest of
// the incident, unless its people leave.
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

  // Nobody has been paged yet, and nobody is away.
  void begin() { roles_.assign(roles_.size(), {}); }

  // Nobody of `role` answers before `until`, and whom they stood in for is without them.
  void leave(RoleId role, Duration until);

  // From a page at `now` to somebody's acknowledgement, `never` if nobody on the escalation path
  // answers after many rounds. A role that is being paged already answers both pages at once; one
  // that is engaged answers immediately. Whoever stands in for another is engaged, too. Outside
  // working hours people answer as the plan says for that.
  [[nodiscard]] Duration acknowledge(RoleId role, Duration now, const WeekClock& clock, Luck& luck);

  // From being engaged to a decision about one problem.
  [[nodiscard]] Duration decide(RoleId role, Luck& luck) const;

  // From one shift to the next; zero if the role has no shifts.
  [[nodiscard]] Duration hand_over(RoleId role, Luck& luck) const;

 private:
  struct OfRole {
    Duration engaged_at = never;  // `never`: not yet
    RoleId answered_by{};         // itself, or who stood in for it
    Duration away_until{};
  };

  const Plan& plan_;
  std::vector<StreamId> answers_, decisions_, handovers_;  // per role
  std::vector<OfRole> roles_;
};

}  // namespace firedrill
