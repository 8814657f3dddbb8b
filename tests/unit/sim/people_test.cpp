// People against closed forms: how long until a page is answered, with absence and escalation, and
// what that makes of a message's due time.
#include "sim/people.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>

#include "models/chance/interval.hpp"
#include "scenarios/duties.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// Answers after a time of mean 10 min; absent with `absence`, when the other is paged after 15 min.
Plan two_people(double absence) {
  Plan plan;
  for (const char* name : {"first", "second"}) {
    Role role;
    role.name = name;
    role.acknowledge = Distribution{Exponential{600.0}};
    role.absence_probability = absence;
    role.escalate_after = 15min;
    plan.roles.push_back(role);
  }
  plan.roles[0].backup = RoleId{1};
  plan.roles[1].backup = RoleId{0};
  return plan;
}

// Of a page: answered within `seconds`. Each round is missed with probability `absence`, costs 15
// min, and the one that is answered takes an exponential time of mean 10 min.
double answered_within(double seconds, double absence) {
  double sum = 0.0;
  double reaches = 1.0;
  for (double left = seconds; left > 0.0; left -= 900.0) {
    sum += reaches * (1.0 - absence) * (1.0 - std::exp(-left / 600.0));
    reaches *= absence;
  }
  return sum;
}

// A clock that nobody looks at.
const WeekClock& any_hour() {
  static const WeekClock clock{Scenario{}, 1};
  return clock;
}

}  // namespace

TEST_CASE("escalation: the time to an answer is the mixture over the rounds missed") {
  constexpr double absence = 0.3;
  const Plan plan = two_people(absence);
  Luck luck{11};
  People people{plan, luck};
  constexpr std::uint64_t replications = 20'000;
  std::uint64_t within_15 = 0;
  std::uint64_t within_40 = 0;
  for (std::uint64_t replication = 0; replication < replications; ++replication) {
    luck.begin(replication);
    people.begin();
    const Duration answered = people.acknowledge(RoleId{0}, 0s, any_hour(), luck);
    within_15 += static_cast<std::uint64_t>(answered <= 15min);
    within_40 += static_cast<std::uint64_t>(answered <= 40min);
  }
  const auto check = [&](std::uint64_t count, double expected) {
    const Interval interval = wilson(count, replications, 0.9999);
    CHECK(interval.low < expected);
    CHECK(expected < interval.high);
  };
  check(within_15, answered_within(900.0, absence));
  check(within_40, answered_within(2400.0, absence));
}

TEST_CASE("a second page to somebody who is being paged is answered together with the first") {
  const Plan plan = two_people(0.0);
  Luck luck{11};
  People people{plan, luck};
  luck.begin(0);
  people.begin();
  const Duration first = people.acknowledge(RoleId{0}, 0s, any_hour(), luck);
  REQUIRE(first > 1s);
  CHECK(people.acknowledge(RoleId{0}, 1s, any_hour(), luck) == first - 1s);
  CHECK(people.acknowledge(RoleId{0}, first + 1h, any_hour(), luck) == 0s);
}

TEST_CASE("whoever is away is paged in vain, and no longer stands in for anybody") {
  const Plan plan = two_people(0.0);
  Luck luck{11};
  People people{plan, luck};
  luck.begin(0);
  people.begin();
  people.leave(RoleId{0}, 20min);
  const Duration answered = people.acknowledge(RoleId{0}, 0s, any_hour(), luck);
  CHECK(answered > 15min);  // the backup, after one round
  CHECK(people.acknowledge(RoleId{1}, answered, any_hour(), luck) == 0s);

  people.leave(RoleId{1}, answered + 100h);  // the first is back by now
  const Duration again = people.acknowledge(RoleId{0}, answered + 1h, any_hour(), luck);
  CHECK(again > 0s);
  CHECK(people.acknowledge(RoleId{0}, answered + 1h + again, any_hour(), luck) == 0s);

  people.leave(RoleId{0}, never);
  people.leave(RoleId{1}, never);
  CHECK(people.acknowledge(RoleId{0}, answered + 2h, any_hour(), luck) == never);
  people.begin();
  CHECK(people.acknowledge(RoleId{0}, 0s, any_hour(), luck) < 15min * 20);
}

TEST_CASE("to hand over takes as long as the plan says, and nothing without shifts") {
  Plan plan = two_people(0.0);
  plan.roles[1].shift = Shift{.length = 12h, .handover = Distribution{Constant{900.0}}};
  Luck luck{11};
  const People people{plan, luck};
  luck.begin(0);
  CHECK(people.hand_over(RoleId{0}, luck) == 0s);
  CHECK(people.hand_over(RoleId{1}, luck) == 15min);
}

TEST_CASE("a message is on time as often as the page before it allows") {
  const auto loaded = load_scenario("scenarios/library/regional-outage.json");
  REQUIRE(loaded);
  Scenario scenario = *loaded;
  constexpr double absence = 0.3;
  Plan plan = two_people(absence);
  for (std::size_t role = 0; role < 2; ++role) {
    plan.roles[role].name = scenario.plan.roles[role].name;
    plan.roles[role].decide = scenario.plan.roles[role].decide;
  }
  scenario.plan.roles = plan.roles;
  scenario.runbook.steps.clear();  // nobody else is paged, and no step tells anybody
  scenario.duties = duties_of(scenario.plan, scenario.runbook, scenario.incident);
  for (Duty& duty : scenario.duties) {
    duty.writing = Distribution{Constant{300.0}};
    duty.sending = Distribution{Constant{0.0}};
  }
  SimulationOptions options;
  options.seed = 3;
  options.replications = 4'000;
  const Prediction prediction = summarise(scenario, simulate(scenario, options));
  const auto is_initial = [](const DutyPrediction& one) { return one.kind == DutyKind::initial; };
  const auto found = std::find_if(prediction.duties.begin(), prediction.duties.end(), is_initial);
  REQUIRE(found != prediction.duties.end());
  const DutyPrediction& first = *found;
  CHECK(first.subject == "initial notification");
  CHECK(first.due_s == 900.0);
  CHECK(first.owed_fraction > 0.9);
  const double expected = answered_within(600.0, absence);  // 15 min less 5 of writing
  const double error = std::sqrt(expected * (1.0 - expected) / 4'000.0);
  CHECK(std::abs(first.on_time_fraction - expected) < 4.0 * error);
  CHECK(first.on_time_low < first.on_time_fraction);
  CHECK(first.on_time_fraction < first.on_time_high);
  CHECK(first.verdict == Verdict::missed);
}
