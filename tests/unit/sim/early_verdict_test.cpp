// A recovery that is followed only until its objectives are decided is judged like a whole one.
#include "sim/early_verdict.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "scenarios/scenario_reader.hpp"
#include "sim/replicator.hpp"
#include "tests/unit/sim/reference_scenario.hpp"

using namespace firedrill;

namespace {

bool keeps_all(const Scenario& scenario, const Measurement& measurement) {
  bool keeps = true;
  for (std::size_t index = 0; index < scenario.objectives.size(); ++index) {
    const Objective& objective = scenario.objectives[index];
    keeps &= !objective.service || measurement.objectives[index] <= objective.target;
  }
  return keeps;
}

}  // namespace

TEST_CASE("the early verdict on a recovery is that on all of it") {
  const std::string name =
      GENERATE("database-corruption", "data-corruption", "regional-outage", "flapping",
               "regional-outage-hardened", "partial-outage", "failback", "node-failure");
  CAPTURE(name);
  const auto scenario = load_scenario("scenarios/library/" + name + ".json");
  REQUIRE(scenario);
  Replicator whole{*scenario, 3}, early{*scenario, 3};
  std::size_t shorter = 0;
  for (std::uint64_t replication = 0; replication < 150; ++replication) {
    CAPTURE(replication);
    const bool expected = keeps_all(*scenario, whole.run(replication));
    REQUIRE(early.keeps_recovery_objectives(replication) == expected);
    shorter += early.timeline().events().size() < whole.timeline().events().size() ? 1 : 0;
  }
  if (name == "database-corruption") {
    CHECK(shorter > 100);
  }
}

TEST_CASE("a recovery that takes exactly as long as promised is in time") {
  Scenario scenario = reference_scenario();
  scenario.faults.front().at = constant(100.0);
  for (const bool is_straight : {true, false}) {
    if (!is_straight) {
      scenario.faults.push_back(scenario.faults.front());  // the same again: not added up
      scenario.faults.back().name = "again";
    }
    Replicator replicator{scenario, 3};
    REQUIRE(replicator.runs_straight() == is_straight);
    const Duration taken = replicator.run(5).objectives.front();
    scenario.objectives.front().target = taken;
    CHECK(Replicator{scenario, 3}.keeps_recovery_objectives(5));
    scenario.objectives.front().target = taken - Duration{1};
    CHECK_FALSE(Replicator{scenario, 3}.keeps_recovery_objectives(5));
  }
}
