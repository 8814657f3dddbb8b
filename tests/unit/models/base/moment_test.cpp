// Days and moments as they are written; expected values from Python's datetime.
#include "models/base/moment.hpp"

#include <catch2/catch.hpp>

using namespace firedrill;
using namespace std::chrono_literals;

TEST_CASE("a day is read as it is written, and nothing else is") {
  CHECK(day_of("2027-03-15")->time_since_epoch() == std::chrono::days{20'892});
  CHECK(day_of("2028-02-29"));
  for (const char* wrong : {"2027-02-29", "2027-13-01", "2027-00-10", "2027-01-32", "2027-1-5",
                            "27-01-05", "2027/01/05", "2027-01-05 ", " 2027-01-5", "2027-01-+5",
                            "2027-01--5", "-027-01-05", "", "tomorrow", "0000-01-01"}) {
    INFO(wrong);
    CHECK_FALSE(day_of(wrong));
  }
}

TEST_CASE("a moment is read as it is written") {
  CHECK(moment_of("2027-01-31T18:00:00Z")->time_since_epoch() == 1'801'418'400s);
  CHECK(moment_of("2024-02-29T23:59:59.000001Z")->time_since_epoch() == 1'709'251'199s + 1us);
  CHECK(moment_of("2024-02-29T23:59:59.25Z")->time_since_epoch() == 1'709'251'199s + 250ms);
  CHECK(moment_of("0001-01-01T00:00:00Z")->time_since_epoch() == -62'135'596'800s);
}

TEST_CASE("what is no moment in UTC is none") {
  for (const char* wrong :
       {"2027-01-31", "2027-01-31T18:00:00", "2027-01-31 18:00:00Z", "2027-01-31T18:00:00z",
        "2027-01-31T18:00:00+00:00", "2027-02-29T18:00:00Z", "2027-01-31T24:00:00Z",
        "2027-01-31T18:60:00Z", "2027-01-31T18:00:60Z", "2027-01-31T18:00:00.Z",
        "2027-01-31T18:00:00.1234567Z", "2027-01-31T18:00:00,5Z", "2027-01-31T18:00:+1Z",
        "2027-01-31T18:00Z", "2027-01-31T18-00-00Z", " 2027-01-31T18:00:00Z", "Z", ""}) {
    INFO(wrong);
    CHECK_FALSE(moment_of(wrong));
  }
}
