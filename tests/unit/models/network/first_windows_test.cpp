// First windows that find no room: which connections they are, and when an object is through, by
// hand.
#include "models/network/first_windows.hpp"

#include <catch2/catch.hpp>

#include "models/network/object_connections.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr double a_segment = 1448.0;
constexpr double full_link = 1000.0 * a_segment;  // 100 segments in a round trip

// 100 ms, 1,000 segments a second, a buffer of 50: with the one that is being sent room for 51.
NetworkPath crowded(int flows) {
  NetworkPath path;
  path.round_trip = 100ms;
  path.capacity = Rate{(a_segment + header_bytes) * 1000.0};
  path.buffer = 0.5;
  path.flows = flows;
  return path;
}

}  // namespace

TEST_CASE("connections whose whole first window finds no room are lost") {
  CHECK(first_room(crowded(8)) == 51.0);
  CHECK(lost_connections(crowded(4), 10.0) == 0);
  CHECK(lost_connections(crowded(6), 10.0) == 0);  // one of the last ten has room
  CHECK(lost_connections(crowded(8), 10.0) == 2);
  CHECK(lost_connections(crowded(8), 6.0) == 0);
  CHECK(lost_connections(crowded(1), 1000.0) == 0);
}

TEST_CASE("an object ends when those are through that lost their first window") {
  // 25 segments of each of eight; two wait, for 0.3 s, when the others have long been done.
  std::vector<RateStep> steps{{0.0, endless_rate}};
  const ObjectEnd end =
      wait_for_lost(crowded(8), hosts(), 2, 10.0, 200.0 * a_segment, full_link, steps);
  CHECK(end.others == Approx(0.150));
  // One at 0.3 s, whose acknowledgement takes 0.2 s more; 2, 4 and 7, then 9/17 more in each round:
  // 1 + 2 + 4 + 7 + 7.53 leave 3.47 for the round that begins at 1.0 s.
  CHECK(end.all == Approx(1.0 + 2.0 * 3.471e-3).epsilon(1e-4));
  CHECK(end.all_again == end.all);  // nobody was sending that could have lost it again
  CHECK(steps.back().time == Approx(end.all));
}

TEST_CASE("an object that is long enough does not end later for what was lost at first") {
  std::vector<RateStep> steps{{0.0, endless_rate}};
  const ObjectEnd end =
      wait_for_lost(crowded(8), hosts(), 2, 10.0, 2000.0 * a_segment, full_link, steps);
  CHECK(end.others == Approx(2.0));
  CHECK(end.all == Approx(2.0));
  CHECK(end.all_again == Approx(2.0));
}

TEST_CASE("a first segment that is lost again waits twice as long again") {
  // 72 of 500 segments wait; the others are still sending after 0.3 s.
  std::vector<RateStep> steps{{0.0, endless_rate}};
  const ObjectEnd end =
      wait_for_lost(crowded(8), hosts(), 2, 10.0, 500.0 * a_segment, full_link, steps);
  CHECK(end.all < 1.6);
  // From 0.9 s on: 1, 2, 4, 7, 7.53, 8.06 and the last 6.41, 0.3 s and five times 0.1 s later.
  CHECK(end.all_again == Approx(0.9 + 0.3 + 5 * 0.1));
}

TEST_CASE("objects over connections that overflow the buffer cross as by hand") {
  const NetworkPath path = crowded(8);
  const ResponseSet responses = hosts();
  const double rate = goodput(path, responses).bytes_per_second;
  SharedLink shared{{LinkClass{}}, Rate{rate}};
  ObjectConnections connections{path, responses, shared, 10.0};
  connections.advance(5.0);
  connections.arrive(200.0 * a_segment);
  connections.advance(5.0 + 0.29);
  CHECK(shared.departed(0) == Approx(150.0 * a_segment));
  connections.advance(5.0 + 0.55);
  CHECK(shared.departed(0) == Approx(152.0 * a_segment));
  connections.advance(5.0 + 0.95);
  CHECK(shared.departed(0) == Approx((150.0 + 2.0 * 21.53) * a_segment).epsilon(1e-3));
  connections.advance(5.0 + 1.1);
  CHECK(shared.departed(0) == Approx(200.0 * a_segment));
}
