// Steps come back in an order in which each follows what it waits for, with everything they say.
#include "tests/unit/scenarios/plan_fixture.hpp"

using namespace firedrill;

TEST_CASE("steps are put in order and keep their links") {
  const auto scenario = read_scenario(small_scenario());
  REQUIRE(scenario);
  const auto& steps = scenario->runbook.steps;
  REQUIRE(steps.size() == 3);
  CHECK(steps[0].name == "promote");
  CHECK(steps[1].name == "route");
  CHECK(steps[2].name == "tell");
  CHECK(steps[0].after.empty());
  CHECK(steps[1].after == std::vector<StepId>{StepId{0}});
}

TEST_CASE("a step carries its attempt, performer and escalation") {
  const auto scenario = read_scenario(small_scenario());
  REQUIRE(scenario);
  const Step& promote = scenario->runbook.steps[0];
  CHECK(std::get<Promote>(promote.attempt.action).database == ComponentId{1});
  CHECK(promote.attempt.patience == std::chrono::minutes{30});
  CHECK(promote.attempt.retries == 2);
  CHECK(std::get<Constant>(promote.attempt.retry_wait.law).value == 60.0);
  CHECK_FALSE(promote.performer);
  CHECK(promote.on_failure == OnFailure::escalate);
  REQUIRE(promote.escalation);
  CHECK(promote.escalation->role == RoleId{0});
  CHECK(promote.escalation->manual.retries == 0);
  const Step& route = scenario->runbook.steps[1];
  CHECK(std::get<UpdateDns>(route.attempt.action).target == RegionId{1});
  CHECK(std::get<UpdateDns>(route.attempt.action).by == DnsSwitch::record_edit);
  CHECK(route.on_failure == OnFailure::stop);
  const Step& tell = scenario->runbook.steps[2];
  CHECK(tell.performer == RoleId{0});
  CHECK(std::get<Notify>(tell.attempt.action).rule == SeverityId{0});
}

TEST_CASE("every action can be written") {
  const auto action_of = [](const std::string& text) {
    const auto scenario = read_scenario(small_scenario_with("/runbook/steps/2/action", text));
    REQUIRE(scenario);
    return scenario->runbook.steps[2].attempt.action;
  };
  CHECK(std::get<Constant>(std::get<Wait>(action_of(R"({"wait": {"length": "1 min"}})")).length.law)
            .value == 60.0);
  CHECK(std::get<StopTraffic>(action_of(R"({"stop_traffic": {"region": "west", "length": "1 s"}})"))
            .region == RegionId{1});
  CHECK(std::get<Fence>(action_of(R"({"fence": {"database": "database", "length": "1 s"}})"))
            .database == ComponentId{0});
  CHECK(std::get<ScaleOut>(action_of(R"({"scale_out": {"cluster": "nodes", "nodes": 7}})")).nodes ==
        7);
  CHECK(std::get<UpdateDns>(action_of(R"({"update_dns": {"zone": "dns", "target": "west",
                                           "by": "routing_control"}})"))
            .by == DnsSwitch::routing_control);
  const auto verify = std::get<Verify>(
      action_of(R"({"verify": {"service": "everything", "region": "west", "length": "1 s"}})"));
  CHECK(verify.service == ServiceId{1});
  CHECK(std::get<Rebuild>(action_of(R"({"rebuild": {"component": "desk"}})")).component ==
        ComponentId{7});
  CHECK(std::get<Perform>(action_of(R"({"perform": {"length": "1 s",
                                         "failure_probability": 0.03}})"))
            .failure_probability == 0.03);
}

TEST_CASE("a step comes after those that it stands in for") {
  const auto scenario =
      read_scenario(small_scenario_with("/runbook/steps/0/if_failed", R"(["tell", "promote"])"));
  REQUIRE(scenario);
  const auto& steps = scenario->runbook.steps;
  REQUIRE(steps[2].name == "route");
  CHECK(steps[2].after.size() == 1);
  REQUIRE(steps[2].if_failed.size() == 2);
  CHECK(steps[steps[2].if_failed[0].index].name == "tell");
  CHECK(steps[steps[2].if_failed[1].index].name == "promote");
}

TEST_CASE("FD2005, FD3001, FD3003: conditions that name no step, or go round in a circle") {
  only_problem("/runbook/steps/0/if_failed", R"("tell")", "FD2005", "/runbook/steps/0/if_failed");
  only_problem("/runbook/steps/0/if_failed", R"(["tel"])", "FD3001",
               "/runbook/steps/0/if_failed/0");
  const auto problem = only_problem("/runbook/steps/1/if_failed", R"(["route"])", "FD3003",
                                    "/runbook/steps/1/if_failed");
  CHECK(problem.message.starts_with("if_failed goes round in a circle"));
}

TEST_CASE("FD3003: steps that wait for each other") {
  const auto problem =
      only_problem("/runbook/steps/1/after", R"(["route"])", "FD3003", "/runbook/steps/0/after");
  CHECK(problem.message == "after goes round in a circle: \"route\" -> \"promote\" -> \"route\"");
}

TEST_CASE("FD3005, FD3006, FD3017: actions that could not be carried out") {
  only_problem("/runbook/steps/1/action/promote/database", "database", "FD3005",
               "/runbook/steps/1/action/promote/database");
  only_problem("/runbook/steps/2/action", R"({"fence": {"database": "replica", "length": "1 s"}})",
               "FD3005", "/runbook/steps/2/action/fence/database");
  only_problem("/runbook/steps/2/action", R"({"rebuild": {"component": "bucket"}})", "FD3006",
               "/runbook/steps/2/action/rebuild/component");
  const auto problem =
      only_problem("/runbook/steps/2/action", R"({"scale_out": {"cluster": "nodes", "nodes": 9}})",
                   "FD3017", "/runbook/steps/2/action/scale_out/nodes");
  CHECK(problem.message == "9 nodes are more than the 8 the cluster can have");
}

TEST_CASE("FD3012: a step does exactly one thing") {
  only_problem("/runbook/steps/2/action", "{}", "FD3012", "/runbook/steps/2/action");
  const auto problem = only_problem("/runbook/steps/2/action", R"({"promot": {}})", "FD2003",
                                    "/runbook/steps/2/action/promot");
  CHECK(problem.suggestion == "did you mean \"promote\"?");
}

TEST_CASE("FD3018: escalation and policy belong together") {
  only_problem("/runbook/steps/2/on_failure", "escalate", "FD3018", "/runbook/steps/2/on_failure");
  only_problem("/runbook/steps/1/on_failure", "go_on", "FD3018", "/runbook/steps/1/escalation");
}

TEST_CASE("references of a runbook are checked") {
  const auto problem =
      only_problem("/runbook/steps/0/after/0", "promte", "FD3001", "/runbook/steps/0/after/0");
  CHECK(problem.message == "there is no step \"promte\"");
  CHECK(problem.suggestion == "did you mean \"promote\"?");
  only_problem("/runbook/steps/2/performer", "operater", "FD3001", "/runbook/steps/2/performer");
  only_problem("/runbook/steps/2/action/notify/rule", "Hihg", "FD3001",
               "/runbook/steps/2/action/notify/rule");
}
