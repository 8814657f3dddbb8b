// The backlog as a picture: its height, when something waited for longer than promised, and time.
#include "reports/backlog_text.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr double hour = 3600.0;

// A bucket that is promised to lose at most 15 min and another promise that is less strict.
Scenario with_bucket() {
  Scenario scenario;
  Component bucket;
  bucket.name = "bucket-replica";
  bucket.model = ObjectStore{};
  scenario.plan.components.push_back(bucket);
  DataKind kind;
  kind.name = "datasets";
  kind.protection = ObjectStream{ComponentId{0}, Rate{1e6}};
  scenario.plan.data.push_back(kind);
  for (const Duration target : {Duration{1h}, Duration{15min}}) {
    Objective objective;
    objective.kind = ObjectiveKind::rpo;
    objective.data = {DataId{0}};
    objective.target = target;
    scenario.objectives.push_back(objective);
  }
  return scenario;
}

// Grows evenly over the second half of an hour to 8 GB, of which the oldest is `oldest` old.
BacklogCurve growing(double oldest) {
  BacklogCurve curve{"bucket-replica", "us-east-1", "us-west-2", Rate{125e6}, {}};
  for (int minute = -60; minute <= 0; ++minute) {
    const double share = minute > -30 ? 1.0 + minute / 30.0 : 0.0;
    curve.points.push_back({minute * 60.0, 8e9 * share, oldest * share});
  }
  return curve;
}

std::vector<std::string> lines_of(const std::string& page) {
  std::istringstream stream{page};
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("a backlog's picture: what, how much, for longer than promised, when") {
  const std::string page = backlog_part({growing(hour)}, with_bucket(), PageOptions{});
  const auto lines = lines_of(page);
  REQUIRE(lines.size() == 11);
  CHECK(lines[1].find("BACKLOG") == 0);
  CHECK(lines[2] == "  bucket-replica  us-east-1 → us-west-2, 1 Gbit/s at most");
  CHECK(lines[3] ==
        "  At the fault 8 GB waited, the oldest for 1 h; before it up to 8 GB and 1 h.");
  CHECK(lines[4].find("      8 GB ┤") == 0);
  CHECK(lines[7].find("         0 ┤") == 0);
  // 87 columns are an hour. After a quarter of its half hour the oldest is 15 min old.
  CHECK(lines[8].find("  > 15 min ") == 0);
  CHECK(times(lines[8], "━") == Approx(87 * 22.5 / 60).margin(1));
  CHECK(lines[8].rfind("━") + 3 == lines[8].size());
  CHECK(lines[9].find("╵1 h before") == 12);
  CHECK(lines[9].find("╵30 min") != std::string::npos);
  CHECK(lines[10] == "  ━ the oldest had waited for longer than promised");
  CHECK(lines[9].rfind("the fault╵") + std::string{"the fault╵"}.size() == lines[9].size());
}

TEST_CASE("nothing is marked as late that keeps its promise, or that nobody promised") {
  CHECK(times(backlog_part({growing(800.0)}, with_bucket(), PageOptions{}), "> 15 min") == 0);
  BacklogCurve other = growing(hour);
  other.replica = "another";
  CHECK(times(backlog_part({other}, with_bucket(), PageOptions{}), "> 15 min") == 0);
}

TEST_CASE("a stream of which nothing waited has no picture") {
  BacklogCurve idle = growing(0.0);
  for (BacklogPoint& point : idle.points) {
    point.backlog_bytes = 0.0;
  }
  CHECK(backlog_part({idle}, with_bucket(), PageOptions{}).empty());
  CHECK(times(backlog_part({idle, growing(hour)}, with_bucket(), PageOptions{}), "the fault╵") ==
        1);
}

TEST_CASE("a narrow page has fewer marks of time, and no line is longer than it") {
  PageOptions narrow;
  narrow.width = 60;
  const auto lines = lines_of(backlog_part({growing(hour)}, with_bucket(), narrow));
  for (std::size_t index = 2; index < lines.size(); ++index) {  // below the heading
    const std::string& line = lines[index];
    std::size_t characters = 0;
    for (const char byte : line) {
      characters += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1 : 0;
    }
    CHECK(characters <= 60);
  }
}
