// A shared run against one process: samples that went through bytes are those that did not.
#include "sim/shared_runs.hpp"

#include <catch2/catch.hpp>

#include "reports/fault_ranking_text.hpp"
#include "reports/improvement_text.hpp"
#include "reports/rare_text.hpp"
#include "reports/sensitivity_json.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/fault_ranking.hpp"
#include "sim/improve.hpp"
#include "sim/rare_states.hpp"
#include "sim/sample_bytes.hpp"
#include "sim/sensitivity.hpp"
#include "sim/word_bytes.hpp"
#include "tests/unit/live/ledger/temporary_folder.hpp"

using namespace firedrill;

TEST_CASE("shares done one after the other give the samples of one run", "[threads]") {
  const auto scenario = load_scenario("scenarios/library/data-corruption.json");
  REQUIRE(scenario);
  SimulationOptions options;
  options.replications = 2'500;  // three blocks, the last one short
  options.threads = 2;
  const Samples whole = simulate(*scenario, options);
  const test::TemporaryFolder folder;
  SharedRun run{folder.path(), 1, 2, true, {}, "1"};
  const auto share = simulate_shared(*scenario, options, run);
  REQUIRE(share);
  CHECK(share->outcome.blocks == 3);
  CHECK_FALSE(share->value);
  run = {folder.path(), 0, 1, false, {}, "1"};
  const auto rest = simulate_shared(*scenario, options, run);
  REQUIRE(rest);
  CHECK(rest->outcome.found == 2);
  REQUIRE(rest->value);
  std::string bytes, expected;
  put_samples(bytes, *rest->value);
  put_samples(expected, whole);
  CHECK(bytes == expected);
  CHECK(rest->value->digests == whole.digests);
}

TEST_CASE("years that were shared are those of one run", "[threads]") {
  const auto study = load_year_study("scenarios/years/gaudi3-scale.json");
  REQUIRE(study);
  YearOptions options;
  options.years = 150;  // three blocks, the last one short
  options.threads = 2;
  auto years = simulate_years(*study, options);
  const test::TemporaryFolder folder;
  SharedRun run{folder.path(), 0, 2, true, {}, "1"};
  const auto share = simulate_years_shared(*study, options, run);
  REQUIRE(share);
  CHECK_FALSE(share->value);
  run = {folder.path(), 0, 1, false, {}, "1"};
  const auto rest = simulate_years_shared(*study, options, run);
  REQUIRE(rest);
  CHECK(rest->outcome.found == 1);
  REQUIRE(rest->value);
  std::vector<YearTally> shared = *rest->value;
  std::string bytes, expected;
  write_words(bytes, shared);
  write_words(expected, years);
  CHECK(bytes == expected);
  options.seed = 2;
  CHECK_FALSE(simulate_years_shared(*study, options, run));
}

TEST_CASE("what goes in phases is shared by tasks that never meet", "[threads]") {
  const auto assembled = assemble_scenario("scenarios/library/regional-outage.json");
  REQUIRE(assembled);
  FaultRankingOptions options;
  options.replications = 2;
  options.threads = 2;
  const auto whole = rank_faults(*assembled, options);
  REQUIRE(whole);
  const test::TemporaryFolder folder;
  const auto share = rank_faults(*assembled, options, {folder.path(), 1, 2, true, {}, "1"});
  REQUIRE(share);
  CHECK_FALSE(share->value);
  const auto rest = rank_faults(*assembled, options, {folder.path(), 0, 1, false, {}, "1"});
  REQUIRE(rest);
  CHECK(rest->outcome.found > 0);
  CHECK(rest->outcome.found < rest->outcome.blocks);
  REQUIRE(rest->value);
  CHECK(fault_ranking_json(*rest->value) == fault_ranking_json(*whole));
}

TEST_CASE("a study's early phases are done by each task, its last is shared", "[threads]") {
  const auto assembled = assemble_scenario("scenarios/library/node-failure.json");
  REQUIRE(assembled);
  const auto uncertain = UncertainScenario::read(*assembled);
  REQUIRE(uncertain);
  SensitivityOptions options;
  options.parameters = 2;
  options.rows = 600;  // ten blocks of rows, in three parts
  options.threads = 2;
  const std::string whole = sensitivity_json(study_sensitivity(*uncertain, options));
  const test::TemporaryFolder folder;
  const auto share = study_sensitivity(*uncertain, options, {folder.path(), 0, 2, true, {}, "1"});
  REQUIRE(share);
  CHECK_FALSE(share->value);
  CHECK(share->outcome.taken_over.empty());
  const auto rest = study_sensitivity(*uncertain, options, {folder.path(), 1, 2, false, {}, "1"});
  REQUIRE(rest);
  REQUIRE(rest->value);
  CHECK(sensitivity_json(*rest->value) == whole);
  options.parameters = 3;
  CHECK_FALSE(study_sensitivity(*uncertain, options, {folder.path(), 0, 1, false, {}, "1"}));
}

TEST_CASE("an estimate that was interrupted goes on", "[threads]") {
  const auto study = load_state_study("scenarios/oracles/three-regions.json");
  REQUIRE(study);
  RareOptions options;
  options.repetitions = 6;
  options.arrivals = 5;
  const RarePrediction whole = predict_rare(*study, 7, options);
  const test::TemporaryFolder folder;
  struct Enough {};
  options.threads = 1;
  options.progress = [](double done) {
    if (done > 0.7) {
      throw Enough{};
    }
  };
  const SharedRun run{folder.path(), 0, 1, false, {}, "1"};
  CHECK_THROWS_AS(predict_rare(*study, 7, options, run), Enough);
  options.progress = nullptr;
  const auto rest = predict_rare(*study, 7, options, run);
  REQUIRE(rest);
  CHECK(rest->outcome.found == 2);  // the pilot, and the first four
  REQUIRE(rest->value);
  CHECK(rare_json(*rest->value) == rare_json(whole));
}

TEST_CASE("changes are tried again from where it stopped", "[threads]") {
  const auto assembled = assemble_scenario("scenarios/library/regional-outage.json");
  REQUIRE(assembled);
  const auto changes = load_changes("scenarios/costs/gaudi3-scale.json");
  REQUIRE(changes);
  ImproveOptions options;
  options.promises = {0};
  options.replications = 250;
  const auto whole = improve(*assembled, *changes, options);
  REQUIRE(whole);
  const test::TemporaryFolder folder;
  const SharedRun run{folder.path(), 0, 1, false, {}, "1"};
  const auto once = improve(*assembled, *changes, options, run);
  REQUIRE(once);
  CHECK(once->outcome.found == 0);
  CHECK(improvement_json(*once->value) == improvement_json(*whole));
  const auto again = improve(*assembled, *changes, options, run);
  REQUIRE(again);
  CHECK(again->outcome.found == again->outcome.blocks);
  CHECK(improvement_json(*again->value) == improvement_json(*whole));
}

TEST_CASE("bytes of another length are no samples") {
  const auto scenario = load_scenario("scenarios/library/regional-outage.json");
  REQUIRE(scenario);
  SimulationOptions options;
  options.replications = 8;
  std::string bytes;
  put_samples(bytes, simulate(*scenario, options));
  Samples read = empty_samples(*scenario, options);
  CHECK(take_samples(bytes, 0, 8, read));
  CHECK_FALSE(take_samples(bytes.substr(1), 0, 8, read));
  CHECK_FALSE(take_samples(bytes + "x", 0, 8, read));
}
