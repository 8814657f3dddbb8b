// Which scenario is drilled when, what a re-test changes, what is overdue.
#include <catch2/catch.hpp>

#include "tests/unit/models/calendar/programme_fixture.hpp"

using namespace firedrill;

namespace {

struct Made {
  Made() {
    programme = any_day_programme();
    programme.exercises = {exercise("quarterly", one_quarter)};
    programme.exercises[0].candidates = {{"a.json", "a", 1.0}, {"b.json", "b", 0.3}};
    programme.exercises[0].preparation = std::chrono::hours{1};
    rehearsals = {{rehearsal("a", 0.0), rehearsal("b", 0.5)}};
  }
  [[nodiscard]] DrillCalendar calendar(Day today = day(2027, 1, 1)) const {
    return make_calendar(programme, plan, rehearsals, {2027, today});
  }
  [[nodiscard]] std::string scenarios() const {
    std::string names;
    for (const PlannedDrill& drill : calendar().drills) {
      names += programme.exercises[0].candidates[*drill.choice.candidate].name;
    }
    return names;
  }

  Plan plan;
  DrillProgramme programme;
  std::vector<std::vector<Rehearsal>> rehearsals;
};

}  // namespace

TEST_CASE("what is worth most is drilled first, and what was drilled is worth a quarter") {
  Made made;
  // a: 1.0 x 1 x 1 = 1, then .25, .0625; b: .3 x .5 x 2 = .3, then .075.
  CHECK(made.scenarios() == "abab");
  made.programme.records = {{"quarterly", day(2026, 11, 1), "a", DrillOutcome::passed, ""}};
  CHECK(made.scenarios() == "baba");
  made.programme.records[0].day = day(2025, 11, 1);  // too long ago to count
  CHECK(made.scenarios() == "abab");
}

TEST_CASE("what to expect and when to stop come from the rehearsal") {
  Made made;
  const DrillCalendar calendar = made.calendar();
  CHECK(calendar.drills[0].expected_s == 1'800.0 + 3'600.0);
  CHECK(calendar.drills[0].longest_s == 2 * 3'600.0);
  CHECK(calendar.drills[0].abort_after_s == 7'200.0);
  made.rehearsals[0][0].p99_s = std::numeric_limits<double>::infinity();
  CHECK_FALSE(made.calendar().drills[0].abort_after_s);
}

TEST_CASE("a re-test takes the first drill of its exercise that comes in time") {
  Made made;
  made.programme.retests = {{"CA-1", "mend it", "ops", "b", day(2027, 1, 1), day(2027, 6, 30)}};
  const DrillCalendar calendar = made.calendar();
  CHECK(calendar.drills[0].choice.retest == 0);
  CHECK(made.scenarios().front() == 'b');
  CHECK(calendar.drills[0].choice.why == "re-test of CA-1 (mend it), due 2027-06-30");
}

TEST_CASE("a re-test that no drill settles in time has one of its own, or is reported") {
  Made made;
  made.programme.retests = {{"CA-1", "mend it", "ops", "b", day(2027, 1, 5), day(2027, 1, 20)},
                            {"CA-2", "mend it", "ops", "z", day(2027, 1, 5), day(2027, 2, 20)}};
  DrillCalendar calendar = made.calendar();
  REQUIRE(calendar.drills.size() == 5);
  CHECK(calendar.drills[0].is_extra);
  CHECK(calendar.drills[0].day == day(2027, 1, 20));
  REQUIRE(calendar.unsettled.size() == 1);
  CHECK(calendar.unsettled[0].retest == 1);

  made.programme.records = {{"quarterly", day(2027, 1, 6), "b", DrillOutcome::failed, ""}};
  CHECK(made.calendar().drills[0].is_extra);  // a drill that failed shows nothing mended
  made.programme.records[0].outcome = DrillOutcome::passed;
  CHECK_FALSE(made.calendar().drills[0].is_extra);
}

TEST_CASE("overdue is what was due before today and has not been held") {
  Made made;
  CHECK(made.calendar(day(2027, 4, 1)).late.empty());  // due on that very day
  const auto late = made.calendar(day(2027, 4, 2)).late;
  REQUIRE(late.size() == 1);
  CHECK(late[0].due == day(2027, 4, 1));
  CHECK_FALSE(late[0].last);
  made.programme.records = {{"quarterly", day(2027, 3, 31), "a", DrillOutcome::failed, ""}};
  CHECK(made.calendar(day(2027, 6, 30)).late.empty());
  CHECK(made.calendar(day(2027, 7, 1)).late.size() == 1);
}
