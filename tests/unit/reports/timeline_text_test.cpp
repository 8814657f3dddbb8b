#include "reports/timeline_text.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/reports/story_fixture.hpp"

using namespace firedrill;
using namespace firedrill::test;

namespace {

std::string small_page(int width) {
  PageOptions options;
  options.width = width;
  return timeline_page(small_story(), small_scenario(), options);
}

}  // namespace

TEST_CASE("a timeline page says that it is simulated and what became of each promise") {
  const std::string page = small_page(100);
  CHECK(page.starts_with("SIMULATED  Loss of the east\n"));
  CHECK(line_with(page, "The shop is back") == "  The shop is back     1 h      42 min  ✓ kept");
  CHECK(line_with(page, "Orders are kept") == "  Orders are kept   15 min  2 min 05 s  ✓ kept");
}

TEST_CASE("events are listed with their time since the outage") {
  const std::string page = small_page(100);
  CHECK(line_with(page, "loss-of-east").find("0:00:00 ") != std::string::npos);
  CHECK(line_with(page, "first failed request").find("0:00:04 ") != std::string::npos);
  CHECK(line_with(page, "alert").find("0:02:00 ") != std::string::npos);
  CHECK(line_with(page, "Operators decides").find("0:09:00   6 min  ░") != std::string::npos);
  CHECK(line_with(page, "route_west: update_dns dns").find("0:40:00   1 min  █") !=
        std::string::npos);
  CHECK(line_with(page, "back, and stays").find("0:41:40 ") != std::string::npos);
}

TEST_CASE("attempts that fail again and again take one line, apart from the one that succeeds") {
  const std::string page = small_page(100);
  CHECK(line_with(page, "attempts, every") ==
        "                          2 attempts, every 10 min, until 0:30:00");
  std::size_t lines = 0;
  for (std::size_t at = 0;
       (at = page.find("stop_traffic_east: stop_traffic east", at)) != std::string::npos; ++at) {
    ++lines;
  }
  CHECK(lines == 3);  // automatic, by hand in vain, by hand
}

TEST_CASE("data that did not survive is all lost") {
  Story story = small_story();
  Timeline changed;
  for (Event event : story.timeline.events()) {
    if (event.verb == Verb::read_back) {
      event.value = never.count();
    }
    changed.append(event);
  }
  story.timeline = changed;
  const std::string page = timeline_page(story, small_scenario(), {});
  CHECK(line_with(page, "Orders are kept").ends_with("all lost  ✗ broken"));
  CHECK(page.find("\n  Orders  all lost\n") != std::string::npos);
}

TEST_CASE("a timeline page keeps to its width") {
  for (const int width : {80, 100, 120}) {
    CHECK(longest_line(small_page(width)) <= static_cast<std::size_t>(width));
  }
}
