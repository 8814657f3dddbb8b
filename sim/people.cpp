#include "sim/people.hpp"

#include <algorithm>

namespace firedrill {
namespace {

// Pages go round the escalation path at most this often; whoever has not answered by then will not.
constexpr int rounds_limit = 100;

}  // namespace

People::People(const Plan& plan, Luck& luck) : plan_{plan}, engaged_at_(plan.roles.size(), never) {
  for (const Role& role : plan.roles) {
    answers_.push_back(luck.stream("role/" + role.name + "/acknowledge"));
    decisions_.push_back(luck.stream("role/" + role.name + "/decide"));
  }
}

Duration People::acknowledge(RoleId role, Duration now, const WeekClock& clock, Luck& luck) {
  if (engaged_at_[role.index] != never) {
    return std::max(engaged_at_[role.index] - now, Duration::zero());
  }
  Duration waited{};
  RoleId paged = role;
  for (int round = 0; round < rounds_limit; ++round) {
    const Role& person = plan_.roles[paged.index];
    Draws& draws = luck[answers_[paged.index]];
    const bool is_outside =
        person.hours && !is_at_work(*person.hours, clock.time_of_week(add(now, waited)));
    const bool is_absent = draws.bernoulli(is_outside ? person.hours->absence_probability
                                                      : person.absence_probability);
    const Duration answer =
        sample_duration(is_outside ? person.hours->acknowledge : person.acknowledge, draws);
    if (!is_absent) {
      const Duration answered = waited + answer;
      engaged_at_[role.index] = add(now, answered);
      engaged_at_[paged.index] = std::min(engaged_at_[paged.index], add(now, answered));
      return answered;
    }
    waited += person.escalate_after;
    paged = person.backup.value_or(paged);
  }
  return never;
}

Duration People::decide(RoleId role, Luck& luck) const {
  return sample_duration(plan_.roles[role.index].decide, luck[decisions_[role.index]]);
}

}  // namespace firedrill
