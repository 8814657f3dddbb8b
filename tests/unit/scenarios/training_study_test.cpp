// Training studies: the library's can be read, and what cannot be simulated is refused where it
// stands.
#include "scenarios/training_study.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "scenarios/assembly.hpp"

using namespace firedrill;

namespace {

const std::string production = "scenarios/training/gaudi3-production.json";

// The problems of the production study with `value` at `pointer`.
Diagnostics study_problems(const std::string& pointer, const std::string& value) {
  Result<Document> changed = with_value(*assemble_study(production), pointer, value);
  REQUIRE(changed);
  const auto study = read_training_study(*changed);
  return study ? Diagnostics{} : study.error();
}

void expect_problem(const std::string& pointer, const std::string& value, const std::string& code,
                    const std::string& at) {
  const Diagnostics problems = study_problems(pointer, value);
  INFO(pointer << " = " << value);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].code == code);
  CHECK(problems[0].place.pointer == at);
}

}  // namespace

TEST_CASE("every study of the library can be read, each figure with its source") {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator{"scenarios/training"}) {
    const auto study = load_training_study(entry.path().string());
    INFO(entry.path());
    REQUIRE(study);
    CHECK(study->name == entry.path().stem());
    CHECK(study->digest.size() == 64);
    CHECK_FALSE(study->assumptions.empty());
    ++count;
  }
  CHECK(count >= 3);
}

TEST_CASE("what the file says arrives in the study") {
  const auto study = load_training_study(production);
  REQUIRE(study);
  const FleetStudy& model = study->fleet_study;
  CHECK(model.fleet.nodes == 8);
  CHECK(model.run.minimum_nodes == 6);
  CHECK(model.limits.detection == std::chrono::minutes{2});
  CHECK(model.limits.recovery == std::chrono::minutes{15});
  REQUIRE(model.fleet.causes.size() == 2);
  CHECK(model.fleet.causes[0].lemons.rate_factor == 12.0);
  REQUIRE(model.fleet.causes[0].rate_uncertainty);
  CHECK(std::get<Lognormal>(model.fleet.causes[0].rate_uncertainty->law).log_sd == 0.63);
  CHECK_FALSE(model.fleet.causes[1].rate_uncertainty);
  CHECK(std::holds_alternative<NodeStart>(model.fleet.causes[0].restoration));
  CHECK(model.fleet.causes[1].nodes == 8);
  CHECK(std::holds_alternative<Repair>(model.fleet.causes[1].restoration));
  CHECK(write_time(model.run.checkpointing) == from_seconds(10.5));
  CHECK(std::get<Duration>(model.run.checkpointing.interval) == std::chrono::minutes{30});
}

TEST_CASE("a study's mistakes are reported where they are") {
  expect_problem("/run/nodes", "9", "FD2006", "/run/nodes");
  expect_problem("/run/minimum_nodes", "9", "FD2006", "/run/minimum_nodes");
  expect_problem("/fleet/causes/0/nodes", "9", "FD2006", "/fleet/causes/0/nodes");
  expect_problem("/fleet/causes/1/name", "\"node\"", "FD3002", "/fleet/causes/1/name");
  expect_problem("/fleet/causes/0/repair", R"({"time": "1 h"})", "FD3012",
                 "/fleet/causes/0/replacement");
  expect_problem("/run/restart", "5", "FD2101", "/run/restart");
  expect_problem("/horizon", "\"1 GB\"", "FD2102", "/horizon");
  expect_problem("/run/checkpointing/interval", "\"dayly\"", "FD2004",
                 "/run/checkpointing/interval");
}

TEST_CASE("FD3019: figures that cannot stand together") {
  const std::string checkpointing = "/run/checkpointing";
  expect_problem("/fleet/causes/0/lemons/rate_factor", "0", "FD3019",
                 "/fleet/causes/0/lemons/rate_factor");
  expect_problem("/fleet/causes/0/rate_uncertainty", "0", "FD3019",
                 "/fleet/causes/0/rate_uncertainty");
  expect_problem(checkpointing + "/write", R"({"size": "1 GB", "bandwidth": "0 B/s"})", "FD3019",
                 checkpointing + "/write");
  expect_problem(checkpointing, R"({"interval": "1 min", "write": "2 min", "blocking_share": 0})",
                 "FD3019", checkpointing);
  expect_problem(checkpointing, R"({"interval": "young", "write": "0 s"})", "FD3019",
                 checkpointing);
  CHECK(study_problems(checkpointing, R"({"interval": "young", "write": "1 s"})").empty());
}
