// A shared run against one process: samples that went through bytes are those that did not.
#include "sim/shared_runs.hpp"

#include <catch2/catch.hpp>

#include "scenarios/scenario_reader.hpp"
#include "sim/sample_bytes.hpp"
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
