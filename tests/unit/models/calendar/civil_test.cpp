// Days of the calendar; expected values from printed calendars.
#include <catch2/catch.hpp>

#include "tests/unit/models/calendar/programme_fixture.hpp"

using namespace firedrill;

TEST_CASE("days are written as they are read") {
  CHECK(text_of(day(2027, 3, 5)) == "2027-03-05");
  CHECK(text_of(*day_of("2028-02-29")) == "2028-02-29");
}

TEST_CASE("weekdays") {
  CHECK(weekday_of(day(2027, 1, 1)) == "Friday");
  CHECK(short_weekday_of(day(2024, 2, 29)) == "Thu");
  CHECK(weekday_index(day(2027, 1, 4)) == 0);
  CHECK(weekday_index(day(2027, 1, 3)) == 6);
}

TEST_CASE("a month later is the same day, or the last of a shorter month") {
  CHECK(add_months(day(2027, 1, 31), 1) == day(2027, 2, 28));
  CHECK(add_months(day(2028, 1, 31), 1) == day(2028, 2, 29));
  CHECK(add_months(day(2027, 11, 15), 3) == day(2028, 2, 15));
  CHECK(add_months(day(2028, 3, 15), -12) == day(2027, 3, 15));
}

TEST_CASE("cadences of plans are months where they can be") {
  CHECK(months_of(std::chrono::days{30}) == 1);
  CHECK(months_of(std::chrono::days{90}) == 3);
  CHECK(months_of(std::chrono::days{365}) == 12);
  CHECK_FALSE(months_of(std::chrono::days{14}));
  CHECK_FALSE(months_of(std::chrono::days{150}));  // 5 months do not divide a year
  CHECK_FALSE(months_of(Duration::zero()));
  CHECK(add_cadence(day(2027, 8, 31), std::chrono::days{180}) == day(2028, 2, 29));
  CHECK(add_cadence(day(2027, 1, 1), std::chrono::days{14}) == day(2027, 1, 15));
}
