// Golden timelines: one recovery of every library scenario, event by event with its times. A change
// of the models shows here as a difference a person can read. After a change that is meant:
//   for s in reference-outage regional-outage regional-outage-hardened; do
//     ./firedrill simulate scenarios/library/$s.json --seed 1 --replication 0 > tests/golden/$s.txt
//   done
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include "reports/timeline_text.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"

using namespace firedrill;

TEST_CASE("recoveries are as recorded") {
  const std::string name =
      GENERATE("reference-outage", "regional-outage", "regional-outage-hardened");
  const auto scenario = load_scenario("scenarios/library/" + name + ".json");
  REQUIRE(scenario);
  const Story story{"replication 0", 0, replay(*scenario, 1, 0)};
  const std::string page = timeline_page(story, *scenario, {});

  std::ifstream file{"tests/golden/" + name + ".txt"};
  std::ostringstream expected;
  expected << file.rdbuf();
  INFO("repeat: ./firedrill simulate scenarios/library/" << name
                                                         << ".json --seed 1 --replication 0");
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
  CHECK(line > 20);
  CHECK_FALSE(std::getline(found_lines, found));
}
