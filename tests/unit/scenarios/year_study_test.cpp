// Year studies: the library's can be read; what does not belong together is refused.
#include "scenarios/year_study.hpp"

#include <catch2/catch.hpp>
#include <chrono>

#include "tests/unit/scenarios/edited_file.hpp"

using namespace firedrill;

namespace {

const std::string library = "scenarios/years/gaudi3-scale.json";

// The problems of the library's study with `old` replaced by `changed`.
Diagnostics year_problems(const std::string& old, const std::string& changed) {
  const EditedFile file{library, old, changed, "../"};
  const auto read = load_year_study(file.path());
  return read ? Diagnostics{} : read.error();
}

void expect_only(const Diagnostics& problems, const std::string& code, const std::string& pointer) {
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].code == code);
  CHECK(problems[0].place.pointer == pointer);
}

}  // namespace

TEST_CASE("the library's year can be read, with the plan's drills") {
  const auto study = load_year_study(library);
  REQUIRE(study);
  CHECK(study->plan.name == "gaudi3-scale");
  CHECK(study->causes.size() >= 7);
  REQUIRE(study->drills.size() == 3);
  CHECK(study->drills[0].every == Duration{std::chrono::hours{30 * 24}});
  CHECK(study->causes[0].rate == 16.5);
  CHECK(study->assumptions.size() >= 9);
  CHECK(study->digest.size() == 64);
}

TEST_CASE("FD3020: scenarios of another plan, drills the plan does not hold") {
  expect_only(year_problems("../library/flapping.json", "../library/reference-outage.json"),
              "FD3020", "/causes/3/scenario");
  expect_only(year_problems("\"drill\": \"monthly\"", "\"drill\": \"weekly\""), "FD3020",
              "/drills/0/drill");
}

TEST_CASE("other mistakes of a year study are reported where they are") {
  expect_only(year_problems("\"rate\": {\"parameter\": \"rate.flapping\"}", "\"rate\": \"often\""),
              "FD2103", "/causes/3/rate");
  expect_only(year_problems("flapping region", "node failure"), "FD3002", "/causes/3/name");
  expect_only(year_problems("rate.node_failure\"", "rate.node_failur\""), "FD3009",
              "/causes/0/rate/parameter");
  CHECK(year_problems("../library/flapping.json", "../library/floppy.json").front().code ==
        "FD1001");
}
