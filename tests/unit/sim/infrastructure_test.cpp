// A region created from code in a simulated run: the moments at which its parts come up, what a
// failed run costs, and what a region lost meanwhile leaves. Times follow by hand.
#include <catch2/catch.hpp>

#include <chrono>

#include "sim/monte_carlo.hpp"
#include "tests/unit/sim/reference_scenario.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr ComponentId built_cluster{5}, stack{6};

Step step_of(std::string name, Action action, std::vector<StepId> after) {
  Step step;
  step.name = std::move(name);
  step.attempt.action = std::move(action);
  step.attempt.patience = 24h;
  step.after = std::move(after);
  return step;
}

// The primary region is lost at 1 h and reported at once; the third region is created from code:
// network 2 min, then a cluster of two nodes (control plane 10 min, a node 5 min) beside a database
// of 30 min.
Scenario scenario_with_stack() {
  Scenario scenario = reference_scenario();
  Plan& plan = scenario.plan;
  plan.regions.push_back({.name = "third", .role = "tertiary"});
  plan.components[reference_prober.index].model = ExternalReport{constant(60.0)};
  Cluster cluster;
  cluster.nodes = cluster.nodes_maximum = 2;
  cluster.start.launch = constant(300.0);
  InfrastructureCode code;
  code.resources.resize(3);
  code.resources[0].name = "network";
  code.resources[0].creation = constant(120.0);
  code.resources[1].name = "pool";
  code.resources[1].needs = {0};
  code.resources[1].creation = constant(600.0);
  code.resources[1].stands_for = built_cluster;
  code.resources[2].name = "database";
  code.resources[2].needs = {0};
  code.resources[2].creation = constant(1800.0);
  const auto add = [&plan](std::string name, ComponentModel model) {
    plan.components.push_back({.name = std::move(name),
                               .title = {},
                               .region = reference_third,
                               .depends_on = {},
                               .model = std::move(model)});
  };
  add("built", cluster);
  add("stack", code);
  plan.services[0].requirements = {NeedsNodes{8}};
  plan.components[reference_standby.index].model = Cluster{};
  plan.services[0].requirements = {NeedsNodes{2}};
  scenario.faults[0].at = constant(3600.0);
  scenario.runbook.steps = {step_of("create", Recreate{stack}, {})};
  return scenario;
}

InfrastructureCode& code_of(Scenario& scenario) {
  return std::get<InfrastructureCode>(scenario.plan.components[stack.index].model);
}

std::vector<Event> events_of(const Scenario& scenario, Verb verb, std::uint64_t replication = 0) {
  std::vector<Event> found;
  const Timeline timeline = replay(scenario, 3, replication);
  for (const Event& event : timeline.events()) {
    if (event.verb == verb) {
      found.push_back(event);
    }
  }
  return found;
}

}  // namespace

TEST_CASE("each part comes up when its resource is there, the answer when all are") {
  const Scenario scenario = scenario_with_stack();
  const auto created = events_of(scenario, Verb::recreate);
  REQUIRE(created.size() == 1);
  CHECK(created[0].outcome == Outcome::succeeded);
  CHECK(created[0].answered - created[0].asked == Duration{32min});
  const auto recovered = events_of(scenario, Verb::await_recovery);
  REQUIRE(recovered.size() == 1);
  CHECK(recovered[0].duration_value() - created[0].asked == Duration{17min});
}

TEST_CASE("what is not created yet does not stand, and one at a time takes longer") {
  Scenario scenario = scenario_with_stack();
  code_of(scenario).parallelism = 1;
  const auto created = events_of(scenario, Verb::recreate);
  REQUIRE(created.size() == 1);
  CHECK(created[0].answered - created[0].asked == Duration{2min + 15min + 30min});
  scenario.runbook.steps.clear();
  const auto recovered = events_of(scenario, Verb::await_recovery);
  REQUIRE(recovered.size() == 1);
  CHECK(recovered[0].outcome == Outcome::unknown);
}

TEST_CASE("a run that fails is asked for again, and creates only what is missing") {
  Scenario scenario = scenario_with_stack();
  code_of(scenario).resources[2].failure_probability = 0.5;
  scenario.runbook.steps[0].attempt.retries = 100;
  scenario.runbook.steps[0].attempt.retry_wait = constant(60.0);
  std::size_t repeated = 0;
  for (std::uint64_t replication = 0; replication < 50; ++replication) {
    const auto created = events_of(scenario, Verb::recreate, replication);
    REQUIRE_FALSE(created.empty());
    for (std::size_t run = 0; run < created.size(); ++run) {
      const bool is_last = run + 1 == created.size();
      CHECK(created[run].outcome == (is_last ? Outcome::succeeded : Outcome::failed));
      CHECK(created[run].answered - created[run].asked == Duration{run == 0 ? 32min : 30min});
    }
    repeated += created.size() - 1;
  }
  CHECK(repeated > 25);  // 50 in the mean, with a standard deviation of 10
  CHECK(repeated < 85);
}

TEST_CASE("whoever asks while a run is under way waits for its end") {
  Scenario scenario = scenario_with_stack();
  scenario.runbook.steps[0].attempt.patience = 20min;
  scenario.runbook.steps[0].attempt.retries = 1;
  scenario.runbook.steps[0].attempt.retry_wait = constant(0.0);
  const auto created = events_of(scenario, Verb::recreate);
  REQUIRE(created.size() == 2);
  CHECK(created[0].outcome == Outcome::unknown);
  CHECK(created[1].outcome == Outcome::succeeded);
  CHECK(created[1].answered - created[0].asked == Duration{32min});
}

TEST_CASE("nothing is created in a region that is lost, before or meanwhile") {
  Scenario scenario = scenario_with_stack();
  Fault& second = scenario.faults.emplace_back();
  second.name = "second";
  second.at = constant(3600.0);
  second.model = RegionOutage{reference_third, constant(3.0e7), 0.0, constant(0.0)};
  auto created = events_of(scenario, Verb::recreate);
  REQUIRE(created.size() == 1);
  CHECK(created[0].outcome == Outcome::failed);
  CHECK(created[0].answered == created[0].asked);
  second.at = constant(3600.0 + 60.0 + 1000.0);  // a quarter of an hour into the run
  created = events_of(scenario, Verb::recreate);
  REQUIRE(created.size() == 1);
  CHECK(created[0].outcome == Outcome::failed);
  CHECK(created[0].answered - created[0].asked == Duration{32min});
  second.model = RegionOutage{reference_third, constant(3.0e7), 1.0, constant(3.0e7)};
  second.at = constant(3600.0);
  created = events_of(scenario, Verb::recreate);
  REQUIRE(created.size() == 1);
  CHECK(created[0].outcome == Outcome::unknown);  // nobody answers who could create anything
}

TEST_CASE("a creation that reads a backup fails while that does not stand") {
  Scenario scenario = scenario_with_stack();
  code_of(scenario).resources[0].reads = reference_primary;
  const auto created = events_of(scenario, Verb::recreate);
  REQUIRE(created.size() == 1);
  CHECK(created[0].outcome == Outcome::failed);
  CHECK(created[0].answered - created[0].asked == Duration{2min});
}

TEST_CASE("a resource added to the code changes no other's draws") {
  Scenario scenario = scenario_with_stack();
  code_of(scenario).resources[0].creation = lognormal(120.0, 0.5);
  code_of(scenario).resources[2].creation = lognormal(1800.0, 0.5);
  const auto before = events_of(scenario, Verb::recreate, 4);
  InfrastructureResource bucket;
  bucket.name = "bucket";
  bucket.creation = lognormal(10.0, 0.5);
  code_of(scenario).resources.push_back(bucket);
  const auto after = events_of(scenario, Verb::recreate, 4);
  REQUIRE(before.size() == 1);
  REQUIRE(after.size() == 1);
  CHECK(before[0].answered == after[0].answered);
}

TEST_CASE("untested nodes are there sooner, and those with a defect break and are replaced") {
  Scenario scenario = scenario_with_stack();
  auto& start = std::get<Cluster>(scenario.plan.components[built_cluster.index].model).start;
  start.test_length = constant(1200.0);
  start.defect_shows = constant(900.0);
  const auto recovered_after = [&] {
    const auto created = events_of(scenario, Verb::recreate);
    const auto recovered = events_of(scenario, Verb::await_recovery);
    REQUIRE(created.size() == 1);
    REQUIRE(recovered.size() == 1);
    return recovered[0].duration_value() - created[0].asked;
  };
  CHECK(recovered_after() == Duration{17min + 20min});
  start.skips_tests = true;
  CHECK(recovered_after() == Duration{17min});
  // Both break after a quarter of an hour and are back 5 min later, again and again: success never
  // lasts for twenty minutes.
  start.defect_probability = 1.0;
  CHECK(recovered_after() == Duration{17min});
  scenario.objectives[0].sustained = 20min;
  CHECK(events_of(scenario, Verb::await_recovery)[0].outcome == Outcome::unknown);
  scenario.objectives[0].sustained = 10min;
  CHECK(recovered_after() == Duration{17min});
}

TEST_CASE("nothing is promoted or started in a region that is lost, before or meanwhile") {
  Scenario scenario = scenario_with_stack();
  scenario.plan.components[reference_standby.index].model = [] {
    Cluster standby;
    standby.nodes_maximum = 1;
    standby.start.launch = constant(600.0);
    return standby;
  }();
  scenario.runbook.steps = {step_of("promote", Promote{reference_replica}, {}),
                            step_of("scale", ScaleOut{reference_standby, 1}, {})};
  Fault& second = scenario.faults.emplace_back();
  second.name = "second";
  second.model = RegionOutage{RegionId{1}, constant(3.0e7), 0.0, constant(0.0)};
  second.at = constant(3600.0 + 60.0 + 3600.0);  // too late to do harm
  CHECK(events_of(scenario, Verb::promote)[0].outcome == Outcome::succeeded);
  CHECK(events_of(scenario, Verb::scale_out)[0].outcome == Outcome::succeeded);
  second.at = constant(3600.0 + 60.0 + 30.0);  // a promotion takes 60 s, a node 600 s
  for (const Verb verb : {Verb::promote, Verb::scale_out}) {
    const auto events = events_of(scenario, verb);
    REQUIRE(events.size() == 1);
    CHECK(events[0].outcome == Outcome::failed);
    CHECK(events[0].answered - events[0].asked == Duration{verb == Verb::promote ? 60s : 600s});
  }
  second.at = constant(3600.0);
  for (const Verb verb : {Verb::promote, Verb::scale_out}) {
    const auto events = events_of(scenario, verb);
    REQUIRE(events.size() == 1);
    CHECK(events[0].outcome == Outcome::failed);
    CHECK(events[0].answered == events[0].asked);
  }
}
