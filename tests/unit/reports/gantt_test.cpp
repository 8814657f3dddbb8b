#include "reports/gantt.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/reports/story_fixture.hpp"

using namespace firedrill;
using namespace firedrill::test;

TEST_CASE("a recovery becomes a chart with a row for each step and service") {
  PageOptions options;
  options.width = 80;
  // 46 columns of 59.8 s each, up to a tenth beyond the recovery at 2500 s.
  CHECK(gantt(small_story().timeline, small_scenario(), options) ==
        "                     ╵outage        ╵15 min        ╵30 min        …  ended after\n"
        "  detection          ███                                                   2 min\n"
        "  stop_traffic_east    █████×░░░░░░░▓▓▓▓▓×┈┈┈┈▓▓▓▓▓×┈┈┈┈▓▓▓▓▓▓            40 min\n"
        "  route_west                                                 ██           41 min\n"
        "  The shop           ─────────────────────────────────────────●           42 min\n");
}

TEST_CASE("what was never reached says so, and a service that stays down has no end") {
  using enum Verb;
  const Timeline timeline =
      recorded({{0, 600, inject},
                {0, 604, await_failure, Outcome::succeeded, no_step, false, 0, 604},
                {0, 720, await_alert},
                {720, 1020, stop_traffic, Outcome::failed, 0},
                {604, 4200, await_recovery, Outcome::unknown}});
  const std::string chart = gantt(timeline, small_scenario(), {});
  CHECK(line_with(chart, "stop_traffic_east").ends_with("failed"));
  CHECK(line_with(chart, "stop_traffic_east").find("×") != std::string::npos);
  CHECK(line_with(chart, "route_west").ends_with("not reached"));
  CHECK(line_with(chart, "The shop").ends_with("never"));
  CHECK(line_with(chart, "The shop").find("●") == std::string::npos);
}

TEST_CASE("an outage that nobody sees is charted too") {
  using enum Verb;
  const Timeline timeline = recorded({{0, 600, inject},
                                      {0, 4200, await_failure, Outcome::unknown},
                                      {0, 4200, await_alert, Outcome::unknown}});
  const std::string chart = gantt(timeline, small_scenario(), {});
  CHECK(line_with(chart, "detection").ends_with("never"));
  CHECK(line_with(chart, "The shop").ends_with("not hit"));
}

TEST_CASE("thousands of attempts keep to the width of the page") {
  using enum Verb;
  std::vector<Recorded> entries{{0, 600, inject},
                                {0, 604, await_failure, Outcome::succeeded, no_step, false, 0, 604},
                                {0, 720, await_alert}};
  for (int attempt = 0; attempt < 3'000; ++attempt) {
    const double asked = 720.0 + 600.0 * attempt;
    entries.push_back({asked, asked + 300, stop_traffic, Outcome::unknown, 0});
    entries.push_back({asked + 300, asked + 600, wait, Outcome::succeeded, 0});
  }
  const Timeline timeline = recorded(entries);
  for (const int width : {80, 100, 120}) {
    PageOptions options;
    options.width = width;
    const auto longest = longest_line(gantt(timeline, small_scenario(), options));
    CHECK(longest <= static_cast<std::size_t>(width));
  }
}
