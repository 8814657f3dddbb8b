// Golden timelines: one recovery of every library scenario, event by event with its times. A change
// of the models shows here as a difference a person can read. After a change that is meant:
//   for s in scenarios/library/*.json; do
//     ./firedrill simulate $s --seed 1 --replication 0 > tests/golden/$(basename $s .json).txt
//   done
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "reports/timeline_text.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"

using namespace firedrill;

namespace {

void expect_as_recorded(const std::filesystem::path& path) {
  const auto scenario = load_scenario(path.string());
  REQUIRE(scenario);
  const Story story{"replication 0", 0, replay(*scenario, 1, 0)};
  const std::string page = timeline_page(story, *scenario, {});

  std::ifstream file{"tests/golden/" + path.stem().string() + ".txt"};
  std::ostringstream expected;
  expected << file.rdbuf();
  std::istringstream found_lines{page};
  std::istringstream expected_lines{expected.str()};
  std::string found;
  std::string wanted;
  int line = 0;
  while (std::getline(expected_lines, wanted)) {
    ++line;
    INFO("line " << line);
    REQUIRE(std::getline(found_lines, found));
    REQUIRE(found == wanted);
  }
  CHECK(line > 10);
  CHECK_FALSE(std::getline(found_lines, found));
}

}  // namespace

TEST_CASE("recoveries are as recorded") {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator{"scenarios/library"}) {
    INFO("repeat: ./firedrill simulate " << entry.path() << " --seed 1 --replication 0");
    expect_as_recorded(entry.path());
    ++count;
  }
  CHECK(count >= 15);
}
