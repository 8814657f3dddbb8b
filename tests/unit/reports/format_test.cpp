#include "reports/format.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace firedrill;

TEST_CASE("a duration is told in the units a person would choose") {
  CHECK(human_duration(0.0) == "0 s");
  CHECK(human_duration(0.04) == "0 s");
  CHECK(human_duration(3.42) == "3.4 s");
  CHECK(human_duration(9.96) == "10 s");
  CHECK(human_duration(59.4) == "59 s");
  CHECK(human_duration(125.0) == "2 min 05 s");
  CHECK(human_duration(300.0) == "5 min");
  CHECK(human_duration(41 * 60.0) == "41 min");
  CHECK(human_duration(7'500.0) == "2 h 05 min");
  CHECK(human_duration(48 * 3600.0) == "48 h");
  CHECK(human_duration(84 * 3600.0) == "3 d 12 h");
  CHECK(human_duration(7 * 86400.0) == "7 d");
  CHECK(human_duration(std::numeric_limits<double>::infinity()) == "never");
  CHECK(human_duration(-90.0) == "-1 min 30 s");
}

TEST_CASE("rounding a duration carries into the larger unit") {
  CHECK(human_duration(59.6) == "1 min");
  CHECK(human_duration(599.7) == "10 min");
  CHECK(human_duration(3'599.0) == "1 h");
  CHECK(human_duration(71 * 3600.0 + 59 * 60.0 + 45.0) == "3 d");
}

TEST_CASE("a fraction reads as none or all only if it is") {
  CHECK(percent(0.0) == "0 %");
  CHECK(percent(1.0) == "100 %");
  CHECK(percent(0.5824) == "58.2 %");
  CHECK(percent(0.9942) == "99.42 %");
  CHECK(percent(0.99996) == "99.996 %");
  CHECK(percent(0.00001) == "0.001 %");
  CHECK(percent_number(0.569) == "56.9");
}

TEST_CASE("a chosen fraction keeps the places it has") {
  CHECK(chosen_percent(0.95) == "95 %");
  CHECK(chosen_percent(0.999) == "99.9 %");
  CHECK(chosen_percent(0.99995) == "99.995 %");
}

TEST_CASE("changes carry their sign unless they round to nothing") {
  CHECK(signed_points(0.123) == "+12.3");
  CHECK(signed_points(-0.004) == "-0.4");
  CHECK(signed_points(-0.0001) == "0.0");
  CHECK(signed_duration(2'460.0) == "+41 min");
  CHECK(signed_duration(-3.4) == "-3.4 s");
  CHECK(signed_duration(-0.01) == "0 s");
}

TEST_CASE("whole numbers are grouped, nouns counted") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'000) == "1,000");
  CHECK(grouped(-1'234'567) == "-1,234,567");
  CHECK(grouped(-123) == "-123");
  CHECK(counted(1, "promise") == "1 promise");
  CHECK(counted(2'000, "promise") == "2,000 promises");
  CHECK(counted(2, "recovery", "recoveries") == "2 recoveries");
}
