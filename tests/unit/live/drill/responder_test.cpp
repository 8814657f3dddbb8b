// A part of a runbook, and a response to an alert, on hands that only remember what they did.
#include "live/drill/responder.hpp"

#include <catch2/catch.hpp>

#include "scenarios/scenario_reader.hpp"

using namespace firedrill;

TEST_CASE("a part of a runbook is a step and all that come after it, and waits for no other") {
  const auto scenario = load_scenario("scenarios/library/lab-failback.json");
  REQUIRE(scenario);
  const Runbook part = runbook_from(scenario->runbook, "resync_old_primary");
  std::vector<std::string> names;
  for (const Step& step : part.steps) {
    names.push_back(step.name);
    for (const StepId before : step.after) {
      CHECK(before.index + 2 == names.size());  // the one before it
    }
  }
  CHECK(names == std::vector<std::string>{"resync_old_primary", "stop_secondary_traffic",
                                          "fail_back", "route_clients_back",
                                          "verify_primary_health", "rebuild_replicas"});
  CHECK(part.steps.front().after.empty());
  CHECK(runbook_from(scenario->runbook, "no_such_step").steps.empty());
}

TEST_CASE("a response has succeeded when an alert came and every step did") {
  ResponseReport report;
  CHECK_FALSE(report.succeeded());
  report.is_declared = true;
  StepEnd step;
  step.has_begun = true;
  step.outcome = Outcome::succeeded;
  report.steps = {step};
  CHECK(report.succeeded());
  report.steps.push_back({});  // one that was never begun
  CHECK_FALSE(report.succeeded());
}
