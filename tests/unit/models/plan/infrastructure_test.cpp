// How long a run of infrastructure code takes: its longest chain, or the work there is for each of
// the creations allowed at a time; and what a failure leaves for the next run.
#include <catch2/catch.hpp>

#include <chrono>

#include "models/chance/random.hpp"
#include "models/plan/infrastructure.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

InfrastructureCode code_of(int parallelism, const std::vector<std::vector<std::uint32_t>>& needs) {
  InfrastructureCode code;
  code.parallelism = parallelism;
  for (const auto& needed : needs) {
    InfrastructureResource& resource = code.resources.emplace_back();
    resource.name = std::to_string(code.resources.size());
    resource.needs = needed;
  }
  return code;
}

std::vector<CreationSchedule::Attempt> taking(const std::vector<Duration>& lengths) {
  std::vector<CreationSchedule::Attempt> attempts;
  for (const Duration length : lengths) {
    attempts.push_back({length, false});
  }
  return attempts;
}

}  // namespace

TEST_CASE("with room for all, a run takes as long as its longest chain") {
  // network -> cluster -> application <- database <- network; a bucket by itself
  CreationSchedule schedule{code_of(10, {{}, {0}, {0}, {1, 2}, {}})};
  const auto& creations =
      schedule.run(taking({2min, 10min, 8min, 3min, 1min}), std::vector<char>(5, 0));
  CHECK(creations[1].starts == Duration{2min});
  CHECK(creations[2].ends == Duration{10min});
  CHECK(creations[3].starts == Duration{12min});
  CHECK(creations[4].ends == Duration{1min});
  CHECK(schedule.end() == Duration{15min});
  CHECK(schedule.critical_path() == std::vector<std::uint32_t>{0, 1, 3});
}

TEST_CASE("no more are created at a time than allowed, first come, first served") {
  CreationSchedule schedule{code_of(2, {{}, {}, {}, {}})};
  const auto& creations = schedule.run(taking({4min, 1min, 2min, 5min}), std::vector<char>(4, 0));
  CHECK(creations[2].starts == Duration{1min});
  CHECK(creations[3].starts == Duration{3min});
  CHECK(schedule.end() == Duration{8min});
  // What held the last one up was the third, whose place it took.
  CHECK(schedule.critical_path() == std::vector<std::uint32_t>{1, 2, 3});
  CHECK(schedule.in_order() == std::vector<std::uint32_t>{1, 2, 0, 3});
}

TEST_CASE("one at a time takes the sum, whatever needs what") {
  Draws draws{StreamKey{7, "infrastructure"}, 0};
  for (int round = 0; round < 200; ++round) {
    std::vector<std::vector<std::uint32_t>> needs;
    std::vector<Duration> lengths;
    Duration sum{};
    std::vector<Duration> chain;  // the longest to the end of each
    Duration longest{};
    for (std::uint32_t index = 0; index < 12; ++index) {
      needs.emplace_back();
      Duration before{};
      for (std::uint32_t other = 0; other < index; ++other) {
        if (draws.bernoulli(0.25)) {
          needs.back().push_back(other);
          before = std::max(before, chain[other]);
        }
      }
      lengths.push_back(from_seconds(draws.uniform() * 1000.0));
      sum += lengths.back();
      chain.push_back(before + lengths.back());
      longest = std::max(longest, chain.back());
    }
    const auto end_with = [&](int parallelism) {
      CreationSchedule schedule{code_of(parallelism, needs)};
      schedule.run(taking(lengths), std::vector<char>(lengths.size(), 0));
      return schedule.end();
    };
    INFO("round " << round << " of StreamKey{7, \"infrastructure\"}");
    CHECK(end_with(1) == sum);
    CHECK(end_with(12) == longest);
    const Duration three = end_with(3);
    CHECK(three >= longest);
    CHECK(three >= sum / 3);
    CHECK(three <= longest + sum / 3);  // Graham, Bounds on Multiprocessing Timing Anomalies, 1969
  }
}

TEST_CASE("what fails leaves out what needs it, and the next run creates only what is missing") {
  CreationSchedule schedule{code_of(10, {{}, {0}, {1}, {0}})};
  auto attempts = taking({1min, 2min, 3min, 4min});
  attempts[1].fails = true;
  auto creations = schedule.run(attempts, std::vector<char>(4, 0));
  CHECK(creations[0].succeeds);
  CHECK_FALSE(creations[1].succeeds);
  CHECK(creations[2].starts == never);
  CHECK(creations[3].succeeds);  // what does not need it is created all the same
  CHECK(schedule.end() == Duration{5min});
  attempts[1].fails = false;
  creations = schedule.run(attempts, {1, 0, 0, 1});
  CHECK(creations[0].starts == never);
  CHECK(creations[1].starts == Duration::zero());
  CHECK(creations[2].ends == Duration{5min});
  CHECK(schedule.end() == Duration{5min});
  schedule.run(attempts, {1, 1, 1, 1});
  CHECK(schedule.end() == Duration::zero());
  CHECK(schedule.critical_path().empty());
}

TEST_CASE("fast provisioning takes the prepared image where there is one") {
  InfrastructureCode code = code_of(1, {{}, {}});
  code.resources[0].creation = Distribution{Constant{600.0}};
  code.resources[0].fast_creation = Distribution{Constant{60.0}};
  code.resources[1].creation = Distribution{Constant{300.0}};
  const auto seconds = [&](std::size_t index) {
    return mean(creation_law(code, code.resources[index]));
  };
  CHECK(seconds(0) == 600.0);
  code.fast_provisioning = true;
  CHECK(seconds(0) == 60.0);
  CHECK(seconds(1) == 300.0);
}
