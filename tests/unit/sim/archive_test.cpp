// Data that is left nowhere but in an archive: how old it is, how long bringing it into another
// region takes, and when that cannot be done. Times follow by hand.
#include <catch2/catch.hpp>

#include <chrono>

#include "sim/monte_carlo.hpp"
#include "tests/unit/sim/reference_scenario.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr ComponentId empty_database{5};
constexpr DataId orders{0};

// Both regions are lost at one hour; the third holds an archive (a copy a day, complete after an
// hour) and an empty database. Bringing 100 GB back takes 10 min, 4 h of retrieval, 1,000 s of
// transfer and 5 min of validation.
Scenario scenario_with_archive() {
  Scenario scenario = reference_scenario();
  Plan& plan = scenario.plan;
  plan.regions.push_back({.name = "third", .role = "tertiary"});
  plan.components[reference_prober.index].model = ExternalReport{constant(60.0)};
  Database empty;
  empty.replica_of = reference_primary;
  empty.filled_by_restore = true;
  plan.components.push_back(
      {.name = "empty", .title = {}, .region = reference_third, .depends_on = {}, .model = empty});
  plan.services[0].requirements = {NeedsRoute{reference_zone}, NeedsDatabase{reference_primary}};
  Archive& archive = plan.data[orders.index].archive.emplace();
  archive.copies.interval = 24h;
  archive.copies.length = constant(3600.0);
  archive.copies.kept_in = reference_third;
  archive.restore.preparation = constant(600.0);
  archive.restore.size = Bytes{100'000'000'000};
  archive.restore.rate = Rate{1e8};
  archive.restore.retrieval = Retrieval{RetrievalTier::standard, constant(4 * 3600.0)};
  scenario.faults[0].at = constant(3600.0);
  Fault& second = scenario.faults.emplace_back();
  second.name = "second";
  second.at = constant(3600.0);
  second.model = RegionOutage{RegionId{1}, constant(3.0e7), 0.0, constant(0.0)};
  Objective kept;
  kept.name = "kept";
  kept.kind = ObjectiveKind::rpo;
  kept.data = {orders};
  kept.target = 1h;
  scenario.objectives.push_back(kept);
  Step restore;
  restore.name = "restore";
  restore.attempt.action = Restore{{orders}, constant(300.0), 1.0, reference_third};
  restore.attempt.patience = 48h;
  Step route;
  route.name = "route";
  route.attempt.action = UpdateDns{reference_zone, reference_third, DnsSwitch::routing_control};
  route.attempt.patience = 1h;
  route.after = {StepId{0}};
  scenario.runbook.steps = {restore, route};
  return scenario;
}

std::optional<Event> first_of(const Timeline& timeline, Verb verb) {
  const Event* const found = timeline.first(verb);
  return found == nullptr ? std::nullopt : std::optional{*found};
}

constexpr Duration way_back = 10min + 4h + 1'000s + 5min;

}  // namespace

TEST_CASE("an archive is as old as its newest complete copy, and fills an empty database") {
  const Scenario scenario = scenario_with_archive();
  for (std::uint64_t replication = 0; replication < 20; ++replication) {
    const Timeline timeline = replay(scenario, 3, replication);
    const auto restored = first_of(timeline, Verb::restore);
    REQUIRE(restored);
    CHECK(restored->outcome == Outcome::succeeded);
    CHECK(restored->answered - restored->asked == way_back);
    const auto recovered = first_of(timeline, Verb::await_recovery);
    REQUIRE(recovered);
    CHECK(recovered->outcome == Outcome::succeeded);
    CHECK(recovered->duration_value() >= restored->answered);
    CHECK(recovered->duration_value() <= restored->answered + Duration{2min});
    const auto read = first_of(timeline, Verb::read_back);
    REQUIRE(read);
    CHECK(read->duration_value() >= Duration{1h});
    CHECK(read->duration_value() <= Duration{25h});
  }
}

TEST_CASE("a copy that cannot be read costs its time and a day of data") {
  Scenario scenario = scenario_with_archive();
  const auto age_with = [&](double silent_failure, std::uint64_t replication) {
    scenario.plan.data[orders.index].archive->copies.silent_failure = silent_failure;
    const Timeline timeline = replay(scenario, 3, replication);
    return std::pair{
        first_of(timeline, Verb::restore)->answered - first_of(timeline, Verb::restore)->asked,
        first_of(timeline, Verb::read_back)->duration_value()};
  };
  Duration unreadable{};
  for (std::uint64_t replication = 0; replication < 40; ++replication) {
    const auto [length, age] = age_with(0.5, replication);
    const Duration extra = age - age_with(0.0, replication).second;
    CHECK(extra % Duration{24h} == Duration::zero());
    CHECK(length == way_back + extra / Duration{24h} * (way_back - Duration{5min}));
    unreadable += extra / 24;
  }
  CHECK(unreadable > Duration{15h});  // 40 in the mean, with a standard deviation of 9
  CHECK(unreadable < Duration{80h});
}

TEST_CASE("nothing can be restored where the archive, the region or the database is gone") {
  const auto outcome_of = [](const Scenario& scenario) {
    return first_of(replay(scenario, 3, 0), Verb::restore)->outcome;
  };
  Scenario scenario = scenario_with_archive();
  CHECK(outcome_of(scenario) == Outcome::succeeded);

  Scenario without = scenario_with_archive();
  without.plan.data[orders.index].archive.reset();
  CHECK(outcome_of(without) == Outcome::failed);

  Scenario elsewhere = scenario_with_archive();
  elsewhere.plan.data[orders.index].archive->copies.kept_in = RegionId{0};
  CHECK(outcome_of(elsewhere) == Outcome::failed);

  Fault third_lost;
  third_lost.name = "third";
  third_lost.at = constant(3600.0);
  third_lost.model = RegionOutage{reference_third, constant(3.0e7), 0.0, constant(0.0)};
  scenario.faults.push_back(third_lost);
  CHECK(outcome_of(scenario) == Outcome::failed);
  scenario.faults.back().at = constant(3600.0 + 7200.0);  // while it is under way
  const auto event = first_of(replay(scenario, 3, 0), Verb::restore);
  CHECK(event->outcome == Outcome::failed);
  CHECK(event->answered - event->asked == way_back);

  Scenario uncreated = scenario_with_archive();
  InfrastructureCode code;
  code.resources.resize(1);
  code.resources[0].name = "database";
  code.resources[0].stands_for = empty_database;
  uncreated.plan.components.push_back(
      {.name = "stack", .title = {}, .region = reference_third, .depends_on = {}, .model = code});
  CHECK(outcome_of(uncreated) == Outcome::failed);
}

TEST_CASE("what a replica still holds needs no archive") {
  Scenario scenario = scenario_with_archive();
  scenario.faults.pop_back();
  const Timeline timeline = replay(scenario, 3, 0);
  const auto restored = first_of(timeline, Verb::restore);
  REQUIRE(restored);
  CHECK(restored->answered - restored->asked == Duration{5min});  // no way back is given: at once
  CHECK(first_of(timeline, Verb::read_back)->duration_value() < Duration{1min});
}
