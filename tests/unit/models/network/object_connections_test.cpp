// Connections between one object and the next: windows after idleness by hand (RFC 2861), and an
// object that starts slowly against a hand calculation of its rounds.
#include "models/network/object_connections.hpp"

#include <catch2/catch.hpp>

using namespace firedrill;

TEST_CASE("a window is halved for each timeout that passed, to ten segments at least") {
  CHECK(window_after_idle(160.0, 0.3, 0.5) == 160.0);
  CHECK(window_after_idle(160.0, 0.7, 0.5) == 80.0);
  CHECK(window_after_idle(160.0, 1.2, 0.5) == 40.0);
  CHECK(window_after_idle(160.0, 60.0, 0.5) == 10.0);
  CHECK(window_after_idle(4.0, 60.0, 0.5) == 4.0);
}

TEST_CASE("an object over connections that were idle starts slowly") {
  NetworkPath path;
  path.round_trip = std::chrono::milliseconds{100};
  path.capacity = Rate{(1448.0 + header_bytes) * 1000.0};  // 1,000 segments a second: 100 a round
  path.buffer = 0.0;
  const ResponseSet responses = hosts();
  const double rate = goodput(path, responses).bytes_per_second;
  SharedLink link{{LinkClass{}}, Rate{rate}};
  ObjectConnections connections{path, responses, link};
  connections.advance(10.0);
  connections.arrive(500.0 * 1448.0);
  // Rounds of 10, 20, 40 and 80 segments, then the link's rate.
  connections.advance(10.2);
  CHECK(link.departed(0) == Approx(30.0 * 1448.0));
  connections.advance(10.4);
  CHECK(link.departed(0) == Approx(150.0 * 1448.0));
  connections.advance(10.5);
  CHECK(link.departed(0) == Approx(150.0 * 1448.0 + rate * 0.1));
}
