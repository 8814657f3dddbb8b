// Who answers a page and how long it takes: acknowledgement, absence, escalation to the backup, and
// the time to decide. A role that has answered once stays engaged for the rest of the incident.
// Example: people.acknowledge(role, luck) -> 6 min
#pragma once

#include <cstdint>
#include <vector>

#include "models/plan/plan.hpp"
#include "sim/luck.hpp"

namespace firedrill {

class People {
 public:
  People(const Plan& plan, Luck& luck);

  // Nobody has been paged yet.
  void begin() { engaged_.assign(engaged_.size(), 0); }

  // From the page to somebody's acknowledgement; zero if the role is engaged already, `never` if
  // nobody on the escalation path answers after many rounds.
  [[nodiscard]] Duration acknowledge(RoleId role, Luck& luck);

  // From being engaged to a decision about one problem.
  [[nodiscard]] Duration decide(RoleId role, Luck& luck) const;

 private:
  const Plan& plan_;
  std::vector<StreamId> answers_, decisions_;  // per role
  std::vector<std::uint8_t> engaged_;
};

}  // namespace firedrill
