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

// What bringing back the first kind of data that goes wrong took, over many recoveries.
std::vector<RestorationMeasurement> restorations(const std::string& name,
                                                 const std::vector<Setting>& settings) {
  const auto scenario = load_scenario("scenarios/library/" + name + ".json", settings);
  REQUIRE(scenario);
  Replicator replicator{*scenario, 5};
  std::vector<RestorationMeasurement> found;
  for (std::uint64_t replication = 0; replication < runs; ++replication) {
    found.push_back(replicator.run(replication).restorations.at(0));
  }
  return found;
}

template <class Condition>
std::size_t count_of(const std::vector<RestorationMeasurement>& found, Condition condition) {
  return static_cast<std::size_t>(std::count_if(found.begin(), found.end(), condition));
}

const Setting sound = figure("backup.silent_failure", "0");
const Setting made = figure("backup.failure_probability", "0");
const Setting no_archive{"/plan/data/0/archive/copies/retention", "\"1 s\""};
const Setting of_any_day{"/runbook/steps/1/action/restore/of_today", "false"};

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
  const std::vector<Setting> slow{sound, made, no_archive, figure("intrusion.dwell", "\"10 days\""),
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
                                     no_archive,
                                     figure("intrusion.dwell", "\"1 day\""),
                                     {"/plan/data/0/snapshots/full_every", "\"28 days\""}};
  const std::size_t lost = count_lost(losses("security-breach", "production-data", chained));
  CHECK(lost > runs / 2);  // about 21 or more of 28 links
  CHECK(lost < runs);
}

TEST_CASE("recovery time runs from the moment services stop, not from the silent beginning") {
  const auto found = losses("database-corruption", "critical-services",
                            {sound, made, of_any_day, figure("corruption.noticed", "\"20 days\"")});
  CHECK(are_all_within(found, 10h));
}

TEST_CASE("a service that fails while its data is wrong is down from the beginning") {
  const std::string fails = "/faults/0/data_corruption/fails";
  const std::vector<Setting> quick{figure("database.backup_failure", "0"),
                                   figure("corruption.noticed", "\"5 s\"")};
  const auto shown = load_scenario("scenarios/library/lab-backup-restoration.json", quick);
  std::vector<Setting> hidden_settings = quick;
  hidden_settings.push_back({fails, "[]"});
  const auto hidden =
      load_scenario("scenarios/library/lab-backup-restoration.json", hidden_settings);
  REQUIRE(shown);
  REQUIRE(hidden);
  CHECK_FALSE(is_silent(shown->faults[0].model));
  CHECK(is_silent(hidden->faults[0].model));
  Replicator replicator{*shown, 5}, same{*hidden, 5};
  std::uint64_t compared = 0;
  for (std::uint64_t replication = 0; replication < runs; ++replication) {
    const Measurement felt = replicator.run(replication);
    const Measurement unfelt = same.run(replication);
    if (felt.objectives[0] == never) {
      continue;  // what was brought back is wrong itself, which only the one can tell
    }
    ++compared;
    // The same recovery, but for what comes before: 5 s until it is noticed, and the stopping.
    CHECK(felt.objectives[0] >= unfelt.objectives[0] + 5s);
    CHECK(felt.objectives[0] < unfelt.objectives[0] + 12s);
  }
  CHECK(compared > runs / 2);
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
    const Event* const kept = timeline.first(Verb::preserve_evidence);
    REQUIRE(kept != nullptr);
    CHECK((kept->outcome == Outcome::failed) == is_late);
  }
}

TEST_CASE("what was written between the intrusion and the isolation is thrown away") {
  // Ten days unseen, the alarm at once, isolation within hours: that long, and no longer.
  for (const auto& one :
       restorations("security-breach", {sound, made, figure("intrusion.dwell", "\"10 days\""),
                                        figure("database.snapshot_retention", "\"35 days\"")})) {
    CHECK(one.is_right);
    CHECK(one.discarded > Duration{240h});
    CHECK(one.discarded < Duration{264h});
  }
}

TEST_CASE("copies that cannot be read are counted among those tried") {
  const auto all_sound = restorations("data-corruption", {sound, made});
  const auto doubtful = restorations(
      "security-breach",
      {figure("backup.silent_failure", "0.5"), made, figure("intrusion.dwell", "\"1 day\"")});
  const auto is_second = [](const RestorationMeasurement& one) { return one.copies > 1; };
  CHECK(count_of(all_sound, is_second) == 0);
  const std::size_t second = count_of(doubtful, is_second);  // half of 40: 10 to 30, 1 in 600
  CHECK(second > 9);
  CHECK(second < 31);
}

TEST_CASE("the archive is tried once all other copies are gone") {
  const std::vector<Setting> slow{sound, made, figure("intrusion.dwell", "\"10 days\""),
                                  figure("database.snapshot_retention", "\"7 days\"")};
  const auto is_wrong = [](const RestorationMeasurement& one) { return !one.is_right; };
  CHECK(count_of(restorations("security-breach", slow), is_wrong) == 0);
  std::vector<Setting> without = slow;
  without.push_back(no_archive);
  CHECK(count_of(restorations("security-breach", without), is_wrong) == runs);
}

TEST_CASE("a script that names the snapshot by the date finds none before today's is there") {
  // One a day at any hour, at any hour of the day: today's is there in half of all cases.
  const std::vector<Setting> quick{sound, made, figure("corruption.noticed", "\"1 min\"")};
  std::vector<Setting> any = quick;
  any.push_back(of_any_day);
  any.push_back({"/runbook/steps/1/action/restore/coverage", "1"});
  const auto is_tried = [](const RestorationMeasurement& one) { return one.copies > 0; };
  const std::size_t tried = count_of(restorations("database-corruption", quick), is_tried);
  CHECK(tried > 9);
  CHECK(tried < 31);
  CHECK(count_of(restorations("database-corruption", any), is_tried) == runs);
}

TEST_CASE("finding out since when data is wrong takes longer where there is more of it") {
  const auto assessed = [](const std::string& rate) {
    const auto scenario = load_scenario("scenarios/library/data-corruption.json",
                                        std::vector<Setting>{figure("assessment.scan_rate", rate)});
    REQUIRE(scenario);
    const Timeline timeline = replay(*scenario, 5, 0);
    const Event* const found = timeline.first(Verb::assess);
    REQUIRE(found != nullptr);
    return found->answered - found->asked;
  };
  // 5 TB of training data and a checkpoint of 0.105 TB.
  const Duration difference = assessed("\"0.5 GB/s\"") - assessed("\"1 GB/s\"");
  CHECK(difference == Duration{5105s});
}

TEST_CASE("a validator sees nothing until a copy has been made of what is wrong") {
  // It finds everything, daily; archives are copied every 30 min or, here, every 10 days.
  const auto noticed_after = [](const std::string& interval) {
    std::vector<Setting> settings{sound,
                                  made,
                                  figure("corruption.noticed", "\"90 days\""),
                                  figure("validation.archives", "0"),
                                  figure("validation.checkpoints", "1"),
                                  {"/plan/data/2/snapshots/interval", interval}};
    const auto scenario = load_scenario("scenarios/library/data-corruption.json", settings);
    REQUIRE(scenario);
    Duration longest{};
    for (std::uint64_t replication = 0; replication < runs; ++replication) {
      const Timeline timeline = replay(*scenario, 5, replication);
      longest = std::max(longest, timeline.first(Verb::await_alert)->answered);
    }
    return longest;
  };
  CHECK(noticed_after("\"30 min\"") < Duration{26h});
  CHECK(noticed_after("\"10 days\"") > Duration{120h});
}

TEST_CASE("a validator runs at its hour, whatever hour it goes wrong at") {
  // Two that differ only by six hours: their alerts differ by six hours, or eighteen the other way.
  const auto alerts = [](const std::string& at) {
    const auto scenario =
        load_scenario("scenarios/library/data-corruption.json",
                      std::vector<Setting>{sound,
                                           made,
                                           figure("corruption.noticed", "\"90 days\""),
                                           figure("validation.archives", "1"),
                                           {"/plan/components/21/validator/at", at}});
    REQUIRE(scenario);
    std::vector<Duration> found;
    for (std::uint64_t replication = 0; replication < runs; ++replication) {
      const Timeline timeline = replay(*scenario, 5, replication);
      found.push_back(timeline.first(Verb::await_alert)->answered);
    }
    return found;
  };
  const auto early = alerts("\"2 h\""), late = alerts("\"8 h\"");
  std::size_t later = 0;
  for (std::size_t run = 0; run < runs; ++run) {
    const Duration difference = late[run] - early[run];
    CHECK((difference == Duration{6h} || difference == Duration{-18h}));
    later += difference == Duration{6h} ? 1U : 0U;
  }
  CHECK(later > 20);  // three quarters of 40
}
