// A scenario small enough to read, and the recording of one recovery of it: two steps, the first of
// which fails and is mended by a person who has to try three times.
// Times of the recording are in seconds; the outage begins at 600 s.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "models/base/utf8.hpp"
#include "models/recovery/prediction.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill::test {

inline Scenario small_scenario() {
  Scenario scenario;
  scenario.name = "small-outage";
  scenario.title = "Loss of the east";
  scenario.digest = "abc";
  scenario.plan.name = "small-plan";
  scenario.plan.regions = {{"east", "primary"}, {"west", "secondary"}};
  Component zone;
  zone.name = "dns";
  zone.model = DnsZone{};
  scenario.plan.components = {zone};
  Service shop;
  shop.name = "shop";
  shop.title = "The shop";
  shop.requirements = {NeedsRoute{ComponentId{0}}};
  scenario.plan.services = {shop};
  DataKind orders;
  orders.name = "orders";
  orders.title = "Orders";
  orders.protection = NotProtected{"none"};
  scenario.plan.data = {orders};
  Role operators;
  operators.name = "operators";
  operators.title = "Operators";
  scenario.plan.roles = {operators};
  Step stop;
  stop.name = "stop_traffic_east";
  stop.attempt.action = StopTraffic{RegionId{0}, {}};
  stop.on_failure = OnFailure::escalate;
  stop.escalation = Escalation{RoleId{0}, stop.attempt};
  Step route;
  route.name = "route_west";
  route.attempt.action = UpdateDns{ComponentId{0}, RegionId{1}, DnsSwitch::record_edit};
  route.after = {StepId{0}};
  scenario.runbook.steps = {stop, route};
  scenario.faults.push_back({"loss-of-east", {}, {}, RegionOutage{}});
  Objective back;
  back.name = "shop-back";
  back.title = "The shop is back";
  back.service = ServiceId{0};
  back.target = std::chrono::hours{1};
  Objective kept;
  kept.name = "orders-kept";
  kept.title = "Orders are kept";
  kept.kind = ObjectiveKind::rpo;
  kept.data = {DataId{0}};
  kept.target = std::chrono::minutes{15};
  scenario.objectives = {back, kept};
  scenario.horizon = std::chrono::hours{24};
  return scenario;
}

struct Recorded {
  double asked, answered;  // [s]
  Verb verb;
  Outcome outcome = Outcome::succeeded;
  std::uint32_t step = no_step;
  bool by_hand = false;
  std::uint8_t attempt = 0;
  double value = 0.0;  // [s]
};

inline Timeline recorded(const std::vector<Recorded>& entries) {
  Timeline timeline;
  for (const Recorded& entry : entries) {
    Event& event = timeline.append();
    event.asked = from_seconds(entry.asked);
    event.answered = from_seconds(entry.answered);
    event.verb = entry.verb;
    event.outcome = entry.outcome;
    event.step = entry.step;
    event.by_hand = entry.by_hand;
    event.attempt = entry.attempt;
    event.value = from_seconds(entry.value).count();
  }
  return timeline;
}

inline Story small_story() {
  using enum Verb;
  constexpr auto good = Outcome::succeeded;
  constexpr auto mute = Outcome::unknown;
  return {"replication 7", 7,
          recorded({{0, 600, inject},
                    {0, 604, await_failure, good, no_step, false, 0, 604},
                    {0, 720, await_alert},
                    {720, 1020, stop_traffic, mute, 0},
                    {1020, 1140, page, good, 0, true},
                    {1140, 1500, decide, good, 0, true},
                    {1500, 1800, stop_traffic, mute, 0, true, 0},
                    {1800, 2100, wait, good, 0, true},
                    {2100, 2400, stop_traffic, mute, 0, true, 1},
                    {2400, 2700, wait, good, 0, true},
                    {2700, 3000, stop_traffic, good, 0, true, 2},
                    {3000, 3060, update_dns, good, 1},
                    {604, 3400, await_recovery, good, no_step, false, 0, 3100},
                    {3400, 3400, read_back, good, no_step, false, 0, 125}})};
}

// A prediction of the small scenario: its promise on time is missed, that on data too close to
// call.
inline Prediction small_prediction() {
  Prediction prediction;
  prediction.scenario_name = "small-outage";
  prediction.scenario_title = "Loss of the east";
  prediction.scenario_digest = "abc";
  prediction.plan_name = "small-plan";
  prediction.plan_digest = "def";
  prediction.seed = 3;
  prediction.replications = 2'000;
  prediction.timeline_digest = "0123";
  ObjectivePrediction back;
  back.name = "shop-back";
  back.title = "The shop is back";
  back.subject = "shop";
  back.target_s = 3600.0;
  back.required_fraction = 0.95;
  back.met_fraction = 0.31;
  back.met_low = 0.29;
  back.met_high = 0.33;
  back.quantiles[0] = {5400.0, 5000.0, 6000.0};
  back.quantiles[2] = {INFINITY, 90'000.0, std::nullopt};
  back.verdict = Verdict::missed;
  ObjectivePrediction kept;
  kept.name = "orders-kept";
  kept.title = "Orders are kept";
  kept.kind = ObjectiveKind::rpo;
  kept.subject = "orders";
  kept.target_s = 900.0;
  kept.required_fraction = 0.99;
  kept.met_fraction = 0.9905;
  kept.met_low = 0.985;
  kept.met_high = 0.994;
  kept.quantiles[0] = {12.0, 11.0, 13.0};
  kept.quantiles[2] = {840.0, 800.0, 890.0};
  kept.verdict = Verdict::inconclusive;
  prediction.objectives = {back, kept};
  prediction.throughput = {{"before", "training", "tokens/s", 900'000, 950'000, 1'000'000},
                           {"during", "training", "tokens/s", 0, 0, 100},
                           {"after", "training", "tokens/s", 900'000, 950'000, 1'000'000}};
  prediction.lost_work = {.subject = "training",
                          .p5 = 60.0,
                          .p50 = 720.0,
                          .p95 = std::numeric_limits<double>::infinity()};
  prediction.phases = {{"detected", 120.0, 180.0}, {"fenced", 240.0, 900.0}};
  prediction.steps = {{"(detection)", 120.0, 0.0, 0.0, 0.2},
                      {"stop_traffic_east", 600.0, 90.0, 0.5, 0.7},
                      {"route_west", 60.0, 0.0, 0.0, 0.1}};
  prediction.assumptions = {
      {"/parameters/stop/value", "stop", R"({"uniform":["5 s","60 s"]})", "assumed: it is so", true,
       -0.123, "shop-back"},
      {"/parameters/ttl/value", "ttl", "\"60 s\"", "A book, 2023", false, 0.01, "shop-back"}};
  prediction.diverged_fraction = 0.25;
  Story story = small_story();
  story.label = "median";
  prediction.stories = {story};
  return prediction;
}

// The longest line of `page`, in characters.
inline std::size_t longest_line(const std::string& page) {
  std::size_t longest = 0;
  std::istringstream lines{page};
  for (std::string line; std::getline(lines, line);) {
    longest = std::max(longest, count_code_points(line));
  }
  return longest;
}

// The line of `page` that holds `words`; "" if there is none.
inline std::string line_with(const std::string& page, const std::string& words) {
  std::istringstream lines{page};
  for (std::string line; std::getline(lines, line);) {
    if (line.find(words) != std::string::npos) {
      return line;
    }
  }
  return "";
}

}  // namespace firedrill::test
