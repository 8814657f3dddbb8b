// Parameters: found by name, checked for their dimension, and recorded when they are read.
#include <filesystem>

#include "tests/unit/scenarios/plan_fixture.hpp"

using namespace firedrill;

TEST_CASE("what is read is recorded with its pointer, value and source") {
  const auto scenario = read_scenario(small_scenario());
  REQUIRE(scenario);
  REQUIRE(scenario->assumptions.size() == 3);
  const Assumption& promotion = scenario->assumptions[0];
  CHECK(promotion.pointer == "/parameters/promotion/value");
  CHECK(promotion.name == "promotion");
  CHECK(promotion.value == R"({"triangular":["3 min","6 min","20 min"]})");
  CHECK(promotion.source == "assumed: a guess");
  CHECK(promotion.is_assumed);
  const Assumption& failure = scenario->assumptions[1];
  CHECK(failure.pointer == "/parameters/failure/value");
  CHECK(failure.source == "A book, 2020");
  CHECK_FALSE(failure.is_assumed);
}

TEST_CASE("a parameter nobody reads is no assumption") {
  const auto scenario = read_scenario(small_scenario_with("/faults/0/region_outage/length", "2 h"));
  REQUIRE(scenario);
  CHECK(scenario->assumptions.size() == 2);
}

TEST_CASE("FD3009: an unknown parameter suggests the nearest") {
  const auto problem = only_problem("/faults/0/region_outage/length", R"({"parameter": "outtage"})",
                                    "FD3009", "/faults/0/region_outage/length/parameter");
  CHECK(problem.message == "there is no parameter \"outtage\"");
  CHECK(problem.suggestion == "did you mean \"outage\"?");
  only_problem("/parameters/outage/value", R"({"parameter": "promotion"})", "FD3009",
               "/parameters/outage/value/parameter");
}

TEST_CASE("FD3010: a parameter of the wrong dimension") {
  const auto problem =
      only_problem("/horizon", R"({"parameter": "failure"})", "FD3010", "/horizon/parameter");
  CHECK(problem.message == "the parameter \"failure\" measures ratio, but time is needed here");
}

TEST_CASE("FD3011: a parameter says where it comes from, once") {
  only_problem("/parameters/outage", R"({"title": "t", "dimension": "time", "value": "1 h"})",
               "FD3011", "/parameters/outage");
  only_problem("/parameters/failure/assumed", "too", "FD3011", "/parameters/failure");
}

TEST_CASE("FD3014: a law where a single value is needed") {
  only_problem("/horizon", R"({"parameter": "promotion"})", "FD3014", "/horizon/parameter");
}

TEST_CASE("values of parameters nobody reads are checked all the same") {
  only_problem("/parameters/spare",
               R"({"title": "t", "dimension": "rate", "value": "5 GB", "assumed": "x"})", "FD2102",
               "/parameters/spare/value");
}

TEST_CASE("every shipped parameter is read by some shipped scenario") {
  std::vector<std::string> used;
  std::vector<std::string> known;
  for (const auto& entry : std::filesystem::directory_iterator{"scenarios/library"}) {
    const auto assembled = assemble_scenario(entry.path().string());
    REQUIRE(assembled);
    for (const auto& [id, parameter] : assembled->root.find("parameters")->members) {
      known.push_back(id);
    }
    const auto scenario = read_scenario(*assembled);
    REQUIRE(scenario);
    for (const Assumption& assumption : scenario->assumptions) {
      used.push_back(assumption.name);
    }
  }
  REQUIRE(known.size() > 50);
  for (const std::string& id : known) {
    INFO(id);
    CHECK(std::find(used.begin(), used.end(), id) != used.end());
  }
}
