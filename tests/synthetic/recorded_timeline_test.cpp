#include "scenarios/recorded_timeline.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "reports/audit/make_report.hpp"
#include "reports/audit/redact.hpp"
#include "scenarios/measure.hpp"
#include "scenarios/scenario_reader.hpp"
#include "scenarios/timeline_names.hpp"
#include "sim/monte_carlo.hpp"

namespace firedrill {
namespace {

TEST_CASE("what was measured can be measured again from the names that were recorded") {
  for (const std::string file :
       {"tests/synthetic/loss-of-east.json", "scenarios/library/regional-outage.json",
        "scenarios/library/data-corruption.json", "scenarios/library/security-breach.json"}) {
    const Result<Scenario> scenario = load_scenario(file);
    REQUIRE(scenario);
    for (std::uint64_t replication = 0; replication < 20; ++replication) {
      INFO(file << ", replication " << replication << " of seed 1");
      const Timeline timeline = replay(*scenario, 1, replication);
      std::vector<RunEvent> named;
      for (const Event& event : timeline.events()) {
        named.push_back(with_names(event, *scenario));
      }
      const auto again = timeline_of(named, *scenario);
      REQUIRE(again);
      Measurement first, second;
      Measurer{*scenario}.measure(timeline, first);
      Measurer{*scenario}.measure(*again, second);
      CHECK(first.objectives == second.objectives);
      CHECK(first.phases == second.phases);
      CHECK(first.duties == second.duties);
      CHECK(first.first_sent == second.first_sent);
    }
  }
}

TEST_CASE("an event of something that the scenario does not hold has no place in its timeline") {
  const Result<Scenario> scenario = load_scenario("tests/synthetic/loss-of-east.json");
  REQUIRE(scenario);
  RunEvent stranger;
  stranger.verb = Verb::await_recovery;
  stranger.subject = "no-such-service";
  CHECK_FALSE(timeline_of({stranger}, *scenario));
  stranger.verb = Verb::promote;
  stranger.step = "no_such_step";
  CHECK_FALSE(timeline_of({stranger}, *scenario));
}

TEST_CASE("redaction replaces whole names, everywhere alike") {
  ReportInputs inputs;
  DrillDossier drill;
  drill.run = "a";
  drill.participants = {{"Ann", "devops"}, {"Ann Marie", "engineering"}};
  drill.deviations = {"Ann Marie told Ann; Annual figures are Anna's"};
  inputs.dossier.drills = {drill};
  inputs.actions.resize(1);
  inputs.actions.front().owner = "Ann";
  redact(inputs);
  const DrillDossier& hidden = inputs.dossier.drills.front();
  CHECK(hidden.participants[0].name == "person-1");
  CHECK(hidden.participants[1].name == "person-2");
  CHECK(hidden.deviations.front() == "person-2 told person-1; Annual figures are Anna's");
  CHECK(inputs.actions.front().owner == "person-1");
}

}  // namespace
}  // namespace firedrill
