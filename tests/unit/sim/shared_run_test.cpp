// A shared run against one process: samples that went through bytes are those that did not.
#include "sim/shared_run.hpp"

#include <catch2/catch.hpp>

#include "scenarios/scenario_reader.hpp"
#include "sim/sample_bytes.hpp"
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
  SharedRun run{folder.path(), 1, 2, true, "1"};
  const auto share = simulate_shared(*scenario, options, run, "");
  REQUIRE(share);
  CHECK(share->blocks == 3);
  CHECK_FALSE(share->samples);
  run = {folder.path(), 0, 1, false, "1"};
  const auto rest = simulate_shared(*scenario, options, run, "");
  REQUIRE(rest);
  CHECK(rest->found == 2);
  REQUIRE(rest->samples);
  std::string bytes, expected;
  put_samples(bytes, *rest->samples);
  put_samples(expected, whole);
  CHECK(bytes == expected);
  CHECK(rest->samples->digests == whole.digests);
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
