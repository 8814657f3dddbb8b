#include "sim/people.hpp"

#include <algorithm>

namespace firedrill {
namespace {

// Pages go round the escalation path at most this often; whoever has not answered by then will not.
constexpr int rounds_limit = 100;

}  // namespace

People::People(const Plan& plan, Luck& luck) : plan_{plan}, roles_(plan.roles.size()) {
  for (const Role& role : plan.roles) {
    answers_.push_back(luck.stream("role/" + role.name + "/acknowledge"));
    decisions_.push_back(luck.stream("role/" + role.name + "/decide"));
    handovers_.push_back(luck.stream("role/" + role.name + "/hand over"));
  }
}

void People::leave(RoleId role, Duration until) {
  roles_[role.index].away_until = std::max(roles_[role.index].away_until, until);
  for (OfRole& one : roles_) {
    if (one.answered_by == role) {
      one.engaged_at = never;
    }
  }
}

Duration People::acknowledge(RoleId role, Duration now, const WeekClock& clock, Luck& luck) {
  if (const Duration engaged_at = roles_[role.index].engaged_at; engaged_at != never) {
    return std::max(engaged_at - now, Duration::zero());
  }
  Duration waited{};
  RoleId paged = role;
  for (int round = 0; round < rounds_limit; ++round) {
    const Role& person = plan_.roles[paged.index];
    const Duration paged_at = add(now, waited);
    Draws& draws = luck[answers_[paged.index]];
    const bool is_outside =
        person.hours && !is_at_work(*person.hours, clock.time_of_week(paged_at));
    const bool is_absent = draws.bernoulli(is_outside ? person.hours->absence_probability
                                                      : person.absence_probability);
    const Duration answer =
        sample_duration(is_outside ? person.hours->acknowledge : person.acknowledge, draws);
    if (!is_absent && paged_at >= roles_[paged.index].away_until) {
      const Duration answered = waited + answer;
      const Duration engaged_at = add(now, answered);
      roles_[role.index].engaged_at = engaged_at;
      roles_[role.index].answered_by = paged;
      if (engaged_at < roles_[paged.index].engaged_at) {
        roles_[paged.index].engaged_at = engaged_at;
        roles_[paged.index].answered_by = paged;
      }
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

Duration People::hand_over(RoleId role, Luck& luck) const {
  const auto& shift = plan_.roles[role.index].shift;
  return shift ? sample_duration(shift->handover, luck[handovers_[role.index]]) : Duration::zero();
}

}  // namespace firedrill
