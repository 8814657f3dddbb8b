// Once warm, a replication takes no memory from the heap: every `new` of this program is counted.
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <new>
#include <string>

#include "scenarios/scenario_reader.hpp"
#include "sim/fleet_simulation.hpp"
#include "sim/replicator.hpp"
#include "tests/unit/sim/fleet_fixture.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

void* counted(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size > 0 ? size : 1)) {
    return memory;
  }
  throw std::bad_alloc{};
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void* operator new(std::size_t size, const std::nothrow_t& /*no_throw*/) noexcept {
  ++allocations;
  return std::malloc(size > 0 ? size : 1);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t /*size*/) noexcept { std::free(memory); }

using namespace firedrill;

TEST_CASE("a replication allocates nothing once the like of it has been seen") {
  const std::string name = GENERATE(
      "reference-outage", "reference-outage-stepped", "regional-outage", "regional-outage-hardened",
      "database-corruption", "data-corruption", "security-breach", "flapping", "node-failure");
  CAPTURE(name);
  const auto scenario = load_scenario("scenarios/library/" + name + ".json");
  REQUIRE(scenario);
  constexpr std::uint64_t replications = 200;
  Replicator replicator{*scenario, 1};
  const auto run_all = [&] {
    for (std::uint64_t replication = 0; replication < replications; ++replication) {
      replicator.run(replication);
      replicator.run_by_events(replication);
    }
  };
  const std::size_t before = allocations;
  run_all();
  CHECK(allocations > before);  // the counter counts
  const std::size_t warm = allocations;
  run_all();
  CHECK(allocations == warm);
}

TEST_CASE("a year of a fleet allocates nothing once the like of it has been seen") {
  FleetStudy study = undisturbed(50);
  study.run.nodes = study.run.minimum_nodes = 40;
  study.fleet.causes = {node_failures(std::chrono::hours{400})};
  FleetSimulation simulation{study, 1};
  const auto run_all = [&] {
    for (std::uint64_t replication = 0; replication < 20; ++replication) {
      simulation.run(replication);
    }
  };
  run_all();
  const std::size_t warm = allocations;
  run_all();
  CHECK(allocations == warm);
}
