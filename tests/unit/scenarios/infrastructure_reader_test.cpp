// Infrastructure as code: what its resources say comes back, and what cannot be is reported.
#include "tests/unit/scenarios/plan_fixture.hpp"

using namespace firedrill;

namespace {

// In place of the component "desk", in whose region nothing else is built.
std::string stack_of(const std::string& resources, const std::string& more = "") {
  return R"({"name": "desk", "region": "west", "infrastructure": {)" + more + R"("resources": [)" +
         resources + "]}}";
}

Document scenario_with_stack(const std::string& stack) {
  Document document = with_value(small_scenario(), "/plan/components/7", stack).value();
  return with_value(document, "/plan/services/1/requirements", R"([{"nodes": 4}])").value();
}

Diagnostic problem_of(const std::string& resources, const std::string& code) {
  const Document document = scenario_with_stack(stack_of(resources));
  const auto scenario = read_scenario(document);
  REQUIRE_FALSE(scenario);
  REQUIRE(scenario.error().size() == 1);
  CHECK(scenario.error()[0].code == code);
  return scenario.error()[0];
}

}  // namespace

TEST_CASE("resources come back with all they say") {
  const Document document = scenario_with_stack(stack_of(
      R"({"name": "pool", "creation": "10 min", "fast_creation": "2 min", "needs": ["network"],
          "failure_probability": "3 %", "stands_for": "nodes", "reads": "copy"},
         {"name": "network", "creation": {"exponential": {"mean": "1 min"}}})",
      R"("parallelism": 3, "fast_provisioning": true, )"));
  const auto scenario = read_scenario(document);
  REQUIRE(scenario);
  const auto& code = std::get<InfrastructureCode>(scenario->plan.components[7].model);
  CHECK(code.parallelism == 3);
  CHECK(code.fast_provisioning);
  REQUIRE(code.resources.size() == 2);
  const InfrastructureResource& pool = code.resources[0];
  CHECK(pool.needs == std::vector<std::uint32_t>{1});
  CHECK(std::get<Constant>(pool.creation.law).value == 600.0);
  CHECK(mean(creation_law(code, pool)) == 120.0);
  CHECK(pool.failure_probability == 0.03);
  CHECK(pool.stands_for == ComponentId{4});
  CHECK(pool.reads == ComponentId{3});
  CHECK(mean(creation_law(code, code.resources[1])) == 60.0);
  CHECK(created_on_demand(scenario->plan.components) == std::vector<char>{0, 0, 0, 0, 1, 0, 0, 0});
}

TEST_CASE("as many at a time as Terraform creates, unless the plan says otherwise") {
  const auto scenario =
      read_scenario(scenario_with_stack(stack_of(R"({"name": "pool", "creation": "1 s"})")));
  REQUIRE(scenario);
  const auto& code = std::get<InfrastructureCode>(scenario->plan.components[7].model);
  CHECK(code.parallelism == 10);
  CHECK_FALSE(code.fast_provisioning);
}

TEST_CASE("FD3001, FD3002, FD3003: resources that do not fit together") {
  problem_of(
      R"({"name": "a", "creation": "1 s", "needs": ["c"]}, {"name": "b", "creation": "1 s"})",
      "FD3001");
  problem_of(R"({"name": "a", "creation": "1 s"}, {"name": "a", "creation": "1 s"})", "FD3002");
  const auto circle = problem_of(
      R"({"name": "a", "creation": "1 s", "needs": ["b"]},
         {"name": "b", "creation": "1 s", "needs": ["a"]})",
      "FD3003");
  CHECK(circle.message == "needs goes round in a circle: \"a\" -> \"b\" -> \"a\"");
  CHECK(circle.place.pointer == "/plan/components/7/infrastructure/resources/0/needs");
}

TEST_CASE("FD3021: a resource that cannot become the component") {
  const std::string where = "/plan/components/7/infrastructure/resources/0/stands_for";
  CHECK(problem_of(R"({"name": "a", "creation": "1 s", "stands_for": "bucket"})", "FD3021")
            .place.pointer == where);
  problem_of(R"({"name": "a", "creation": "1 s", "stands_for": "desk"})", "FD3021");
  const auto twice = problem_of(
      R"({"name": "a", "creation": "1 s", "stands_for": "nodes"},
         {"name": "b", "creation": "1 s", "stands_for": "nodes"})",
      "FD3021");
  CHECK(twice.message == "another resource stands for \"nodes\" already");
}

TEST_CASE("FD3004, FD3006: code needs a region to build in, and steps name code") {
  Document document = scenario_with_stack(stack_of(R"({"name": "a", "creation": "1 s"})"));
  document =
      with_value(document, "/runbook/steps/2/action", R"({"recreate": {"infrastructure": "desk"}})")
          .value();
  const auto scenario = read_scenario(document);
  REQUIRE(scenario);
  CHECK(std::get<Recreate>(scenario->runbook.steps[2].attempt.action).infrastructure ==
        ComponentId{7});
  document = with_value(document, "/plan/components/7",
                        R"({"name": "desk", "infrastructure": {"resources": [
                            {"name": "a", "creation": "1 s"}]}})")
                 .value();
  document = with_value(document, "/runbook/steps/2/action",
                        R"({"recreate": {"infrastructure": "bucket"}})")
                 .value();
  const auto broken = read_scenario(document);
  REQUIRE_FALSE(broken);
  REQUIRE(broken.error().size() == 2);
  CHECK(broken.error()[0].code == "FD3004");
  CHECK(broken.error()[1].code == "FD3006");
}

TEST_CASE("the code says whether the nodes it starts are tested") {
  const auto read_with = [](const std::string& setting) {
    const Document document = scenario_with_stack(
        stack_of(R"({"name": "pool", "creation": "10 min", "stands_for": "nodes"})", setting));
    return with_value(document, "/plan/components/4/cluster/start", R"({"launch": "3 min",
        "refusal_probability": 0, "refusal_wait": "1 min", "defect_probability": "10 %",
        "test_length": "15 min", "defect_shows": "6 days", "skip_tests": true})")
        .value();
  };
  const auto skips = [&](const std::string& setting) {
    const auto scenario = read_scenario(read_with(setting));
    REQUIRE(scenario);
    return std::get<Cluster>(scenario->plan.components[4].model).start.skips_tests;
  };
  CHECK(skips(""));
  CHECK(skips(R"("skip_gpu_tests": true, )"));
  CHECK_FALSE(skips(R"("skip_gpu_tests": false, )"));
}

TEST_CASE("FD3022: tests are skipped, and nothing says when defects show") {
  const std::string start = R"({"launch": "3 min", "refusal_probability": 0,
      "refusal_wait": "1 min", "defect_probability": "10 %", "skip_tests": true})";
  only_problem("/plan/components/4/cluster/start", start, "FD3022",
               "/plan/components/4/cluster/start/skip_tests");
  Document document = scenario_with_stack(
      stack_of(R"({"name": "pool", "creation": "10 min", "stands_for": "nodes"})",
               R"("skip_gpu_tests": true, )"));
  document =
      with_value(document, "/plan/components/4/cluster/start/defect_probability", "0.1").value();
  const auto scenario = read_scenario(document);
  REQUIRE_FALSE(scenario);
  REQUIRE(scenario.error().size() == 1);
  CHECK(scenario.error()[0].code == "FD3022");
  CHECK(scenario.error()[0].place.pointer == "/plan/components/7/infrastructure/skip_gpu_tests");
}

TEST_CASE("an archive is read with the tier that is ordered") {
  const auto with_retrieval = [](const std::string& retrieval) {
    return R"({"copies": {"mechanism": "copy", "interval": "1 day", "length": "1 h",
                          "failure_probability": 0, "kept_in": "west"},
               "restore": {"preparation": "1 min", "size": "1 GB", "rate": "1 GB/s",
                           "retrieval": )" +
           retrieval + "}}";
  };
  const std::string where = "/plan/data/0/archive";
  const auto scenario = read_scenario(small_scenario_with(
      where, with_retrieval(R"({"tier": "bulk", "standard": "4 h", "bulk": "9 h"})")));
  REQUIRE(scenario);
  const auto& archive = scenario->plan.data[0].archive;
  REQUIRE(archive);
  CHECK(archive->restore.retrieval->tier == RetrievalTier::bulk);
  CHECK(mean(archive->restore.retrieval->length) == 9 * 3600.0);
  only_problem(where, with_retrieval(R"({"tier": "bulk", "standard": "4 h"})"), "FD2002",
               where + "/restore/retrieval");
  only_problem(where, with_retrieval(R"({"tier": "bulk", "bulk": "9 h", "standard": "4 hh"})"),
               "FD2103", where + "/restore/retrieval/standard");
}

TEST_CASE("FD3005: an empty database neither protects data nor is promoted") {
  const std::string empty = R"({"name": "replica", "region": "west", "database": {
      "replica_of": "database", "filled_by_restore": true}})";
  const Document document = small_scenario_with("/plan/components/1", empty);
  const auto scenario = read_scenario(document);
  REQUIRE_FALSE(scenario);
  std::vector<std::string> places;
  for (const Diagnostic& problem : scenario.error()) {
    CHECK(problem.code == "FD3005");
    places.push_back(problem.place.pointer);
  }
  CHECK(std::find(places.begin(), places.end(), "/plan/data/0/database_replication/replica") !=
        places.end());
  CHECK(std::find(places.begin(), places.end(), "/runbook/steps/1/action/promote/database") !=
        places.end());
}
