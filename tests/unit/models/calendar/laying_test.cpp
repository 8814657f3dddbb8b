// Where drills come to lie: by hand, and against trying every way.
#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <set>

#include "models/chance/random.hpp"
#include "tests/unit/models/calendar/programme_fixture.hpp"

using namespace firedrill;
using std::chrono::days;

namespace {

Plan plan_with(int people) {
  Plan plan;
  plan.roles.emplace_back();
  plan.roles.back().name = "devops";
  plan.roles.back().people = people;
  return plan;
}

// The least sum of costs by trying every day of every occurrence, one after the other.
long cheapest(const DrillProgramme& programme, const Plan& plan,
              const std::vector<Occurrence>& occurrences, std::size_t index, std::set<Day>& taken) {
  if (index == occurrences.size()) {
    return 0;
  }
  constexpr long impossible = 1'000'000'000'000;
  const Occurrence& one = occurrences[index];
  const long length = (one.last - one.first).count() + 1;
  long best = impossible + cheapest(programme, plan, occurrences, index + 1, taken);
  for (Day day = one.first; day <= one.last; day += days{1}) {
    const auto& held = programme.exercises[one.exercise];
    if (taken.count(day) != 0 || !obstacle_to(programme, plan, held, day).empty()) {
      continue;
    }
    taken.insert(day);
    const long off = (day - one.best).count();
    best = std::min(best, off * off * 1'000'000 / (length * length) +
                              cheapest(programme, plan, occurrences, index + 1, taken));
    taken.erase(day);
  }
  return best;
}

}  // namespace

TEST_CASE("a cadence divides the year, and its drills lie in the middle of the parts") {
  DrillProgramme programme = any_day_programme();
  programme.exercises = {exercise("monthly", one_month), exercise("yearly", one_year_cadence)};
  const auto occurrences = occurrences_of(programme, 2027);
  REQUIRE(occurrences.size() == 13);
  CHECK(occurrences[1].first == day(2027, 2, 1));
  CHECK(occurrences[1].last == day(2027, 2, 28));
  CHECK(occurrences[1].best == day(2027, 2, 14));
  CHECK(occurrences[12].best == day(2027, 7, 2));
  for (const Placement& placement : lay_out(programme, plan_with(1), occurrences)) {
    CHECK(placement.day == placement.occurrence.best);
  }
}

TEST_CASE("what is due sooner comes sooner, once") {
  DrillProgramme programme = any_day_programme();
  programme.since = day(2026, 1, 1);
  programme.exercises = {exercise("quarterly", one_quarter)};
  programme.records = {{"quarterly", day(2026, 10, 20), "", DrillOutcome::failed, ""},
                       {"quarterly", day(2026, 12, 1), "", DrillOutcome::aborted, ""}};
  const auto occurrences = occurrences_of(programme, 2027);
  REQUIRE(occurrences.size() == 4);
  CHECK(occurrences[0].best == day(2027, 1, 20));  // the one that was broken off does not count
  CHECK(occurrences[1].best == day(2027, 5, 16));
}

TEST_CASE("two drills never share a day, closed days stay closed, and people must be there") {
  DrillProgramme programme = any_day_programme();
  programme.exercises = {exercise("one", one_month), exercise("two", one_month)};
  programme.exercises[1].people = {{RoleId{0}, 2}};
  programme.closed = {{day(2027, 1, 14), day(2027, 1, 18), "freeze", true}};
  programme.away = {{RoleId{0}, 1, day(2027, 2, 1), day(2027, 2, 28), "leave"}};
  const auto placements = lay_out(programme, plan_with(2), occurrences_of(programme, 2027));
  std::set<Day> taken;
  std::size_t laid = 0;
  for (const Placement& placement : placements) {
    if (placement.day) {
      CHECK(taken.insert(*placement.day).second);
      ++laid;
    }
  }
  CHECK(laid == 23);
  CHECK(std::min(*placements[0].day, *placements[12].day) == day(2027, 1, 13));
  CHECK(std::max(*placements[0].day, *placements[12].day) == day(2027, 1, 19));
  const Placement& february = placements[13];
  CHECK_FALSE(february.day);
  CHECK(february.obstacles == std::map<std::string, int>{{"too few of devops", 28}});
}

TEST_CASE("no other way of laying drills deviates less") {
  for (std::uint64_t round = 0; round < 40; ++round) {
    INFO("round " << round << "; again with: test_unit_models_calendar \"no other way*\"");
    Draws draws{StreamKey{11, "calendar"}, round};
    DrillProgramme programme = any_day_programme();
    const auto below = [&](int limit) {
      return static_cast<int>(draws.uniform() * static_cast<double>(limit));
    };
    for (int number = 0; number < 3; ++number) {
      programme.exercises.push_back(exercise("drill " + std::to_string(number), one_year_cadence));
    }
    std::vector<Occurrence> occurrences;
    for (std::uint32_t number = 0; number < 4; ++number) {
      const Day first = day(2027, 3, 1) + days{below(4)};
      const Day last = first + days{2 + below(6)};
      occurrences.push_back({number % 3, 1, first, last, first + days{below(9)}});
    }
    const Day closed = day(2027, 3, 1) + days{below(10)};
    programme.closed = {{closed, closed + days{below(3)}, "closed", false}};
    const Plan plan = plan_with(1);
    const auto placements = lay_out(programme, plan, occurrences);
    long cost = 0;
    for (const Placement& placement : placements) {
      const Occurrence& one = placement.occurrence;
      const long length = (one.last - one.first).count() + 1;
      const long off = placement.day ? (*placement.day - one.best).count() : 0;
      cost += placement.day ? off * off * 1'000'000 / (length * length) : 1'000'000'000'000;
    }
    std::set<Day> taken;
    CHECK(cost == cheapest(programme, plan, occurrences, 0, taken));
  }
}

TEST_CASE("meetings lie on their weekday, or on the first open day after it") {
  DrillProgramme programme = any_day_programme();
  programme.closed = {{day(2027, 6, 9), day(2027, 6, 11), "away", false}};
  programme.meetings = {{"quarterly", 3, 3, 2, 2}};  // second Wednesdays from March on
  const auto dates = meeting_dates(programme, 2027);
  REQUIRE(dates.size() == 4);
  CHECK(dates[0].day == day(2027, 3, 10));
  CHECK(dates[1].day == day(2027, 6, 12));
  CHECK(dates[1].moved_from == day(2027, 6, 9));
  CHECK(dates[3].day == day(2027, 12, 8));
}
