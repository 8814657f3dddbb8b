// Each kind of fault and what is done about it, in library scenarios whose laws are made constants:
// times and losses then follow by hand.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>

#include "scenarios/measure.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"
#include "tests/unit/sim/parameter_setting.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

Scenario scenario_with(const std::string& name, const std::vector<Setting>& settings) {
  const auto scenario = load_scenario("scenarios/library/" + name + ".json", settings);
  REQUIRE(scenario);
  return *scenario;
}

Timeline run(const Scenario& scenario) { return replay(scenario, 5, 0); }

Measurement measure(const Scenario& scenario) {
  Measurement measurement;
  Measurer{scenario}.measure(run(scenario), measurement);
  return measurement;
}

std::size_t objective(const Scenario& scenario, const std::string& name) {
  for (std::size_t index = 0; index < scenario.objectives.size(); ++index) {
    if (scenario.objectives[index].name == name) {
      return index;
    }
  }
  FAIL("no objective " << name);
  return 0;
}

Duration result(const Scenario& scenario, const std::string& name) {
  return measure(scenario).objectives[objective(scenario, name)];
}

const Event& event_of(const Timeline& timeline, Verb verb) {
  for (const Event& event : timeline.events()) {
    if (event.verb == verb) {
      return event;
    }
  }
  FAIL("no event " << name_of(verb));
  return timeline.events().front();
}

}  // namespace

TEST_CASE("a partial outage ends by itself, or by a promotion in the region that stands") {
  // Shorter than any monitor: nothing but the wait for the next probe.
  const Scenario brief =
      scenario_with("partial-outage", {parameter("outage.component_length", "45 s")});
  const Duration recovered = result(brief, "critical-services");
  CHECK(recovered >= Duration{45s});
  CHECK(recovered <= Duration{55s});
  const Scenario lengthy =
      scenario_with("partial-outage", {parameter("outage.component_length", "20 h"),
                                       parameter("database.promotion", "7 min"),
                                       parameter("step.fence", "30 s"),
                                       {"/parameters/database.promotion_failure/value", "0"}});
  const Timeline timeline = run(lengthy);
  const Duration promoted = event_of(timeline, Verb::promote).answered;
  const Duration alerted = event_of(timeline, Verb::await_alert).answered;
  CHECK(promoted - alerted == Duration{7min + 30s});
  const Duration back = result(lengthy, "critical-services");
  CHECK(back >= promoted - Duration{10min});
  CHECK(back <= promoted - Duration{10min} + Duration{10s});
}

TEST_CASE("monitors that stopped see nothing") {
  const Scenario seen =
      scenario_with("partial-outage", {parameter("outage.component_length", "20 h")});
  const Scenario unseen = scenario_with(
      "partial-outage",
      {parameter("outage.component_length", "20 h"),
       {"/faults/0/component_outage/components",
        R"(["database-primary", "multi-region-monitoring", "prometheus", "prometheus-backup"])"},
       parameter("monitoring.external_report", "40 min")});
  CHECK(event_of(run(seen), Verb::await_alert).answered < Duration{20min});
  CHECK(event_of(run(unseen), Verb::await_alert).answered == Duration{50min});
}

TEST_CASE("a monitor that stops starts no recovery and no clock") {
  const Scenario scenario = scenario_with("probers-blind", {});
  const Timeline timeline = run(scenario);
  // Prometheus alone: ten minutes of holding after the database stopped at ten minutes.
  CHECK(event_of(timeline, Verb::await_alert).answered > Duration{20min});
  CHECK(measure(scenario).injected == Duration{10min});
}

TEST_CASE("a region that flaps faster than the monitors look raises no alarm") {
  const Scenario scenario = scenario_with(
      "flapping", {parameter("flapping.down", "20 s"), parameter("flapping.up", "5 min")});
  const Timeline timeline = run(scenario);
  CHECK(event_of(timeline, Verb::await_alert).outcome == Outcome::unknown);
  // Back for good only once it stays: five times 5 min 20 s and the last 20 s after the first blow.
  const Duration back = result(scenario, "critical-services");
  CHECK(back >= Duration{5 * 320s + 20s});
  CHECK(back <= Duration{5 * 320s + 30s});
}

TEST_CASE("a fault can wait for a step, or for another fault") {
  const Scenario scenario =
      scenario_with("secondary-lost-during-failover", {parameter("outage.second_delay", "3 min")});
  const Timeline timeline = run(scenario);
  Duration injected{};
  Duration started = never;
  for (const Event& event : timeline.events()) {
    if (event.verb == Verb::inject && event.subject == 1) {
      injected = event.answered;
    }
    if (event.step == 0) {
      started = std::min(started, event.asked);
    }
  }
  CHECK(injected - started == Duration{3min});
}

TEST_CASE(
    "what is written while a link is cut is lost with the region, until it is caught up with") {
  const auto lost = [](const std::string& cut, const std::string& after) {
    const Scenario scenario =
        scenario_with("failover-while-lagging", {parameter("link.cut_length", cut),
                                                 parameter("checkpoints.size", "1 B"),
                                                 {"/faults/1/at", "\"" + after + "\""}});
    return to_seconds(result(scenario, "tier-1-training-datasets"));
  };
  const double undisturbed = lost("0 s", "3 h");
  // What had crossed before the cut is there, and nothing after it.
  CHECK(lost("10 h", "3 h") == Approx(3 * 3600.0).margin(1e-6));
  // One hour cut; where writing takes up a share u of the link, 1/u - 1 seconds of the lag are
  // caught up with every second.
  const double later = lost("1 h", "65 min");
  const double soon = lost("1 h", "61 min");
  CHECK(soon > later);
  CHECK(later > undisturbed);
  CHECK(lost("1 h", "3 days") == Approx(undisturbed).margin(1e-6));
}

TEST_CASE("a degraded network loses what it cannot carry, and its delay") {
  const auto lost = [](const std::vector<Setting>& network, const std::string& after) {
    std::vector<Setting> settings{parameter("link.cut_length", "10 h"),
                                  parameter("checkpoints.size", "1 MB"),
                                  {"/faults/1/at", "\"" + after + "\""}};
    settings.insert(settings.end(), network.begin(), network.end());
    return to_seconds(
        result(scenario_with("failover-while-degraded", settings), "tier-1-training-datasets"));
  };
  const std::string network = "/faults/0/network_degradation";
  const Setting no_loss{network + "/loss", "0"};
  const auto rate = [&](const std::string& text) {
    return Setting{network + "/rate", "\"" + text + "\""};
  };
  const double undisturbed = lost({no_loss, {network + "/latency", "\"1 us\""}}, "3 h");
  CHECK(lost({no_loss, {network + "/latency", "\"40 s\""}}, "3 h") ==
        Approx(undisturbed + 40.0).margin(1e-3));
  // Nothing gets through: as a cut, a second a second. Twice the rate, half of what was missing.
  // But what was under way has arrived.
  CHECK(lost({no_loss, rate("1 bit/s")}, "3 h") == Approx(3 * 3600.0).epsilon(1e-3));
  const double all = 3.0 * 3600.0;
  const double narrow = lost({no_loss, rate("20 Mbit/s")}, "3 h");
  const double wide = lost({no_loss, rate("40 Mbit/s")}, "3 h");
  CHECK(narrow > 0.0);
  CHECK(all - narrow == Approx((all - wide) / 2.0).epsilon(1e-3));
  CHECK(lost({no_loss, rate("100 Gbit/s")}, "3 h") == Approx(undisturbed).margin(1.0));
}

TEST_CASE("what TCP makes of a lossy path, by Mathis and others (1997)") {
  LinkDegradation network;
  CHECK_FALSE(carried(network));
  network.loss = 1e-4;
  network.round_trip = 62ms;
  // 1448 bytes / 62 ms * sqrt(1.5e4), in Mbit/s.
  CHECK(carried(network)->bytes_per_second * 8e-6 == Approx(22.88).epsilon(1e-3));
  network.streams = 8;
  CHECK(carried(network)->bytes_per_second * 8e-6 == Approx(8 * 22.88).epsilon(1e-3));
  network.latency = 62ms;
  CHECK(carried(network)->bytes_per_second * 8e-6 == Approx(4 * 22.88).epsilon(1e-3));
  network.rate = Rate{1e6};
  CHECK(carried(network)->bytes_per_second == 1e6);
}

TEST_CASE("a standby that stands still grows older by a second a second; faults come again") {
  const auto lost = [](const std::string& length, const std::string& after) {
    return to_seconds(
        result(scenario_with("failover-to-stalled-standby",
                             {{"/faults/0/replication_stall/length", "\"" + length + "\""},
                              {"/faults/0/repeat/every", "\"2 h\""},
                              {"/faults/1/at", "\"" + after + "\""}}),
               "production-database"));
  };
  const double undisturbed = lost("0 s", "3 h");
  // What was under way when it stopped still arrives.
  CHECK(lost("5 h", "1 h") == Approx(3600.0).margin(1e-6));
  // The second one began two hours after the first, whose lag has been caught up with.
  CHECK(lost("90 min", "3 h") >= undisturbed + 3600.0);
  CHECK(scenario_with("failover-to-stalled-standby", {}).faults.size() == 3);
}

TEST_CASE("training goes on with the healthy nodes once the jobs are redistributed") {
  const Scenario scenario =
      scenario_with("node-failure", {parameter("nodes.launch", "5 h"),
                                     parameter("step.redistribute", "3 min"),
                                     parameter("training.restart", "10 min"),
                                     {"/parameters/nodes.refusal_probability/value", "0"},
                                     {"/parameters/nodes.defect_probability/value", "0"},
                                     {"/parameters/training.tokens_per_node/value", "1000"}});
  const ThroughputMeasurement throughput = measure(scenario).throughput;
  REQUIRE(throughput.is_known);
  CHECK(throughput.before == Approx(8000.0).epsilon(1e-6));
  CHECK(throughput.after == Approx(8000.0).epsilon(1e-6));
  // Of about 5 h without the eighth node the job stood still for some 15 minutes.
  CHECK(throughput.during > 0.90 * 7000.0);
  CHECK(throughput.during < 7000.0);
}

TEST_CASE(
    "a node that fails costs the work since the last checkpoint, a region what had not left it") {
  const std::vector<Setting> every_hour{parameter("checkpoints.interval", "1 h")};
  const Scenario node = scenario_with("node-failure", every_hour);
  const Samples of_node = simulate(node, {3, 2'000, 0, 0, {}});
  double sum = 0.0;
  for (const Duration lost : of_node.lost_work) {
    REQUIRE(lost <= 1h);
    sum += to_seconds(lost);
  }
  // Uniform within the hour: mean 1,800 s, standard error 3600 / sqrt(12 * 2000) = 23.2 s.
  CHECK(sum / 2'000 == Approx(1800.0).margin(4 * 23.2));

  const Scenario region = scenario_with("regional-outage", every_hour);
  const Measurement measurement = measure(region);
  REQUIRE(measurement.throughput.is_known);
  Duration age{};
  const Timeline timeline = run(region);
  for (const Event& event : timeline.events()) {
    if (event.verb == Verb::read_back && region.plan.training->checkpoints.index == event.subject) {
      age = event.duration_value();
    }
  }
  CHECK(age > Duration::zero());
  CHECK(to_seconds(measurement.throughput.lost) == Approx(to_seconds(age)).epsilon(1e-6));
}

TEST_CASE(
    "failing back to an old primary that was not resynchronised loses what was written since") {
  const std::vector<Setting> quick{parameter("outage.length", "1 h"),
                                   {"/parameters/outage.control_plane_loss/value", "0"}};
  CHECK_FALSE(measure(scenario_with("failback", quick)).diverged);
  std::vector<Setting> careless = quick;
  careless.push_back({"/runbook/steps/6/action", R"({"wait": {"length": "2 h"}})"});
  CHECK(measure(scenario_with("failback", careless)).diverged);
}
