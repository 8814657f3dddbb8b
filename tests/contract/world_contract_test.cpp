// What every World must keep to, whichever it is: each operation is answered once and within its
// patience, time never runs backwards, observations say nothing about the future, and the timeline
// holds what was asked. Run against the simulated world over all kinds of action, and against the
// live one over a drill of a second, with hands that are slow, fail, and are too late at random.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <thread>

#include "live/drill/live_world.hpp"
#include "live/probes/probe_runner.hpp"
#include "scenarios/conductor.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/sim_world.hpp"
#include "tests/contract/stand_in_hands.hpp"

using namespace firedrill;

namespace {

// Stands between a drill and a world, and checks the contract at every call.
class Witness final : public World {
 public:
  explicit Witness(World& world) : world_{world} {}

  [[nodiscard]] Duration now() const override {
    const Duration now = world_.now();
    REQUIRE(now >= latest_);
    latest_ = now;
    return now;
  }

  void submit(Operation& operation) override {
    ++submitted_;
    world_.submit(operation);
  }

  [[nodiscard]] std::size_t submitted() const { return submitted_; }

 private:
  World& world_;
  mutable Duration latest_{};
  std::size_t submitted_ = 0;
};

}  // namespace

namespace {

// What holds of every recording, whatever the world.
void check_contract(const Witness& witness, const Scenario& scenario) {
  const auto& events = witness.timeline.events();
  const auto turns = std::count_if(events.begin(), events.end(), [](const Event& event) {
    return event.verb == Verb::await_person;  // asked of no world
  });
  REQUIRE(events.size() == witness.submitted() + static_cast<std::size_t>(turns));
  Duration before{};
  for (const Event& event : events) {
    REQUIRE(event.asked >= Duration::zero());
    REQUIRE(event.answered >= event.asked);
    REQUIRE(event.answered >= before);  // appended in the order of the answers
    before = event.answered;
    if (event.verb == Verb::await_failure || event.verb == Verb::await_recovery) {
      REQUIRE(event.duration_value() <= event.answered);
    }
    if (event.step != no_step && event.verb != Verb::wait && !awaits_people(event.verb)) {
      const Step& step = scenario.runbook.steps[event.step];
      const Duration patience =
          std::max(step.attempt.patience,
                   step.escalation ? step.escalation->manual.patience : Duration::zero());
      REQUIRE(event.answered - event.asked <= patience);
    }
  }
}

// What probes of a site see that is up or down.
class SiteProbe final : public ProbeClient {
 public:
  explicit SiteProbe(const std::atomic<bool>& is_up) : is_up_{is_up} {}
  ProbeAnswer attempt(const ProbeAttempt& /*attempt*/) override {
    return {is_up_ ? ProbeStatus::succeeded : ProbeStatus::failed};
  }

 private:
  const std::atomic<bool>& is_up_;
};

std::vector<std::string> library() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator{"scenarios/library"}) {
    files.push_back(entry.path().string());
  }
  return files;
}

}  // namespace

TEST_CASE("every operation is answered once, within its patience, and recorded") {
  const std::string file = GENERATE(from_range(library()));
  const auto scenario = load_scenario(file);
  REQUIRE(scenario);
  SimWorld world{*scenario, 3};
  Conductor conductor{*scenario};
  for (std::uint64_t replication = 0; replication < 200; ++replication) {
    world.begin(replication);
    Witness witness{world};
    const Task drill = conductor.run(witness);
    world.run(drill);
    check_contract(witness, *scenario);
  }
}

TEST_CASE("the live world keeps to the same contract", "[threads]") {
  using namespace std::chrono_literals;
  const auto scenario = load_scenario("tests/contract/hasty-outage.json");
  REQUIRE(scenario);
  int recoveries = 0;
  for (unsigned seed = 0; seed < 4; ++seed) {
    test::StandInHands hands{seed};
    const auto zero = std::chrono::steady_clock::now();
    LiveWorld world{*scenario, hands, {.seed = seed, .zero = zero}};
    Conductor conductor{*scenario};
    Witness witness{world};
    const Task drill = conductor.run(witness);
    {
      const ProbeRunner probes{
          {.name = "shop", .period = 20ms, .patience = 20ms},
          [&] { return std::make_unique<SiteProbe>(hands.is_up); },
          [&](const ProbeResult& result) { world.take(ServiceId{0}, 0, result); },
          zero};
      std::thread impatient{[&] {  // ends what does not recover by itself
        std::this_thread::sleep_for(2s);
        world.stop();
      }};
      world.run(drill);
      impatient.join();
    }
    check_contract(witness, *scenario);
    const Event* failure = witness.timeline.first(Verb::await_failure);
    REQUIRE(failure != nullptr);
    CHECK(failure->outcome == Outcome::succeeded);
    CHECK(failure->duration_value() >= world.injecting_since());
    const Event* recovery = witness.timeline.first(Verb::await_recovery);
    REQUIRE(recovery != nullptr);
    if (recovery->outcome == Outcome::succeeded) {
      ++recoveries;
      CHECK(recovery->answered - recovery->duration_value() >= 80ms);  // sustained 100 ms
    }
    CHECK(witness.timeline.first(Verb::read_back) != nullptr);
  }
  CHECK(recoveries > 0);
}

TEST_CASE("a live world that is stopped answers everything, at once", "[threads]") {
  using namespace std::chrono_literals;
  const auto scenario = load_scenario("tests/contract/hasty-outage.json");
  REQUIRE(scenario);
  test::StandInHands hands{1};
  LiveWorld world{*scenario, hands, {}};
  Conductor conductor{*scenario};
  const Task drill = conductor.run(world);
  std::thread stopper{[&] {
    std::this_thread::sleep_for(50ms);
    world.stop();
  }};
  const auto begun = std::chrono::steady_clock::now();
  world.run(drill);
  stopper.join();
  CHECK(std::chrono::steady_clock::now() - begun < 1s);
  CHECK(world.injecting_since() == never);
  for (const Event& event : world.timeline.events()) {
    CHECK(event.outcome == Outcome::unknown);
  }
}

TEST_CASE("the library's scenarios use every fault, every action and every outcome") {
  std::vector<int> faults(std::variant_size_v<FaultModel>);
  std::vector<int> verbs(static_cast<std::size_t>(Verb::await_person) + 1);
  std::vector<int> outcomes(3);
  for (const std::string& file : library()) {
    const auto scenario = load_scenario(file);
    REQUIRE(scenario);
    for (const Fault& fault : scenario->faults) {
      ++faults[fault.model.index()];
    }
    SimWorld world{*scenario, 3};
    Conductor conductor{*scenario};
    for (std::uint64_t replication = 0; replication < 100; ++replication) {
      world.begin(replication);
      const Task drill = conductor.run(world);
      world.run(drill);
      for (const Event& event : world.timeline.events()) {
        ++verbs[static_cast<std::size_t>(event.verb)];
        ++outcomes[static_cast<std::size_t>(event.outcome)];
      }
    }
  }
  CHECK(*std::min_element(faults.begin(), faults.end()) > 0);
  for (std::size_t verb = 0; verb < verbs.size(); ++verb) {
    INFO(name_of(static_cast<Verb>(verb)));
    CHECK(verbs[verb] > 0);
  }
  CHECK(*std::min_element(outcomes.begin(), outcomes.end()) > 0);
}
