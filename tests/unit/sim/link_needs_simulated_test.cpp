// What `analyze` says a promise needs of the network, from the plan alone, beside recoveries of the
// whole scenario at that rate: datasets behind checkpoints, and checkpoints at other cadences.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/analysis/link_needs.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"
#include "tests/unit/sim/parameter_setting.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t recoveries = 10'000;
constexpr double gigabit = 125e6;  // bytes/s
const std::string file = "scenarios/library/regional-outage.json";

// In what share of recoveries the one promise holds, when a bucket takes `rate` over a link on
// which it is alone limited by that.
double share_kept(const std::string& objective, double rate, std::vector<Setting> settings) {
  settings.push_back(parameter("replication.rate", std::to_string(rate * 8e-6) + " Mbit/s"));
  settings.push_back(parameter("network.capacity", "40 Gbit/s"));
  settings.push_back({"/objectives", "[\"" + objective + "\"]"});
  const auto scenario = load_scenario(file, settings);
  REQUIRE(scenario);
  const Samples samples = simulate(*scenario, {1, recoveries, 0, 0, {}});
  std::uint64_t kept = 0;
  for (const Duration age : samples.objectives.at(0)) {
    kept += age <= scenario->objectives[0].target ? 1 : 0;
  }
  return static_cast<double>(kept) / static_cast<double>(recoveries);
}

LinkNeeds needs_of_plan() {
  const auto scenario = load_scenario(file);
  REQUIRE(scenario);
  return link_needs(scenario->plan);
}

const double sampling_error = std::sqrt(0.99 * 0.01 / static_cast<double>(recoveries));

}  // namespace

TEST_CASE("at the rate that analyze gives a cadence, 99 % of simulated recoveries keep 15 min") {
  for (const CadenceNeed& cadence : needs_of_plan().cadences) {
    const std::string minutes = std::to_string(cadence.interval / 1min) + " min";
    const double rate = cadence.needs.bytes_per_second;
    INFO(minutes << ": " << rate / gigabit << " Gbit/s");
    if (cadence.interval == 12min) {
      CHECK(rate / gigabit == Approx(7.21).margin(0.005));
    }
    const Setting interval = parameter("checkpoints.interval", minutes);
    const std::string objective = "tier-1-model-checkpoints";
    CHECK(share_kept(objective, rate, {interval}) > 0.99 - 3.0 * sampling_error);
    if (cadence.interval == 12min) {  // where nothing is to spare, a seventh less is too little
      CHECK(share_kept(objective, rate, {interval}) < 0.99 + 3.0 * sampling_error);
      CHECK(share_kept(objective, 0.85 * rate, {interval}) < 0.99 - 3.0 * sampling_error);
    }
  }
}

TEST_CASE("at the rate that analyze gives datasets behind checkpoints, 99 % keep 15 min") {
  const std::string objective = "tier-1-training-datasets";
  double rate = 0.0;
  const auto scenario = load_scenario(file);
  REQUIRE(scenario);
  for (const LinkNeed& need : needs_of_plan().needs) {
    if (scenario->plan.objectives[need.objective].name == objective) {
      REQUIRE(need.needs);
      rate = need.needs->bytes_per_second;
    }
  }
  CHECK(rate / gigabit == Approx(0.964).margin(0.0005));
  CHECK(share_kept(objective, rate, {}) == Approx(0.99).margin(3.0 * sampling_error));
  CHECK(share_kept(objective, 0.95 * rate, {}) < 0.99 - 3.0 * sampling_error);
}
