// Duties to tell against a world with fixed times: the moments below are sums done by hand.
#include "scenarios/messenger.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <string>

#include "scenarios/conductor.hpp"
#include "scenarios/duties.hpp"
#include "scenarios/measure.hpp"
#include "scenarios/scenario_reader.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// Alert at 2 min, a page takes 3 min, writing 6, sending 1; full capacity is back after 80 min.
class PunctualWorld final : public World {
 public:
  bool recovers = true;
  bool somebody_answers = true;
  Outcome assessment = Outcome::succeeded;

  [[nodiscard]] Duration now() const override { return now_; }

  void submit(Operation& operation) override {
    const Action& action = operation.action();
    if (std::holds_alternative<AwaitAlert>(action)) {
      answer_at(2min, operation);
    } else if (std::holds_alternative<Page>(action)) {
      answer_at(now_ + 3min, operation, somebody_answers ? Outcome::succeeded : Outcome::unknown);
    } else if (std::holds_alternative<Compose>(action)) {
      answer_at(now_ + 6min, operation);
    } else if (std::holds_alternative<Send>(action)) {
      answer_at(now_ + 1min, operation);
    } else if (std::holds_alternative<AwaitRecovery>(action)) {
      answer_at(recovers ? 80min : 24h, operation,
                recovers ? Outcome::succeeded : Outcome::unknown);
    } else if (std::holds_alternative<AwaitFailure>(action)) {
      answer_at(now_, operation);
    } else if (std::holds_alternative<Assess>(action)) {
      operation.answer(assessment);
    } else if (const auto* pause = std::get_if<Wait>(&action)) {
      answer_at(now_ + from_seconds(std::get<Constant>(pause->length.law).value), operation);
    } else {
      operation.answer(Outcome::succeeded);
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
  void answer_at(Duration time, Operation& operation, Outcome outcome = Outcome::succeeded) {
    due_.emplace(time, Pending{&operation, outcome});
  }

  Duration now_{};
  std::multimap<Duration, Pending> due_;
};

Scenario incident() {
  Scenario made;
  made.horizon = 24h;
  made.plan.services = {{.name = "web", .title = {}, .requirements = {}, .includes = {}}};
  Objective recovery;
  recovery.service = ServiceId{0};
  made.objectives = {recovery};
  made.plan.roles = {Role{}};
  made.plan.communication = Communication{.sender = RoleId{0},
                                          .writing = {},
                                          .sending = {},
                                          .notice = {},
                                          .review = {},
                                          .starts_ahead = 10min,
                                          .updates_for = 30h,
                                          .required_fraction = 0.95,
                                          .fields = {}};
  made.plan.governance.notifications = {{"Critical", {"CTO"}, {"Partners"}, 15min}};
  made.plan.governance.templates = {{.name = "initial",
                                     .subject = {},
                                     .body = {},
                                     .fields = {},
                                     .repeat_every = 30min,
                                     .review_within = 48h}};
  made.plan.governance.regulations = {
      {"GDPR", "", {{"authority", Awareness::assessment, 72h}, {"persons", Awareness::alert, {}}}}};
  made.incident = {.response = {}, .severity = SeverityId{0}, .has_personal_data = true};
  made.duties = duties_of(made.plan, made.runbook, made.incident);
  return made;
}

std::vector<std::optional<Duration>> delays(const Scenario& scenario, PunctualWorld& world) {
  Conductor conductor{scenario};
  const Task drill = conductor.run(world);
  world.run(drill);
  Measurement measured;
  Measurer{scenario}.measure(world.timeline, measured);
  return measured.duties;
}

std::size_t owed(const Scenario& scenario, const IncidentKind& incident) {
  return duties_of(scenario.plan, scenario.runbook, incident).size();
}

Step step(std::string name, Action action, std::string phase) {
  Step made;
  made.name = std::move(name);
  made.phase = std::move(phase);
  made.attempt = {std::move(action), 1h, 0, {}};
  return made;
}

}  // namespace

TEST_CASE("the duties of an incident are its severity's row and what follows it") {
  const Scenario scenario = incident();
  std::vector<std::string> names;
  for (const Duty& duty : scenario.duties) {
    names.push_back(duty.name);
  }
  CHECK(names == std::vector<std::string>{"initial notification/CTO",
                                          "initial notification/Partners", "update/all of them",
                                          "recovery confirmation/all of them",
                                          "post-incident review/all of them",
                                          "GDPR notice/authority", "GDPR notice/persons"});
  CHECK(scenario.duties[5].within == 72h);
  CHECK_FALSE(scenario.duties[6].within);
  CHECK(owed(scenario, {.response = {}, .severity = SeverityId{0}, .has_personal_data = false}) ==
        5);
  CHECK(owed(scenario, {}) == 0);
}

TEST_CASE("messages go out in turn, updates until recovery, then confirmation and review") {
  const Scenario scenario = incident();
  PunctualWorld world;
  const auto found = delays(scenario, world);
  // 3 to answer, 6 to write, 1 for each audience.
  CHECK(found[0] == 10min);
  CHECK(found[1] == 11min);
  // 20 waiting, 6 writing, 1 sending; full capacity at 80 cuts the third update (13, 40, 67).
  CHECK(found[2] == 27min);
  CHECK(found[3] == 7min);
  CHECK(found[4] == 14min);
  CHECK(found[5] == 10min);
  CHECK(found[6] == 10min);
}

TEST_CASE("nobody who answers: what is owed is never done") {
  const Scenario scenario = incident();
  PunctualWorld world;
  world.somebody_answers = false;
  const auto found = delays(scenario, world);
  CHECK(found[0] == never);
  CHECK(found[3] == never);
  CHECK(found[5] == never);
}

TEST_CASE("without a recovery there is nothing to confirm, and updates go on to the horizon") {
  const Scenario scenario = incident();
  PunctualWorld world;
  world.recovers = false;
  const auto found = delays(scenario, world);
  CHECK(found[2] == 27min);
  CHECK_FALSE(found[3]);
  CHECK_FALSE(found[4]);
}

TEST_CASE("an incident without end is told by updates only for so long") {
  Scenario scenario = incident();
  scenario.plan.communication->updates_for = 1h;
  PunctualWorld world;
  world.recovers = false;
  CHECK(delays(scenario, world)[2] == 27min);
  const auto& events = world.timeline.events();
  // At 13 min, then every 27 while the hour since 2 min lasts: 40, 67.
  CHECK(std::count_if(events.begin(), events.end(), [](const Event& event) {
          return event.verb == Verb::send && event.subject == 2;
        }) == 2);
}

TEST_CASE("a runbook's notify step of that severity is the initial notification") {
  Scenario scenario = incident();
  Step notify;
  notify.name = "notify";
  notify.attempt = {Notify{SeverityId{0}, {}}, 1h, 0, {}};  // answered at once, at the alert
  scenario.runbook.steps = {notify};
  PunctualWorld world;
  const auto found = delays(scenario, world);
  CHECK(found[0] == 0min);
  CHECK(found[1] == 0min);
  const auto& events = world.timeline.events();
  CHECK(std::none_of(events.begin(), events.end(), [](const Event& event) {
    return event.verb == Verb::send && event.subject < 2;
  }));

  SECTION("that of another severity is not") {
    scenario.plan.governance.notifications.push_back({"Low", {}, {}, 24h});
    scenario.runbook.steps[0].attempt.action = Notify{SeverityId{1}, {}};
    PunctualWorld other;
    CHECK(delays(scenario, other)[0] == 10min);
  }
}

TEST_CASE("awareness comes with the runbook's assessment, where it has one") {
  Scenario scenario = incident();
  // 9 min of something else, then the assessment, answered at once.
  scenario.runbook.steps = {step("wait", Wait{Distribution{Constant{540.0}}}, ""),
                            step("assess", Assess{}, "")};
  scenario.runbook.steps[1].after = {StepId{0}};
  PunctualWorld world;
  const auto found = delays(scenario, world);
  CHECK(found[5] == 7min);   // writing and sending, from awareness at 11
  CHECK(found[6] == 10min);  // the other counts from the alert: answering, writing, sending

  SECTION("an assessment that fails brings none, and nothing waits for it") {
    PunctualWorld other;
    other.assessment = Outcome::failed;
    const auto without = delays(scenario, other);
    CHECK_FALSE(without[5]);
    CHECK(without[6] == 10min);
  }
}

TEST_CASE("a phase of the response is done when its last step is, counted from the alert") {
  Scenario scenario = incident();
  scenario.plan.governance.responses = {{.name = "outage",
                                         .title = {},
                                         .impact = {},
                                         .detection = {},
                                         .detection_within = 5min,
                                         .required_fraction = 0.9,
                                         .phases = {{"immediate", {}, 15min, "act"},
                                                    {"later", {}, {}, "mend"},
                                                    {"never", {}, {}, "nobody does this"}}}};
  scenario.incident.response = 0;
  scenario.faults.resize(1);
  scenario.runbook.steps = {step("first", Wait{Distribution{Constant{240.0}}}, "immediate"),
                            step("second", Wait{Distribution{Constant{540.0}}}, "immediate"),
                            step("third", Assess{}, "later")};
  scenario.duties = duties_of(scenario.plan, scenario.runbook, scenario.incident);
  REQUIRE(scenario.duties[0].kind == DutyKind::detection);
  REQUIRE(scenario.duties[2].detail == "mend");
  CHECK(is_message(scenario.duties[3].kind));
  PunctualWorld world;
  world.assessment = Outcome::failed;
  const auto found = delays(scenario, world);
  CHECK(found[0] == 2min);
  CHECK(found[1] == 9min);
  CHECK(found[2] == never);
}

TEST_CASE("the regional outage owes the plan's critical row, with personal data the GDPR's too") {
  const std::string path = "scenarios/library/regional-outage.json";
  const auto scenario = load_scenario(path);
  REQUIRE(scenario);
  const auto& duties = scenario->duties;
  const auto first = std::find_if(duties.begin(), duties.end(),
                                  [](const Duty& duty) { return is_message(duty.kind); });
  REQUIRE(duties.end() - first == 8);
  CHECK(first[0].within == 15min);
  CHECK(first[5].within == 30min);
  CHECK(first[7].within == 48h);
  IncidentKind incident = scenario->incident;
  incident.has_personal_data = true;
  CHECK(owed(*scenario, incident) == duties.size() + 2);
}
