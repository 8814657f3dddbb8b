// The conductor against a scripted world: a third World beside the simulated and the live one,
// which answers as the test says and shows that the conductor sees nothing but answers.
#include "scenarios/conductor.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <string>

#include "scenarios/measure.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// Every step is a Perform whose duration in seconds names it; the script says how its attempts end.
class ScriptedWorld final : public World {
 public:
  std::map<int, std::vector<Outcome>> script;  // by Perform length: outcomes of successive attempts

  [[nodiscard]] Duration now() const override { return now_; }

  void submit(Operation& operation) override {
    if (const auto* work = std::get_if<Perform>(&operation.action())) {
      const int seconds = static_cast<int>(std::get<Constant>(work->length.law).value);
      auto& outcomes = script[seconds];
      Outcome outcome = Outcome::succeeded;
      if (!outcomes.empty()) {
        outcome = outcomes.front();
        outcomes.erase(outcomes.begin());
      }
      due_.emplace(now_ + seconds * 1s, Pending{&operation, outcome});
    } else if (const auto* pause = std::get_if<Wait>(&operation.action())) {
      const double seconds = std::get<Constant>(pause->length.law).value;
      due_.emplace(now_ + from_seconds(seconds), Pending{&operation, Outcome::succeeded});
    } else {
      operation.answer(Outcome::succeeded);  // alerts, pages and decisions come at once
    }
  }

  void run(const Task& drill) {
    drill.start();
    while (!drill.is_done() && !due_.empty()) {
      const auto [time, pending] = *due_.begin();
      due_.erase(due_.begin());
      now_ = time;
      pending.operation->answer(pending.outcome);
      resume(pending.operation->waiter());
    }
    REQUIRE(drill.is_done());
  }

 private:
  struct Pending {
    Operation* operation;
    Outcome outcome;
  };
  Duration now_{};
  std::multimap<Duration, Pending> due_;
};

Step step(const std::string& name, int seconds, std::vector<StepId> after = {}) {
  Step made;
  made.name = name;
  made.attempt = {Perform{Distribution{Constant{static_cast<double>(seconds)}}, 0.0}, 1h, 0, {}};
  made.after = std::move(after);
  return made;
}

// Start and end [s] of each step, in the order of the runbook; -1 for one that was not reached.
std::vector<std::pair<long, long>> run(const Scenario& scenario, ScriptedWorld& world) {
  Conductor conductor{scenario};
  const Task drill = conductor.run(world);
  world.run(drill);
  std::vector<std::pair<long, long>> spans(scenario.runbook.steps.size(), {-1, -1});
  for (const Event& event : world.timeline.events()) {
    if (event.step != no_step) {
      auto& [begin, end] = spans[event.step];
      begin = begin < 0 ? event.asked / 1s : begin;
      end = event.answered / 1s;
    }
  }
  return spans;
}

}  // namespace

TEST_CASE("steps run in parallel where the graph allows and join where it does not") {
  Scenario scenario;
  scenario.horizon = 24h;
  scenario.runbook.steps = {step("a", 10), step("b", 30), step("c", 20, {StepId{0}}),
                            step("d", 5, {StepId{1}, StepId{2}})};
  ScriptedWorld world;
  using Spans = std::vector<std::pair<long, long>>;
  CHECK(run(scenario, world) == Spans{{0, 10}, {0, 30}, {10, 30}, {30, 35}});
}

TEST_CASE("a failed step is retried, then its policy decides what follows") {
  Scenario scenario;
  scenario.horizon = 24h;
  scenario.plan.roles = {Role{}};
  scenario.runbook.steps = {step("a", 10), step("b", 7, {StepId{0}})};
  Step& first = scenario.runbook.steps[0];
  first.attempt.retries = 1;
  first.attempt.retry_wait = Distribution{Constant{2.0}};
  first.escalation = Escalation{RoleId{0}, step("manual", 100).attempt};
  ScriptedWorld world;
  using Spans = std::vector<std::pair<long, long>>;

  SECTION("the second attempt succeeds") {
    world.script[10] = {Outcome::unknown, Outcome::succeeded};
    CHECK(run(scenario, world) == Spans{{0, 22}, {22, 29}});
  }
  SECTION("stop: steps after it are skipped, and the drill still ends") {
    first.on_failure = OnFailure::stop;
    first.escalation.reset();
    world.script[10] = {Outcome::failed, Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 22}, {-1, -1}});
  }
  SECTION("go on: steps after it start all the same") {
    first.on_failure = OnFailure::go_on;
    first.escalation.reset();
    world.script[10] = {Outcome::failed, Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 22}, {22, 29}});
  }
  SECTION("escalate: steps after it wait for the person") {
    first.on_failure = OnFailure::escalate;
    world.script[10] = {Outcome::failed, Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 122}, {122, 129}});
  }
  SECTION("escalate and go on: a person mends it meanwhile") {
    first.on_failure = OnFailure::escalate_and_go_on;
    world.script[10] = {Outcome::failed, Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 122}, {22, 29}});
  }
  SECTION("escalate to a person who fails, too: steps after it are skipped") {
    first.on_failure = OnFailure::escalate;
    world.script[10] = {Outcome::failed, Outcome::failed};
    world.script[100] = {Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 122}, {-1, -1}});
  }
}

TEST_CASE("a role does so many things at a time as it has people, in the order of asking") {
  Scenario scenario;
  scenario.horizon = 24h;
  scenario.plan.roles = {Role{}};
  scenario.runbook.steps = {step("a", 10), step("b", 30), step("c", 20), step("d", 4, {StepId{0}})};
  for (std::size_t index = 0; index < 3; ++index) {
    scenario.runbook.steps[index].performer = RoleId{0};
  }
  ScriptedWorld world;
  using Spans = std::vector<std::pair<long, long>>;

  SECTION("enough") { CHECK(run(scenario, world) == Spans{{0, 10}, {0, 30}, {0, 20}, {10, 14}}); }
  SECTION("two") {
    scenario.plan.roles[0].people = 2;
    CHECK(run(scenario, world) == Spans{{0, 10}, {0, 30}, {0, 30}, {10, 14}});
  }
  SECTION("one; and again, since everybody is free at the beginning of a run") {
    scenario.plan.roles[0].people = 1;
    const Spans expected{{0, 10}, {0, 40}, {0, 60}, {10, 14}};
    CHECK(run(scenario, world) == expected);
    ScriptedWorld other;
    CHECK(run(scenario, other) == expected);
    std::vector<long> waits;
    for (const Event& event : other.timeline.events()) {
      if (event.verb == Verb::await_person) {
        CHECK(event.subject == 0);
        CHECK(event.by_hand);
        waits.push_back((event.answered - event.asked) / 1s);
      }
    }
    CHECK(waits == std::vector<long>{10, 40});
    Measurement measurement;
    Measurer{scenario}.measure(other.timeline, measurement);
    CHECK(measurement.steps[0].waited == 0s);
    CHECK(measurement.steps[2].waited == 40s);
  }
  SECTION("whoever fails is free, too, and a second way waits for its turn") {
    scenario.plan.roles[0].people = 1;
    scenario.runbook.steps[0].escalation = Escalation{RoleId{0}, step("again", 5).attempt};
    scenario.runbook.steps[0].on_failure = OnFailure::escalate;
    world.script[10] = {Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 65}, {0, 40}, {0, 60}, {65, 69}});
  }
  SECTION("a machine at work keeps nobody busy") {
    scenario.plan.roles[0].people = 1;
    for (Step& each : scenario.runbook.steps) {
      const auto length = std::get<Perform>(each.attempt.action).length;
      each.attempt.action = Wait{length};
    }
    CHECK(run(scenario, world) == Spans{{0, 10}, {0, 30}, {0, 20}, {10, 14}});
  }
}

TEST_CASE("who has worked for a shift finishes the step, then hands over before the next one") {
  Scenario scenario;
  scenario.horizon = 24h;
  Role role;
  role.shift = Shift{.length = 60s, .handover = {}};
  scenario.plan.roles = {role};
  scenario.runbook.steps = {step("a", 50), step("b", 100, {StepId{0}}), step("c", 20, {StepId{1}}),
                            step("d", 20, {StepId{2}})};
  for (Step& one : scenario.runbook.steps) {
    one.performer = RoleId{0};
  }
  Conductor conductor{scenario};
  for (int run = 0; run < 2; ++run) {  // each run begins with people who are fresh
    ScriptedWorld world;
    const Task drill = conductor.run(world);
    world.run(drill);
    std::vector<std::pair<std::uint32_t, Duration>> handovers;
    for (const Event& event : world.timeline.events()) {
      if (event.verb == Verb::hand_over) {
        CHECK(event.by_hand);
        CHECK(event.subject == 0);
        handovers.emplace_back(event.step, event.asked);
      }
    }
    // At 50 s the shift goes on, at 150 s it is over, at 170 s the next one is young.
    REQUIRE(handovers.size() == 1);
    CHECK(handovers[0] == std::pair<std::uint32_t, Duration>{2, 150s});
  }
}

TEST_CASE("one conductor serves many runs") {
  Scenario scenario;
  scenario.horizon = 24h;
  scenario.runbook.steps = {step("a", 10), step("b", 5, {StepId{0}})};
  Conductor conductor{scenario};
  for (int round = 0; round < 3; ++round) {
    ScriptedWorld world;
    const Task drill = conductor.run(world);
    world.run(drill);
    CHECK(world.now() == 15s);
  }
}

TEST_CASE("an exception in a task reaches whoever asks whether it is done") {
  const auto failing = []() -> Task {
    throw 42;
    co_return;
  };
  const Task task = failing();
  task.start();
  CHECK_THROWS_AS(static_cast<void>(task.is_done()), int);
}

TEST_CASE("a conditional step begins when what it stands in for has failed, or is left out") {
  Scenario scenario;
  scenario.horizon = 24h;
  // a -> b is the first choice; c begins if either fails; d comes after c either way, e after b.
  scenario.runbook.steps = {step("a", 10), step("b", 20, {StepId{0}}), step("c", 40),
                            step("d", 5, {StepId{2}}), step("e", 1, {StepId{1}})};
  scenario.runbook.steps[2].if_failed = {StepId{0}, StepId{1}};
  ScriptedWorld world;
  using Spans = std::vector<std::pair<long, long>>;

  SECTION("nothing fails: it is left out, and the step after it need not wait for it") {
    CHECK(run(scenario, world) == Spans{{0, 10}, {10, 30}, {-1, -1}, {30, 35}, {30, 31}});
  }
  SECTION("the first fails: it begins at once, the second being skipped") {
    world.script[10] = {Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 10}, {-1, -1}, {10, 50}, {50, 55}, {-1, -1}});
  }
  SECTION("the second fails") {
    world.script[20] = {Outcome::unknown};
    CHECK(run(scenario, world) == Spans{{0, 10}, {10, 30}, {30, 70}, {70, 75}, {-1, -1}});
  }
  SECTION("a failure that a retry mends is none") {
    scenario.runbook.steps[0].attempt.retries = 1;
    world.script[10] = {Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 20}, {20, 40}, {-1, -1}, {40, 45}, {40, 41}});
  }
  SECTION("a failure that a person mends is none either") {
    scenario.runbook.steps[0].on_failure = OnFailure::escalate;
    scenario.runbook.steps[0].escalation = Escalation{std::nullopt, step("manual", 100).attempt};
    world.script[10] = {Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 110}, {110, 130}, {-1, -1}, {130, 135}, {130, 131}});
  }
  SECTION("steps after a failed one may go on, and it begins all the same") {
    scenario.runbook.steps[0].on_failure = OnFailure::go_on;
    world.script[10] = {Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 10}, {10, 30}, {10, 50}, {50, 55}, {30, 31}});
  }
  SECTION("its own failure stops what comes after it") {
    world.script[10] = {Outcome::failed};
    world.script[40] = {Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 10}, {-1, -1}, {10, 50}, {-1, -1}, {-1, -1}});
  }
}

TEST_CASE("a conditional step also waits for the steps it comes after") {
  Scenario scenario;
  scenario.horizon = 24h;
  scenario.runbook.steps = {step("a", 10), step("b", 30), step("c", 5, {StepId{1}}), step("d", 1)};
  scenario.runbook.steps[2].if_failed = {StepId{0}};
  scenario.runbook.steps[3].if_failed = {StepId{2}};
  ScriptedWorld world;
  using Spans = std::vector<std::pair<long, long>>;
  SECTION("which may end after the failure") {
    world.script[10] = {Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 10}, {0, 30}, {30, 35}, {-1, -1}});
  }
  SECTION("which may fail: it is skipped, and that is no failure of its own") {
    world.script[10] = {Outcome::failed};
    world.script[30] = {Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 10}, {0, 30}, {-1, -1}, {-1, -1}});
  }
  SECTION("one stands in for the other") {
    world.script[10] = {Outcome::failed};
    world.script[5] = {Outcome::failed};
    CHECK(run(scenario, world) == Spans{{0, 10}, {0, 30}, {30, 35}, {35, 36}});
  }
}
