// A share of the kill trials; tests/acceptance/kill-trials does all of them.
#include <catch2/catch.hpp>

#include "tests/unit/live/kill_trial.hpp"

using namespace firedrill;

namespace {

void check(const KillPlan& plan) {
  const KillResult result = kill_trial(plan);
  INFO("repeat: build/release/tests/kill_trials " << plan.number);
  CHECK(result.remains == "");
  CHECK(result.healed_after <= 5.0);
}

}  // namespace

TEST_CASE("killed at the boundaries between its steps, a drill is healed by its hosts",
          "[namespaces]") {
  int broken = 0;
  for (int boundary = 0; boundary < 12; boundary += 2) {
    const KillResult result = kill_trial({.number = boundary, .boundary = boundary});
    INFO("boundary " << boundary);
    CHECK(result.was_killed);
    CHECK(result.remains == "");
    broken += result.was_broken ? 1 : 0;
  }
  CHECK(broken >= 1);
}

TEST_CASE("killed at any instant, with and without its connection, likewise", "[namespaces]") {
  for (int number = 1000; number < 1006; ++number) {
    check({.number = number, .at = kill_instant(number), .cuts_connection = number % 2 == 1});
  }
}
