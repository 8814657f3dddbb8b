// The backlog as an SVG picture: what is drawn of which stream, how high, and when it is late.
#include "reports/backlog_picture.hpp"

#include <catch2/catch.hpp>

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// A log whose replica is promised to lag by at most 15 min.
Scenario with_promise() {
  Scenario scenario;
  Component replica;
  replica.name = "replica";
  scenario.plan.components.push_back(replica);
  DataKind kind;
  kind.name = "orders";
  kind.protection = ObjectStream{ComponentId{0}, Rate{1e6}};
  scenario.plan.data.push_back(kind);
  Objective objective;
  objective.kind = ObjectiveKind::rpo;
  objective.data = {DataId{0}};
  objective.target = 15min;
  scenario.objectives.push_back(objective);
  return scenario;
}

// Over an hour: nothing waits, then within its last half 8 GB come together, evenly.
BacklogCurve ramp(const std::string& replica, double oldest) {
  return {
      replica,
      "us-east-1",
      "us-west-2",
      Rate{125e6},
      {{-3600.0, 0.0, 0.0}, {-1800.0, 0.0, 0.0}, {-900.0, 4e9, oldest / 2.0}, {0.0, 8e9, oldest}}};
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("the picture of a backlog shows its streams, heights, times and what is late") {
  const std::string svg = backlog_picture({ramp("replica", 2000.0)}, with_promise());
  CHECK(svg.find("<svg ") == 0);
  CHECK(svg.rfind("</svg>\n") == svg.size() - 7);
  CHECK(svg.find("us-east-1 → us-west-2, 1 Gbit/s at most") != std::string::npos);
  CHECK(svg.find(">8 GB<") != std::string::npos);
  CHECK(svg.find(">4 GB<") != std::string::npos);
  CHECK(svg.find(">the fault<") != std::string::npos);
  CHECK(svg.find(">50 min before<") != std::string::npos);
  // The chart is 860 pixels wide and 130 high, from (110, 114) on: at half time the curve leaves
  // its foot, a quarter of an hour later it is half way up, and it ends at the upper right.
  CHECK(svg.find("x1=\"540.0\" y1=\"244.0\" x2=\"755.0\" y2=\"179.0\"") != std::string::npos);
  CHECK(svg.find("x1=\"755.0\" y1=\"179.0\" x2=\"970.0\" y2=\"114.0\"") != std::string::npos);
  // Older than 15 min in the last two quarters: 1,000 s at its half.
  CHECK(count_of(svg, "fill=\"#c0392b\"") == 2);
  CHECK(svg.find("longer than the 15 min promised") != std::string::npos);
}

TEST_CASE("a stream that keeps its promise has no bar, one without a promise no word of it") {
  const std::string kept = backlog_picture({ramp("replica", 800.0)}, with_promise());
  CHECK(count_of(kept, "#c0392b") == 0);
  CHECK(kept.find("never waited for longer than the 15 min promised") != std::string::npos);
  const std::string other = backlog_picture({ramp("another", 2000.0)}, with_promise());
  CHECK(count_of(other, "#c0392b") == 0);
  CHECK(other.find("promised") == std::string::npos);
}

TEST_CASE("what never waited is not drawn, and nothing at all if none did") {
  BacklogCurve idle = ramp("replica", 0.0);
  for (BacklogPoint& point : idle.points) {
    point.backlog_bytes = 0.0;
  }
  CHECK(backlog_picture({idle}, with_promise()).empty());
  CHECK(backlog_picture({}, with_promise()).empty());
  const std::string both = backlog_picture({idle, ramp("another", 1.0)}, with_promise());
  CHECK(count_of(both, "the fault") == 2);  // its mark, and the sentence "At the fault ..."
}

TEST_CASE("a name is text in the picture, whatever characters it has") {
  const std::string svg = backlog_picture({ramp("<b>&", 1.0)}, with_promise());
  CHECK(svg.find("<b>") == std::string::npos);
  CHECK(svg.find("&lt;b&gt;&amp;") != std::string::npos);
}
