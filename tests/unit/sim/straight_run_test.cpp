// A recovery that is added up leaves the timeline of one that is played, event for event, over
// scenarios made at random: graphs of steps, laws, probes, patience, failures, what services need.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "scenarios/conductor.hpp"
#include "sim/replicator.hpp"
#include "sim/straight_run.hpp"
#include "tests/unit/sim/reference_scenario.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// Makes scenarios that run straight for the most part, each with its own twists.
class Maker {
 public:
  explicit Maker(std::uint64_t seed) : engine_{seed} {}

  Scenario make() {
    scenario_ = reference_scenario();
    scenario_.probe_interval = pick(0s, 10s, 60s);
    vary_plan();
    vary_steps();
    vary_services();
    auto& outage = std::get<RegionOutage>(scenario_.faults.front().model);
    if (chance(0.3)) {  // it comes back in the middle of it
      outage.length = Distribution{Exponential{3600.0}};
    }
    outage.control_plane_loss = chance(0.2) ? 0.3 : 0.0;
    scenario_.horizon = chance(0.2) ? Duration{2h} : Duration{240h};
    return scenario_;
  }

 private:
  bool chance(double probability) { return std::bernoulli_distribution{probability}(engine_); }

  template <class... Choices>
  Duration pick(Choices... choices) {
    const Duration all[] = {choices...};
    return all[std::uniform_int_distribution<std::size_t>{0, sizeof...(choices) - 1}(engine_)];
  }

  // In whole seconds, now and then: then unrelated events fall into the same nanosecond.
  Distribution length(double median) {
    return chance(0.1) ? constant(median) : lognormal(median, 0.5);
  }

  void vary_plan() {
    auto& replica = std::get<Database>(scenario_.plan.components[reference_replica.index].model);
    replica.promotion = length(60.0);
    replica.promotion_failure = chance(0.3) ? 0.1 : 0.0;
    auto& start = std::get<Cluster>(scenario_.plan.components[reference_standby.index].model).start;
    start.launch = length(180.0);
    if (chance(0.4)) {
      start.refusal_probability = 0.2;
      start.refusal_wait = length(300.0);
      start.defect_probability = 0.1;
      start.test_length = length(120.0);
    }
    auto& zone = std::get<DnsZone>(scenario_.plan.components[reference_zone.index].model);
    zone.edit = chance(0.5) ? constant(0.0) : length(20.0);
    zone.outliving_share = chance(0.5) ? 0.2 : 0.0;
    zone.outliving_delay = length(900.0);
  }

  void vary_steps() {
    auto& steps = scenario_.runbook.steps;
    Step promote;
    promote.name = "promote";
    promote.attempt = {Promote{reference_replica}, 24h, 0, {}};
    Step fence;
    fence.name = "fence";
    fence.attempt = {Fence{reference_primary, length(15.0)}, 24h, 0, {}};
    Step stop;
    stop.name = "stop";
    stop.attempt = {StopTraffic{RegionId{0}, length(15.0)}, 24h, 0, {}};
    for (const Step& extra : {promote, fence, stop}) {
      steps.push_back(extra);
    }
    for (std::uint32_t index = 0; index < steps.size(); ++index) {
      steps[index].after.clear();
      for (std::uint32_t other = 0; other < index; ++other) {
        if (chance(0.25)) {
          steps[index].after.push_back(StepId{other});
        }
      }
      if (auto* perform = std::get_if<Perform>(&steps[index].attempt.action)) {
        perform->length = length(60.0);
        perform->failure_probability = chance(0.5) ? 0.3 : 0.0;
        steps[index].attempt.patience = chance(0.2) ? Duration{90s} : Duration{24h};
        steps[index].attempt.retries = chance(0.2) ? 2 : 0;
        steps[index].attempt.retry_wait = constant(5.0);
        steps[index].on_failure = chance(0.5) ? OnFailure::escalate : OnFailure::escalate_and_go_on;
      }
    }
  }

  void vary_services() {
    auto& services = scenario_.plan.services;
    if (chance(0.5)) {
      services[0].requirements.emplace_back(NeedsDatabase{reference_primary});
    }
    if (chance(0.5)) {
      services[0].requirements.emplace_back(NeedsNodes{chance(0.5) ? 6 : 8});
    }
    services.push_back({.name = "all",
                        .title = {},
                        .requirements = {NeedsRoute{reference_zone}},
                        .includes = {ServiceId{0}}});
    // The primary region has nodes too, or what needs them would never have been up.
    Cluster cluster;
    cluster.nodes = cluster.nodes_maximum = 8;
    scenario_.plan.components.push_back({.name = "primary-cluster",
                                         .title = {},
                                         .region = RegionId{0},
                                         .depends_on = {},
                                         .model = cluster});
    Objective again = scenario_.objectives.front();
    again.name = "everything";
    again.service = ServiceId{1};
    again.sustained = pick(0s, 0s, 300s);
    scenario_.objectives.push_back(again);
    scenario_.objectives.front().sustained = pick(0s, 60s);
  }

  std::mt19937_64 engine_;
  Scenario scenario_;
};

Timeline played(const Scenario& scenario, SimWorld& world, std::uint64_t replication) {
  Conductor conductor{scenario};
  world.begin(replication);
  const Task drill = conductor.run(world);
  world.run(drill);
  return world.timeline;
}

bool is_same(const Event& a, const Event& b) {
  return a.asked == b.asked && a.answered == b.answered && a.value == b.value && a.step == b.step &&
         a.subject == b.subject && a.verb == b.verb && a.outcome == b.outcome &&
         a.attempt == b.attempt && a.by_hand == b.by_hand;
}

// How many of `replications` were added up; each of them as it is played.
std::uint64_t added_up(const Scenario& scenario, std::uint64_t replications) {
  auto plan = straight_plan(scenario);
  if (!plan) {
    return 0;
  }
  StraightRun run{scenario, *plan, 11};
  SimWorld world{scenario, 11};
  Timeline timeline;
  std::uint64_t count = 0;
  for (std::uint64_t replication = 0; replication < replications; ++replication) {
    if (!run.run(replication, timeline)) {
      continue;
    }
    ++count;
    const Timeline expected = played(scenario, world, replication);
    REQUIRE(std::equal(timeline.events().begin(), timeline.events().end(),
                       expected.events().begin(), expected.events().end(), is_same));
  }
  return count;
}

}  // namespace

TEST_CASE("a recovery that is added up is the one that is played") {
  std::uint64_t straight = 0;
  std::uint64_t added = 0;
  constexpr std::uint64_t scenarios = 150, replications = 60;
  for (std::uint64_t seed = 0; seed < scenarios; ++seed) {
    CAPTURE(seed);
    const std::uint64_t count = added_up(Maker{seed}.make(), replications);
    straight += count > 0 ? 1 : 0;
    added += count;
  }
  CHECK(straight > scenarios / 2);
  CHECK(added > straight * replications / 4);
}

TEST_CASE("nearly every replication of the reference model is added up") {
  CHECK(added_up(reference_scenario(), 2'000) > 1'990);
}

TEST_CASE("what cannot be added up is played: nothing changes for who asks") {
  Scenario scenario = Maker{3}.make();
  std::get<RegionOutage>(scenario.faults.front().model).control_plane_loss = 0.5;
  REQUIRE(straight_plan(scenario));
  Replicator replicator{scenario, 11}, by_events{scenario, 11};
  for (std::uint64_t replication = 0; replication < 200; ++replication) {
    const auto objectives = by_events.run_by_events(replication).objectives;
    REQUIRE(replicator.run(replication).objectives == objectives);
    REQUIRE(replicator.timeline().digest() == by_events.timeline().digest());
  }
}

TEST_CASE("unrelated events in the same nanosecond are left to those who know their order") {
  Scenario scenario = reference_scenario();
  for (Step& step : scenario.runbook.steps) {
    step.after.clear();
    if (auto* perform = std::get_if<Perform>(&step.attempt.action)) {
      perform->length = constant(60.0);
      perform->failure_probability = 0.0;
    }
  }
  REQUIRE(straight_plan(scenario));
  CHECK(added_up(scenario, 50) == 0);
}

TEST_CASE("recoveries that depend on how they go are not added up") {
  const auto changed = [](auto change) {
    Scenario scenario = reference_scenario();
    change(scenario);
    return straight_plan(scenario).has_value();
  };
  CHECK(changed([](Scenario& /*same*/) {}));
  CHECK_FALSE(changed([](Scenario& one) { one.faults.push_back(one.faults.front()); }));
  CHECK_FALSE(changed([](Scenario& one) { one.runbook.steps[2].performer = RoleId{0}; }));
  CHECK_FALSE(changed([](Scenario& one) { one.runbook.declared_by = RoleId{0}; }));
  CHECK_FALSE(changed([](Scenario& one) { one.runbook.steps[6].if_failed = {StepId{0}}; }));
  CHECK_FALSE(changed([](Scenario& one) {  // two steps move the same clients
    one.runbook.steps.push_back(one.runbook.steps.back());
  }));
  CHECK_FALSE(changed([](Scenario& one) {  // and here nobody does
    one.runbook.steps.back().attempt.action = Wait{constant(1.0)};
  }));
  CHECK_FALSE(changed([](Scenario& one) {  // a replica without fence beside a primary that stands
    one.plan.components[reference_primary.index].region = RegionId{1};
    one.runbook.steps[0].attempt.action = Promote{reference_replica};
  }));
}
