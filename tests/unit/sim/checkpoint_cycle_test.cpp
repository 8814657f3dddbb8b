// The closed form against a walk through the cycle, minute by minute.
#include "sim/checkpoint_cycle.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "models/theory/checkpoint.hpp"
#include "tests/unit/sim/fleet_fixture.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

struct Walk {
  std::vector<CheckpointCycle::Progress> progress;  // after each minute, from 0
  std::vector<Duration> finished;                   // instants at which checkpoints can be used
};

Walk walk(int interval, int write, int blocked, int minutes) {
  struct Pending {
    int finishes, saves;
  };
  Walk made;
  std::vector<Pending> pending;
  int work = 0, since_checkpoint = 0, block_left = 0, saved = 0;
  for (int now = 0; now <= minutes; ++now) {
    if (since_checkpoint == interval && block_left == 0) {
      pending.push_back({now + write, work});
      block_left = blocked;
      since_checkpoint = 0;
    }
    for (const Pending& checkpoint : pending) {
      if (checkpoint.finishes == now) {
        saved = checkpoint.saves;
        made.finished.push_back(now * 1min);
      }
    }
    made.progress.push_back({work * 1min, (now - work) * 1min, saved * 1min});
    if (block_left > 0) {
      --block_left;
    } else {
      ++work;
      ++since_checkpoint;
    }
  }
  return made;
}

}  // namespace

TEST_CASE("progress and the next finished checkpoint, blocking or in the background") {
  struct Case {
    int interval, write, blocked;
  };
  const auto [interval, write, blocked] = GENERATE(
      values<Case>({{20, 4, 4}, {20, 4, 0}, {20, 12, 5}, {7, 7, 0}, {7, 9, 2}, {1, 1, 1}}));
  INFO("interval " << interval << ", write " << write << ", blocked " << blocked);
  const CheckpointCycle cycle{interval * 1min, write * 1min, blocked * 1min};
  const Walk walked = walk(interval, write, blocked, 200);
  std::size_t next = 0;
  for (int minute = 0; minute <= 150; ++minute) {
    const auto& expected = walked.progress[static_cast<std::size_t>(minute)];
    const auto found = cycle.after(minute * 1min);
    INFO("after " << minute << " min");
    REQUIRE(found.work == expected.work);
    REQUIRE(found.blocked == expected.blocked);
    REQUIRE(found.saved == expected.saved);
    while (walked.finished[next] < minute * 1min) {
      ++next;
    }
    REQUIRE(cycle.next_finished(minute * 1min) == walked.finished[next]);
  }
}

TEST_CASE("a rule's interval follows from the fleet's failures and the blocking time") {
  FleetStudy study = undisturbed(1'000);
  study.fleet.causes = {node_failures(from_seconds(86'400.0 / 5e-3))};
  study.run.checkpointing = {
      .interval = CheckpointRule::young, .write = Duration{10min}, .blocking_share = 0.5};
  CHECK(checkpoint_cycle(study).interval() == 3'220s);  // 53.666 min, in whole seconds
  study.run.checkpointing.interval = CheckpointRule::daly;
  const Duration daly = daly_interval(5min, 288min);
  CHECK(checkpoint_cycle(study).interval() >= daly);
  CHECK(checkpoint_cycle(study).interval() < daly + 1s);
  CHECK(daly < 3'200s);

  // Written at 1 GB/s: 10,000 s, nearly all in the background, longer than any rule's interval.
  study.run.checkpointing.write = CheckpointVolume{Bytes{10'000'000'000'000}, Rate{1e9}};
  study.run.checkpointing.blocking_share = 0.01;
  CHECK(write_time(study.run.checkpointing) == 10'000s);
  CHECK(checkpoint_cycle(study).interval() == 9'900s);
}
