#include "live/network/wan_link.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/unit/live/network/frame_fixture.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;

WanLink make_link(LinkSettings settings, std::uint64_t seed = 7) {
  WanLink link{StreamKey{seed, "wan a>b"}};
  link.settings = settings;
  return link;
}

void offer(WanLink& link, const Bytestring& frame, Duration now) {
  link.offer(frame, *shape_of(frame), now);
}

// Delivers all that ever comes, one packet at its very moment; returns the moments.
std::vector<Duration> moments(WanLink& link) {
  std::vector<Duration> found;
  while (link.next_due() != never) {
    const Duration due = link.next_due();
    link.deliver(due, 1, [&](Frame /*frame*/) {
      found.push_back(due);
      return true;
    });
  }
  return found;
}

TEST_CASE("a packet arrives after the wire's time and the delay") {
  // 100 + 40 + 38 bytes at 178 kB/s: 1 ms each.
  WanLink link = make_link({.delay = 31ms, .rate = Rate{178e3}});
  const Bytestring frame = tcp_frame({.payload = 100});
  for (int count = 0; count < 3; ++count) {
    offer(link, frame, 10ms);
  }
  CHECK(moments(link) == std::vector<Duration>{42ms, 43ms, 44ms});
}

TEST_CASE("the wire rests while nobody sends, and saves nothing up") {
  WanLink link = make_link({.rate = Rate{178e3}});
  const Bytestring frame = tcp_frame({.payload = 100});
  offer(link, frame, 0ms);
  offer(link, frame, 500ms);
  offer(link, frame, 500ms);
  CHECK(moments(link) == std::vector<Duration>{1ms, 501ms, 502ms});
}

TEST_CASE("a full queue takes a part of a super-packet, and the tail is dropped") {
  // Ten segments of 1000 + 78 bytes, 1 ms each; whoever would wait longer than 4 ms is dropped.
  WanLink link = make_link({.rate = Rate{1078e3}, .queue = 4ms});
  offer(link, tcp_frame({.payload = 10'000, .segment = 1000}), 0ms);
  CHECK(link.counters.offered == 10);
  CHECK(link.counters.overflowed == 5);  // the first five wait 0, 1, 2, 3 and 4 ms
  CHECK(link.packets() == 1);
  std::size_t size = 0;
  link.deliver(1s, 1, [&](Frame frame) {
    size = frame.size();
    return true;
  });
  CHECK(size == fixture_virtio + 40 + 5000);
  CHECK(link.counters.delivered == 5);
  CHECK(link.counters.bytes == 5 * 1078);
}

TEST_CASE("losses are as many as were asked for, within five standard deviations") {
  for (const double loss : {0.0001, 0.01, 0.3}) {
    WanLink link = make_link({.loss = loss});
    const Bytestring frame = tcp_frame({.payload = 44'000, .segment = 1000});
    constexpr int rounds = 20'000;
    for (int round = 0; round < rounds; ++round) {
      offer(link, frame, 0ms);
      link.deliver(0ms, 1000, [](Frame /*frame*/) { return true; });
    }
    const double offered = 44.0 * rounds;
    const double expected = loss * offered;
    const double deviation = std::sqrt(offered * loss * (1.0 - loss));
    CHECK(std::abs(static_cast<double>(link.counters.lost) - expected) < 5.0 * deviation);
    CHECK(link.counters.lost + link.counters.delivered == link.counters.offered);
  }
}

TEST_CASE("losses come alone, not in runs: two in a row are as rare as chance has it") {
  WanLink link = make_link({.loss = 0.1});
  const Bytestring frame = tcp_frame({.payload = 10});
  int pairs = 0;
  bool was_lost = false;
  constexpr int packets = 200'000;
  for (int count = 0; count < packets; ++count) {
    const auto before = link.counters.lost;
    offer(link, frame, 0ms);
    link.deliver(0ms, 10, [](Frame /*frame*/) { return true; });
    const bool is_lost = link.counters.lost > before;
    pairs += is_lost && was_lost ? 1 : 0;
    was_lost = is_lost;
  }
  // 2000 expected; neighbouring pairs share a packet: variance n p^2 (1 + 2p - 3p^2).
  CHECK(std::abs(pairs - 2000) < 5 * std::sqrt(2000 * 1.17));
}

TEST_CASE("the same seed loses the same segments, another seed others") {
  const auto pattern = [](std::uint64_t seed) {
    WanLink link = make_link({.loss = 0.2}, seed);
    std::string lost;
    for (int count = 0; count < 200; ++count) {
      const auto before = link.counters.lost;
      offer(link, tcp_frame({.payload = 10}), 0ms);
      lost += link.counters.lost > before ? 'x' : '.';
    }
    return lost;
  };
  CHECK(pattern(1) == pattern(1));
  CHECK(pattern(1) != pattern(2));
}

TEST_CASE("around a lost segment, what survives travels in two parts") {
  WanLink link = make_link({.loss = 0.15});
  const Bytestring frame = tcp_frame({.payload = 20'000, .segment = 1000});
  for (int round = 0; round < 200; ++round) {
    const auto lost = link.counters.lost;
    offer(link, frame, 0ms);
    std::size_t payload = 0;
    link.deliver(0ms, 100, [&](Frame part) {
      CHECK(verified(Bytestring(part.begin(), part.end()), 4) == 0xffff);
      payload += part.size() - fixture_virtio - 40;
      return true;
    });
    CHECK(payload == 20'000 - 1000 * (link.counters.lost - lost));
  }
}

TEST_CASE("a cut takes nothing, and what travels is lost with it") {
  WanLink link = make_link({.delay = 31ms});
  const Bytestring frame = tcp_frame({.payload = 100});
  offer(link, frame, 0ms);
  link.settings.is_up = false;
  offer(link, frame, 1ms);
  CHECK(link.packets() == 1);
  link.deliver(31ms, 10, [](Frame /*frame*/) { return true; });
  CHECK(link.counters.delivered == 0);
  CHECK(link.counters.cut == 2);
  link.settings.is_up = true;
  offer(link, frame, 40ms);
  CHECK(moments(link) == std::vector<Duration>{71ms});
}

TEST_CASE("jitter is at most what was asked for, spread, and lets nobody overtake") {
  WanLink link = make_link({.delay = 10ms, .jitter = 8ms});
  const Bytestring frame = tcp_frame({.payload = 10});
  double sum = 0.0;
  constexpr int packets = 4000;
  for (int count = 0; count < packets; ++count) {
    const Duration sent = count * 20ms;  // so far apart that none waits for the one before
    offer(link, frame, sent);
    const Duration late = link.next_due() - sent;
    CHECK((late >= 10ms && late <= 18ms));
    sum += to_seconds(late);
    moments(link);
  }
  // Uniform on [10, 18] ms: mean 14 ms, standard deviation 8 / sqrt(12) ms.
  CHECK(std::abs(sum / packets - 0.014) < 5 * 0.008 / std::sqrt(12.0 * packets));
  for (int count = 0; count < 500; ++count) {
    offer(link, frame, 100s + count * 1us);
  }
  const auto found = moments(link);
  CHECK(found.size() == 500);
  CHECK(std::is_sorted(found.begin(), found.end()));
}

TEST_CASE("lateness is counted in doubling buckets") {
  Lateness lateness;
  for (int count = 0; count < 98; ++count) {
    lateness.add(3us);
  }
  lateness.add(700us);
  lateness.add(5ms);
  CHECK(lateness.max() == 5ms);
  CHECK(lateness.quantile(0.5) == 4us);
  CHECK(lateness.quantile(0.99) == 1024us);
  CHECK(lateness.quantile(1.0) == 5ms);
}

}  // namespace
}  // namespace firedrill
