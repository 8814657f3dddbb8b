#include "models/base/units.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace firedrill;
using namespace std::chrono_literals;

TEST_CASE("from_seconds rounds to the nearest nanosecond, halves upwards") {
  CHECK(from_seconds(0.0) == 0ns);
  CHECK(from_seconds(1.5) == 1'500'000'000ns);
  CHECK(from_seconds(0.4e-9) == 0ns);
  CHECK(from_seconds(0.5e-9) == 1ns);
  CHECK(from_seconds(0.6e-9) == 1ns);
  CHECK(from_seconds(-0.5e-9) == 0ns);
  CHECK(from_seconds(-0.6e-9) == -1ns);
  CHECK(from_seconds(0.1) == 100ms);
  CHECK(from_seconds(1800.0) == 30min);
}

TEST_CASE("a time beyond int64 nanoseconds, or no number, is never") {
  CHECK(from_seconds(9.1e9) < never);
  CHECK(from_seconds(9.3e9) == never);
  CHECK(from_seconds(std::numeric_limits<double>::infinity()) == never);
  CHECK(from_seconds(std::numeric_limits<double>::quiet_NaN()) == never);
}

TEST_CASE("to_seconds is the inverse of from_seconds") {
  CHECK(to_seconds(1500ms) == 1.5);
  CHECK(to_seconds(1ns) == 1e-9);
  CHECK(to_seconds(-2s) == -2.0);
  CHECK(std::isinf(to_seconds(never)));
  CHECK(from_seconds(to_seconds(never)) == never);
  CHECK(from_seconds(to_seconds(86'399'999'999'999ns)) == 86'399'999'999'999ns);
}

TEST_CASE("transfer_time is amount over rate") {
  CHECK(transfer_time(Bytes{200'000'000'000}, Rate{125e6}) == 1600s);
  CHECK(transfer_time(Bytes{1}, Rate{3.0}) == 333'333'333ns);
  CHECK(transfer_time(Bytes{0}, Rate{125e6}) == 0s);
}

TEST_CASE("a zero rate moves nothing, and nothing needs no time") {
  CHECK(transfer_time(Bytes{0}, Rate{0.0}) == 0s);
  CHECK(transfer_time(Bytes{1}, Rate{0.0}) == never);
  CHECK(transfer_time(Bytes{1}, Rate{-1.0}) == never);
  CHECK(transfer_time(Bytes{1}, Rate{std::numeric_limits<double>::quiet_NaN()}) == never);
  CHECK(transfer_time(Bytes{std::numeric_limits<std::int64_t>::max()}, Rate{1e-3}) == never);
}

TEST_CASE("add never overflows, and never absorbs") {
  CHECK(add(2s, 3s) == 5s);
  CHECK(add(never, 0s) == never);
  CHECK(add(0s, never) == never);
  CHECK(add(never, never) == never);
  CHECK(add(never - 1s, 2s) == never);
  CHECK(add(never - 2s, 1s) == never - 1s);
}
