// What the training job loses when it stops, by hand.
#include "sim/training.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>

#include "scenarios/scenario_reader.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// The job of the plan, in units of what it trains in a second.
struct Job {
  Job() : scenario{*load_scenario("scenarios/library/regional-outage.json")} {
    luck.begin(0);
    training.begin(state, luck);
    tokens_per_second = training.tokens(1s);
  }

  // Stops at `at` and is back ten minutes later, its newest checkpoint `age` old.
  void restart(Duration at, Duration age) {
    training.interrupt(at, scenario.plan.training->clusters.front());
    training.go_on();
    const auto restart = training.follow(at, state, luck);
    REQUIRE(restart);
    training.start(at + 10min, restart->ticket, state, age);
  }
  [[nodiscard]] double lost_seconds() const { return training.lost_tokens() / tokens_per_second; }
  [[nodiscard]] double seconds(Duration now) const {
    return training.tokens(now) / tokens_per_second;
  }

  Scenario scenario;
  Luck luck{1};
  SiteState state{scenario.plan};
  Training training{scenario.plan, luck};
  double tokens_per_second = 0.0;
};

}  // namespace

TEST_CASE("a restart loses what was trained after the checkpoint, and trains it again") {
  Job job;
  job.restart(10h, 30min);
  CHECK(job.lost_seconds() == Approx(1800.0));
  CHECK(job.seconds(11h) == Approx(36'000.0 + 3'000.0));  // tokens trained twice count twice
}

TEST_CASE("a job that stops again before its next checkpoint goes back to the same") {
  Job job;
  job.restart(10h, 30min);
  job.restart(10h + 25min, 30min);  // 15 min after it went on
  CHECK(job.lost_seconds() == Approx(1800.0 + 900.0));
  job.restart(20h, 30min);
  CHECK(job.lost_seconds() == Approx(1800.0 + 900.0 + 1800.0));
}

TEST_CASE("checkpoints that are lost make the job go further back, once") {
  Job job;
  job.training.lose_checkpoints(8h);
  job.restart(10h, 30min);
  CHECK(job.lost_seconds() == Approx(7200.0));
  job.restart(20h, 30min);
  CHECK(job.lost_seconds() == Approx(7200.0 + 1800.0));

  // Older than what an earlier restart went back to: the work of 8 h to 9 h 30 min goes too.
  Job twice;
  twice.restart(10h, 30min);
  twice.training.lose_checkpoints(8h);
  twice.restart(11h, 30min);  // 50 min after it went on
  CHECK(twice.lost_seconds() == Approx(1800.0 + 5400.0 + 3000.0));

  Job all;
  all.training.lose_checkpoints(-never);
  all.restart(10h, 30min);
  CHECK(std::isinf(all.lost_seconds()));
  CHECK(all.seconds(11h) == Approx(36'000.0 + 3'000.0));
}

TEST_CASE("an archive with unreadable copies makes the job go further back still") {
  Job job;
  job.training.lose_checkpoints(8h);
  job.training.lose_older_checkpoints(2h);
  job.restart(10h, 30min);
  CHECK(job.lost_seconds() == Approx(4 * 3600.0));
}
