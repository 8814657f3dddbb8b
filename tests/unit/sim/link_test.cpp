// Cuts, shares and reading over links through whole scenarios, against hand calculations.
#include <catch2/catch.hpp>

#include "models/network/transfer_case.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"
#include "tests/unit/sim/parameter_setting.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// Steady writing and nothing random on the way: 20 MB/s of datasets into a bucket that takes
// 125 MB/s, checkpoints of no size, a latency of 1 s; the link is cut at 10 min for `cut`, the
// region lost `after` later.
std::vector<Setting> steady(const std::string& cut, const std::string& after) {
  return {parameter("link.cut_length", cut),
          {"/faults/1/at", "\"" + after + "\""},
          parameter("checkpoints.size", "1 B"),
          parameter("replication.object_latency", "1 s")};
}

double lost(std::vector<Setting> settings, bool has_links) {
  if (!has_links) {
    settings.push_back({"/plan/links", "[]"});
  }
  const auto scenario = load_scenario("scenarios/library/failover-while-lagging.json", settings);
  REQUIRE(scenario);
  const Samples samples = simulate(*scenario, {3, 2, 0, 0, {}});
  for (std::size_t index = 0; index < scenario->objectives.size(); ++index) {
    if (scenario->objectives[index].name == "tier-1-training-datasets") {
      const Duration other = samples.objectives[index][1];
      REQUIRE(to_seconds(samples.objectives[index][0] - other) == Approx(0.0).margin(1e-6));
      return to_seconds(samples.objectives[index][0]);
    }
  }
  return -1.0;
}

}  // namespace

TEST_CASE("a cut and healed link lags as by hand, to the millisecond, through a scenario") {
  constexpr double latency = 1.0;
  constexpr double millisecond = 1e-3;
  // While it is cut: as old as the cut. What is there left the link one latency earlier.
  CHECK(lost(steady("10 h", "30 min"), false) == Approx(1800.0).margin(millisecond));
  CHECK(lost(steady("10 h", "3 h"), false) == Approx(10'800.0).margin(millisecond));
  // Healed after an hour: 72 GB wait, and each second 125 / 20 seconds of writing cross.
  for (const double minutes : {1.0, 5.0, 9.0}) {
    const double since = minutes * 60.0 - latency;
    const double by_hand = 3600.0 - since * (125.0 / 20.0 - 1.0) + latency;
    const std::string after = std::to_string(60 + static_cast<int>(minutes)) + " min";
    CAPTURE(minutes);
    CHECK(lost(steady("1 h", after), false) == Approx(by_hand).margin(millisecond));
  }
  // 3600 / 5.25 s later all is across, and only the latency is left.
  CHECK(lost(steady("1 h", "72 min"), false) == Approx(latency).margin(millisecond));
}

TEST_CASE("over a link of the plan a connection finds out late that it is back") {
  // Timeouts from 200 ms beyond 68.27 ms double to 120 s, and go on every 120 s.
  const double resumed = resumes_at(0.0, 3600.0, 0.26827, 120.0);
  REQUIRE(resumed > 3600.0);
  const double with_links = lost(steady("1 h", "65 min"), true);
  // Then 64 connections double from one segment each, in round trips, until they fill the bucket's
  // 125 MB/s: at rates 64 * 1448 / 0.06827 * 2^k until it is passed. What that costs, by hand:
  const double round_trip = 0.06827;
  double short_of = 0.0;
  double rate = 64.0 * 1448.0 / round_trip;
  for (; rate < 125e6; rate *= 2.0) {
    short_of += (125e6 - rate) * round_trip;
  }
  const double crossed = (3900.0 - resumed - 1.0) * 125e6 - short_of;
  const double by_hand = 3900.0 - crossed / 20e6;
  CHECK(with_links == Approx(by_hand).margin(1e-3));
}

TEST_CASE("a log that outgrows its room is followed no further") {
  const auto age = [](const std::string& room, const std::string& after) {
    const std::vector<Setting> settings{parameter("link.cut_length", "2 h"),
                                        {"/faults/1/at", "\"" + after + "\""},
                                        parameter("database.log_room", room),
                                        parameter("database.burst_write_rate", "5 MB/s"),
                                        parameter("database.replication_delay", "1 s"),
                                        {"/plan/links", "[]"},
                                        {"/objectives", "[\"production-database\"]"}};
    const auto scenario = load_scenario("scenarios/library/failover-while-lagging.json", settings);
    REQUIRE(scenario);
    return to_seconds(simulate(*scenario, {3, 1, 0, 0, {}}).objectives[0][0]);
  };
  // 5 MB/s fill 9 GB in half an hour, and 200 GB in more than the two hours of the cut. With room
  // 36 GB are caught up with at 36.2 - 5 MB/s in 1154 s; without, the replica stays where it was.
  CHECK(age("200 GB", "20 min") == Approx(1200.0).margin(0.01));
  CHECK(age("9 GB", "20 min") == Approx(1200.0).margin(0.01));
  CHECK(age("200 GB", "3 h") == Approx(1.0).margin(0.01));
  CHECK(age("9 GB", "3 h") == Approx(10'800.0).margin(0.01));
}

TEST_CASE("streams that together want more than the link has share it") {
  // 1 Gbit/s for a bucket and a database that may take 125 and 36.2 MB/s: with priority the
  // database has what it wants and the bucket the rest, and waits for longer.
  const auto age = [](const std::string& capacity, const std::string& checkpoint) {
    const std::vector<Setting> settings{
        {"/parameters/network.capacity/value", "\"" + capacity + "\""},
        parameter("checkpoints.size", checkpoint),
        parameter("replication.object_latency", "1 s"),
        {"/plan/links/0/priority", "[\"log\", \"objects\", \"checkpoints\"]"},
        {"/objectives", "[\"tier-1-training-datasets\"]"}};
    const auto scenario = load_scenario("scenarios/library/regional-outage.json", settings);
    REQUIRE(scenario);
    const Samples samples = simulate(*scenario, {3, 200, 0, 0, {}});
    double sum = 0.0;
    for (const Duration value : samples.objectives[0]) {
      sum += to_seconds(value);
    }
    return sum / 200.0;
  };
  // Datasets go before checkpoints: however large those are, nothing of the datasets waits.
  CHECK(age("5 Gbit/s", "50 GB") == Approx(1.0).margin(0.05));
  CHECK(age("1 Gbit/s", "50 GB") == Approx(1.0).margin(0.05));
}

TEST_CASE("a cluster that reads over a link is as fast as the link lets it be") {
  // 8 nodes of 1000 tokens/s that read 100 kB a token want 800 MB/s; the link delivers at most its
  // share of 5 Gbit/s: 602 MB/s, and nothing while it is cut.
  const std::vector<Setting> base{parameter("nodes.launch", "5 h"),
                                  {"/parameters/training.tokens_per_node/value", "1000"},
                                  {"/parameters/training.bytes_per_token/value", "100000"},
                                  {"/plan/training/reads/stores", "[\"bucket-replica\"]"}};
  const auto before = [&](std::vector<Setting> settings) {
    settings.insert(settings.begin(), base.begin(), base.end());
    const auto scenario = load_scenario("scenarios/library/regional-outage.json", settings);
    REQUIRE(scenario);
    return simulate(*scenario, {3, 1, 0, 0, {}}).throughput[0].at(0);
  };
  const double share = 5e9 / 8.0 * 1448.0 / 1502.0;
  CHECK(before({}) == Approx(share / 1e5).epsilon(0.02));
  CHECK(before({{"/parameters/training.bytes_per_token/value", "10000"}}) ==
        Approx(8000.0).epsilon(1e-6));
  CHECK(before({{"/plan/training/reads/stores", "[\"bucket\"]"}}) == Approx(8000.0).epsilon(1e-6));
}
