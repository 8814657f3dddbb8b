// One hand-written recording measured by hand: the arithmetic both worlds share.
#include "scenarios/measure.hpp"

#include <catch2/catch.hpp>
#include <chrono>

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

Scenario scenario() {
  Scenario made;
  made.horizon = 24h;
  made.plan.regions = {{"primary", "primary"}, {"secondary", "secondary"}};
  made.plan.components = {
      {.name = "dns", .title = {}, .region = {}, .depends_on = {}, .model = DnsZone{}}};
  made.plan.services = {
      {.name = "web", .title = {}, .requirements = {NeedsRoute{ComponentId{0}}}, .includes = {}}};
  made.plan.data = {DataKind{}, DataKind{}};
  made.plan.training = TrainingJob{};
  made.faults = {{"fire", {}, {}, RegionOutage{}}};
  Step prepare;
  prepare.name = "prepare";
  prepare.attempt.action = Perform{};
  Step route;
  route.name = "route";
  route.attempt.action = UpdateDns{};
  route.after = {StepId{0}};
  made.runbook.steps = {prepare, route};
  Objective recovery;
  recovery.service = ServiceId{0};
  Objective loss;
  loss.kind = ObjectiveKind::rpo;
  loss.data = {DataId{0}, DataId{1}};
  made.objectives = {recovery, loss};
  return made;
}

Event event(Verb verb, Duration asked, Duration answered, std::int64_t value = 0,
            std::uint32_t step = no_step, std::uint32_t subject = 0) {
  return {.asked = asked,
          .answered = answered,
          .value = value,
          .step = step,
          .subject = subject,
          .verb = verb,
          .outcome = Outcome::succeeded};
}

std::int64_t ns(Duration duration) { return duration.count(); }

// Fault at 100 s, seen by probes at 105 s and by a monitor at 160 s; 40 s of preparation, 10 s of
// DNS, the client moves 30 s later; 60 s of success prove it.
Timeline recording() {
  Timeline timeline;
  timeline.append(event(Verb::inject, 0s, 100s));
  timeline.append(event(Verb::read_work, 100s, 100s, 5000));
  timeline.append(event(Verb::await_failure, 0s, 105s, ns(105s)));
  timeline.append(event(Verb::await_alert, 0s, 160s));
  timeline.append(event(Verb::perform, 160s, 200s, 0, 0));
  timeline.append(event(Verb::update_dns, 200s, 210s, 0, 1));
  timeline.append(event(Verb::await_recovery, 105s, 300s, ns(240s)));
  timeline.append(event(Verb::inject, 0s, 350s, 0, no_step, 1));  // a later blow changes nothing
  timeline.append(event(Verb::read_back, 300s, 300s, ns(7s), no_step, 0));
  timeline.append(event(Verb::read_back, 300s, 300s, ns(9s), no_step, 1));
  timeline.append(event(Verb::read_work, 300s, 300s, 5500));
  timeline.append(event(Verb::read_work, 900s, 900s, 20000));
  timeline.append(event(Verb::read_work, 1000s, 1000s, 25000));
  timeline.append(event(Verb::read_lost_work, 1000s, 1000s, 600));
  return timeline;
}

}  // namespace

TEST_CASE("recovery runs from injection to the first success, loss is the worst read back") {
  const Scenario made = scenario();
  Measurement measurement;
  Measurer{made}.measure(recording(), measurement);
  CHECK(measurement.objectives == std::vector<Duration>{140s, 9s});
  CHECK(measurement.throughput.before == Approx(50.0));
  CHECK(measurement.throughput.during == Approx(2.5));
  CHECK(measurement.throughput.after == Approx(50.0));
  CHECK(measurement.throughput.lost == 12s);  // 600 tokens at 50 a second
  CHECK_FALSE(measurement.diverged);
}

TEST_CASE("the phases add up to the whole") {
  const Scenario made = scenario();
  Measurement measurement;
  Measurer{made}.measure(recording(), measurement);
  using Phases = std::array<Duration, phase_count>;
  // impact, detected, decided, fenced, promoted, routed, first success, stable, full capacity
  CHECK(measurement.phases == Phases{5s, 55s, 0s, 0s, 0s, 50s, 30s, 60s, 0s});
}

TEST_CASE("the critical path is walked back through the steps the service needed") {
  const Scenario made = scenario();
  Measurement measurement;
  Measurer{made}.measure(recording(), measurement);
  CHECK(measurement.detection_critical == 60s);
  CHECK(measurement.steps[0].critical == 40s);
  CHECK(measurement.steps[1].critical == 10s);
  CHECK(measurement.clients_critical == 30s);
  CHECK(measurement.outage_critical == 0s);
}

TEST_CASE("a recovery without the steps it would have needed is the outage ending") {
  const Scenario made = scenario();
  Timeline timeline;
  timeline.append(event(Verb::inject, 0s, 100s));
  timeline.append(event(Verb::await_failure, 0s, 105s, ns(105s)));
  timeline.append(event(Verb::await_alert, 0s, 160s));
  timeline.append(event(Verb::await_recovery, 105s, 230s, ns(170s)));
  timeline.append(event(Verb::perform, 160s, 200s, 0, 0));
  Measurement measurement;
  Measurer{made}.measure(timeline, measurement);
  CHECK(measurement.objectives[0] == 70s);
  CHECK(measurement.outage_critical == 70s);
  CHECK(measurement.steps[0].critical == 0s);
}

TEST_CASE("a service never back within the horizon has no recovery time") {
  const Scenario made = scenario();
  Timeline timeline;
  timeline.append(event(Verb::inject, 0s, 100s));
  timeline.append(event(Verb::await_failure, 0s, 105s, ns(105s)));
  Event recovery = event(Verb::await_recovery, 105s, 24h);
  recovery.outcome = Outcome::unknown;
  timeline.append(recovery);
  Measurement measurement;
  Measurer{made}.measure(timeline, measurement);
  CHECK(measurement.objectives[0] == never);
}

TEST_CASE("a service the fault never touched recovered at once") {
  const Scenario made = scenario();
  Timeline timeline;
  timeline.append(event(Verb::inject, 0s, 100s));
  Event failure = event(Verb::await_failure, 0s, 24h);
  failure.outcome = Outcome::unknown;
  timeline.append(failure);
  Measurement measurement;
  Measurer{made}.measure(timeline, measurement);
  CHECK(measurement.objectives[0] == 0s);
}

TEST_CASE("a digest notices any change of any event") {
  const Timeline base = recording();
  const std::uint64_t digest = base.digest();
  CHECK(recording().digest() == digest);
  const auto changed = [&base](std::size_t index, auto change) {
    Timeline timeline;
    std::size_t at = 0;
    for (Event copy : base.events()) {
      if (at++ == index) {
        change(copy);
      }
      timeline.append(copy);
    }
    return timeline.digest();
  };
  for (std::size_t index = 0; index < base.events().size(); ++index) {
    CHECK(changed(index, [](Event& one) { one.asked += 1ns; }) != digest);
    CHECK(changed(index, [](Event& one) { one.answered += 1ns; }) != digest);
    CHECK(changed(index, [](Event& one) { ++one.value; }) != digest);
    CHECK(changed(index, [](Event& one) { --one.step; }) != digest);
    CHECK(changed(index, [](Event& one) { ++one.subject; }) != digest);
    CHECK(changed(index, [](Event& one) { one.outcome = Outcome::failed; }) != digest);
    CHECK(changed(index, [](Event& one) { ++one.attempt; }) != digest);
    CHECK(changed(index, [](Event& one) { one.by_hand = true; }) != digest);
  }
}

TEST_CASE("after a silent fault recovery time runs from the first failed probe") {
  Scenario silent = scenario();
  silent.faults = {{"rot", {}, {}, DataCorruption{}}};
  Measurement measurement;
  Measurer{silent}.measure(recording(), measurement);
  CHECK(measurement.injected == 100s);
  CHECK(measurement.begun == 105s);
  CHECK(measurement.objectives[0] == 135s);  // five seconds less than after an outage
  CHECK(measurement.detection_critical == 55s);
  CHECK(measurement.phases[static_cast<std::size_t>(Phase::impact)] == 5s);
}

TEST_CASE("a silent fault before an outage does not start the clock") {
  Scenario both = scenario();
  both.faults = {{"cut", {}, {}, LinkCut{}}, {"fire", {}, {}, RegionOutage{}}};
  Timeline timeline;
  timeline.append(event(Verb::inject, 0s, 10s));
  timeline.append(event(Verb::inject, 0s, 100s, 0, no_step, 1));
  timeline.append(event(Verb::await_failure, 0s, 105s, ns(105s)));
  timeline.append(event(Verb::await_recovery, 105s, 300s, ns(240s)));
  Measurement measurement;
  Measurer{both}.measure(timeline, measurement);
  CHECK(measurement.objectives[0] == 140s);
}

TEST_CASE("the absence of people is no fault to count from, before an outage or after it") {
  Scenario both = scenario();
  both.faults = {{"holiday", {}, {}, Absence{}}, {"fire", {}, {}, RegionOutage{}}};
  Timeline timeline;
  timeline.append(event(Verb::inject, 0s, 10s));
  timeline.append(event(Verb::inject, 0s, 100s, 0, no_step, 1));
  timeline.append(event(Verb::inject, 0s, 102s));
  timeline.append(event(Verb::await_failure, 0s, 105s, ns(105s)));
  Measurement measurement;
  Measurer{both}.measure(timeline, measurement);
  CHECK(measurement.injected == 100s);
  CHECK(measurement.begun == 100s);
}
