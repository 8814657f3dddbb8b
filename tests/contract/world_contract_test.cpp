// What every World must keep to, whichever it is: each operation is answered once and within its
// patience, time never runs backwards, observations say nothing about the future, and the timeline
// holds what was asked. Run here against the simulated world over all kinds of action.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "scenarios/conductor.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/sim_world.hpp"

using namespace firedrill;

namespace {

// Stands between a drill and a world, and checks the contract at every call.
class Witness final : public World {
 public:
  explicit Witness(SimWorld& world) : world_{world} {}

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
  SimWorld& world_;
  mutable Duration latest_{};
  std::size_t submitted_ = 0;
};

}  // namespace

namespace {

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
        const Step& step = scenario->runbook.steps[event.step];
        const Duration patience =
            std::max(step.attempt.patience,
                     step.escalation ? step.escalation->manual.patience : Duration::zero());
        REQUIRE(event.answered - event.asked <= patience);
      }
    }
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
