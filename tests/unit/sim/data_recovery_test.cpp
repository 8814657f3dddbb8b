// Corrupted data and intrusions: what is lost follows from which copies there are, when somebody
// notices, and whether anybody asks since when data is wrong.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>

#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"
#include "sim/replicator.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t runs = 40;

Setting figure(const std::string& name, const std::string& value) {
  return {"/parameters/" + name + "/value", value};
}

// The losses [s] of one objective over many recoveries of a library scenario.
std::vector<Duration> losses(const std::string& name, const std::string& objective,
                             const std::vector<Setting>& settings) {
  const auto scenario = load_scenario("scenarios/library/" + name + ".json", settings);
  REQUIRE(scenario);
  std::size_t wanted = 0;
  while (scenario->objectives.at(wanted).name != objective) {
    ++wanted;
  }
  Replicator replicator{*scenario, 5};
  std::vector<Duration> found;
  for (std::uint64_t replication = 0; replication < runs; ++replication) {
    found.push_back(replicator.run(replication).objectives[wanted]);
  }
  return found;
}

bool are_all_within(const std::vector<Duration>& found, Duration most) {
  return std::all_of(found.begin(), found.end(), [&](Duration one) { return one <= most; });
}

std::size_t count_lost(const std::vector<Duration>& found) {
  return static_cast<std::size_t>(std::count(found.begin(), found.end(), never));
}

const Setting sound = figure("backup.silent_failure", "0");
const Setting made = figure("backup.failure_probability", "0");

}  // namespace

TEST_CASE("data that is known to be wrong since when comes back from the copy before") {
  // Checkpoints every 30 minutes: at most that old at the corruption.
  const auto found = losses("data-corruption", "tier-1-model-checkpoints", {sound, made});
  CHECK(are_all_within(found, 30min));
  CHECK(*std::max_element(found.begin(), found.end()) > Duration{20min});
}

TEST_CASE("a copy that cannot be read costs the age of the one before") {
  const auto found = losses("data-corruption", "tier-1-model-checkpoints",
                            {figure("backup.silent_failure", "0.5"), made});
  CHECK_FALSE(are_all_within(found, 30min));
  CHECK(count_lost(losses("data-corruption", "tier-1-model-checkpoints",
                          {figure("backup.silent_failure", "1"), made})) == runs);
}

TEST_CASE("without assessment, validation decides whether a poisoned copy passes") {
  const Setting no_assessment{"/runbook/steps/1/action", R"({"wait": {"length": "1 min"}})"};
  CHECK(
      are_all_within(losses("data-corruption", "tier-1-model-checkpoints",
                            {sound, made, no_assessment, figure("step.validation_coverage", "1")}),
                     30min));
  CHECK(count_lost(losses("data-corruption", "tier-1-model-checkpoints",
                          {sound, made, no_assessment, figure("step.validation_coverage", "0"),
                           figure("validation.checkpoints", "1")})) > runs / 2);
}

TEST_CASE("copies that are deleted before anybody notices cannot help") {
  const std::vector<Setting> slow{sound, made, figure("intrusion.dwell", "\"10 days\""),
                                  figure("database.snapshot_retention", "\"7 days\"")};
  CHECK(count_lost(losses("security-breach", "production-data", slow)) == runs);
  const std::vector<Setting> kept{sound, made, figure("intrusion.dwell", "\"10 days\""),
                                  figure("database.snapshot_retention", "\"35 days\"")};
  CHECK(are_all_within(losses("security-breach", "production-data", kept), 24h));
}

TEST_CASE("an increment whose full copy has been deleted is worth nothing") {
  // Fulls every 28 days, everything deleted after seven: only what rests on a young full helps.
  const std::vector<Setting> chained{sound,
                                     made,
                                     figure("intrusion.dwell", "\"1 day\""),
                                     {"/plan/data/0/snapshots/full_every", "\"28 days\""}};
  const std::size_t lost = count_lost(losses("security-breach", "production-data", chained));
  CHECK(lost > runs / 2);  // about 21 or more of 28 links
  CHECK(lost < runs);
}

TEST_CASE("recovery time runs from the moment services stop, not from the silent beginning") {
  const auto found = losses("database-corruption", "critical-services",
                            {sound, made, figure("corruption.noticed", "\"20 days\"")});
  CHECK(are_all_within(found, 10h));
}

TEST_CASE("services released to an intruder whose keys still fit are tampered with again") {
  const std::vector<Setting> kept{sound, made, figure("intrusion.dwell", "\"1 day\"")};
  CHECK(count_lost(losses("security-breach", "production-data", kept)) == 0);
  std::vector<Setting> careless = kept;
  careless.push_back({"/runbook/steps/5/action", R"({"perform": {"length": "1 h"}})"});
  CHECK(count_lost(losses("security-breach", "production-data", careless)) == runs);
}

TEST_CASE("evidence cannot be preserved once something has been restored over it") {
  const std::vector<Setting> late{sound,
                                  made,
                                  figure("intrusion.dwell", "\"1 day\""),
                                  {"/runbook/steps/1/after", R"(["restore_clean_backups"])"},
                                  {"/runbook/steps/2/after", R"(["isolate_systems"])"}};
  for (const bool is_late : {false, true}) {
    const auto scenario = load_scenario("scenarios/library/security-breach.json",
                                        is_late ? late : std::vector<Setting>{});
    REQUIRE(scenario);
    const Timeline timeline = replay(*scenario, 5, 0);
    const auto& events = timeline.events();
    const auto kept = std::find_if(events.begin(), events.end(), [](const Event& event) {
      return event.verb == Verb::preserve_evidence;
    });
    REQUIRE(kept != events.end());
    CHECK((kept->outcome == Outcome::failed) == is_late);
  }
}
