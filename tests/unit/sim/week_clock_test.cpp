// What hour it is, and what the hour does to people: how they answer outside their working hours.
#include "sim/week_clock.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>

#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"
#include "sim/people.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// From nine to five, Monday to Friday; outside, an answer takes an hour and a half instead of 1 s.
Scenario office(const Beginning& begins) {
  Role role;
  role.name = "office";
  role.acknowledge = Distribution{Constant{1.0}};
  role.hours = WorkingHours{.days = {true, true, true, true, true, false, false},
                            .from = 9h,
                            .to = 17h,
                            .acknowledge = Distribution{Constant{5'400.0}}};
  Scenario scenario;
  scenario.plan.roles = {role};
  scenario.begins = begins;
  return scenario;
}

Duration answer_at(const Beginning& begins, Duration page) {
  const Scenario scenario = office(begins);
  Luck luck{3};
  People people{scenario.plan, luck};
  WeekClock clock{scenario, 3};
  luck.begin(0);
  people.begin();
  clock.begin(0);
  return people.acknowledge(RoleId{0}, page, clock, luck);
}

constexpr std::size_t friday = 4, sunday = 6;

}  // namespace

TEST_CASE("a run that says when it begins begins then; its clock goes on from there") {
  WeekClock clock{office({sunday, 23h}), 1};
  for (std::uint64_t replication = 0; replication < 3; ++replication) {
    clock.begin(replication);
    CHECK(clock.time_of_week(0s) == Duration{6 * 24h + 23h});
    CHECK(clock.time_of_week(90min) == Duration{30min});  // Monday
    CHECK(clock.time_of_day(90min) == Duration{30min});
  }
}

TEST_CASE("a run that does not say begins at any hour of the week alike") {
  WeekClock clock{office({}), 1};
  constexpr std::uint64_t replications = 7'000;
  std::array<int, 7> on_day{};
  int mornings = 0;
  for (std::uint64_t replication = 0; replication < replications; ++replication) {
    clock.begin(replication);
    const Duration time = clock.time_of_week(0s);
    ++on_day.at(static_cast<std::size_t>(time / one_day));
    mornings += clock.time_of_day(0s) < Duration{12h} ? 1 : 0;
  }
  for (const int days : on_day) {  // 1,000 each, with a standard deviation of 29
    CHECK(std::abs(days - 1'000) < 5 * 29);
  }
  CHECK(std::abs(mornings - 3'500) < 5 * 42);
}

TEST_CASE("what hour it is at a page decides, not at the beginning of the run") {
  CHECK(answer_at({friday, 16h}, 0s) == Duration{1s});
  CHECK(answer_at({friday, 16h}, 30min) == Duration{1s});
  CHECK(answer_at({friday, 16h}, 1h) == Duration{90min});
  CHECK(answer_at({sunday, 10h}, 0s) == Duration{90min});
  CHECK(answer_at({sunday, 10h}, 23h) == Duration{1s});  // Monday, nine
}

TEST_CASE("hours over midnight belong to the day on which they begin") {
  const WorkingHours night{.days = {true, false, false, false, false, false, true},
                           .from = 22h,
                           .to = 6h,
                           .acknowledge = {}};
  CHECK(is_at_work(night, 23h));       // Monday
  CHECK(is_at_work(night, 24h + 5h));  // Tuesday morning
  CHECK_FALSE(is_at_work(night, 24h + 6h));
  CHECK_FALSE(is_at_work(night, 24h + 23h));
  CHECK(is_at_work(night, 5h));  // Monday morning, from Sunday
  CHECK_FALSE(is_at_work(night, 6 * 24h + 5h));
}

TEST_CASE("the prediction sets recoveries outside working hours apart") {
  const auto any = load_scenario("scenarios/library/regional-outage.json");
  const auto holiday = load_scenario("scenarios/library/regional-outage-holiday.json");
  REQUIRE(any);
  REQUIRE(holiday);
  SimulationOptions options;
  options.seed = 2;
  options.replications = 2'000;
  const Prediction mixed = summarise(*any, simulate(*any, options));
  REQUIRE(mixed.hours);
  // 40 of 168 hours are worked, and the outage begins ten minutes into the run.
  CHECK(std::abs(mixed.hours->inside.fraction - 40.0 / 168.0) < 0.05);
  CHECK(mixed.hours->inside.fraction + mixed.hours->outside.fraction == Approx(1.0));
  const Prediction night = summarise(*holiday, simulate(*holiday, options));
  CHECK(night.hours->outside.fraction == 1.0);
  CHECK(night.hours->inside.fraction == 0.0);
  CHECK(night.hours->outside.met_fraction == night.objectives.front().met_fraction);
}
