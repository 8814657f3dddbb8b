// A stream's connections through a cut: their windows against acknowledgements followed one by one,
// and their return against hand calculations of its rounds and timeouts.
#include "models/network/cut_connections.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr double segment = 1448.0;
constexpr double whole_link = 1000.0 * segment;  // 100 segments in a round trip

// 100 ms, 1,000 segments a second, one connection of CUBIC.
NetworkPath path_of(double buffer) {
  NetworkPath path;
  path.round_trip = 100ms;
  path.capacity = Rate{(segment + header_bytes) * 1000.0};
  path.buffer = buffer;
  return path;
}

// The window of a connection that begins with ten segments while so many are written in a round
// trip: every acknowledgement by itself, on a link that takes 100 in a round trip and whose buffer
// holds all.
double window_by_acknowledgements(double written) {
  double window = 10.0, waiting = written, in_flight = 0.0;
  for (int round = 0; round < 20; ++round) {
    const double first = std::min(window - in_flight, waiting);
    in_flight += first;
    waiting -= first;
    const int acknowledged = static_cast<int>(in_flight);
    for (int one = 0; one < acknowledged; ++one) {
      window += window < 2.0 * in_flight ? 1.0 : 0.0;
      in_flight -= 1.0;
      waiting += written / 100.0;
      const double sent = std::min(window - in_flight, waiting);
      in_flight += sent;
      waiting -= sent;
    }
    waiting += written * std::max(0.0, 1.0 - acknowledged / 100.0);
  }
  return window;
}

double segments_a_round(const RateStep& step) { return step.rate * 0.1 / segment; }

}  // namespace

TEST_CASE("a stream's window is what its start has opened, followed by single acknowledgements") {
  for (const double written : {15.0, 27.0, 40.0, 55.0, 70.0}) {
    CAPTURE(written);
    CHECK(windows_of_stream(path_of(5.0), written * segment / 0.1, whole_link, 0.3) ==
          Approx(window_by_acknowledgements(written)).epsilon(0.1));
  }
}

TEST_CASE("a start that sends more than the buffer has room for costs a share of the window") {
  // Rounds of 10, 20, 40 and 80; 70 are written in each, so that 210 wait before the last: it would
  // send 160, of which 80 have to wait where 50 can.
  CHECK(windows_of_stream(path_of(0.5), 70.0 * segment / 0.1, whole_link, 0.3) ==
        Approx(0.7 * (80.0 + 50.0)));
}

TEST_CASE("after a cut what had arrived opens the window, and it doubles from there") {
  const auto steps = restart_after_cut(path_of(1.0), hosts(), 40.0 * segment / 0.1, whole_link);
  REQUIRE(steps.size() > 4);
  CHECK(steps[0].rate == 0.0);
  CHECK(steps[1].time == Approx(0.1));
  // Of 40 in flight half had arrived, and the one of the timeout.
  CHECK(segments_a_round(steps[1]) == Approx(21.0));
  CHECK(steps[2].time == Approx(0.2));
  CHECK(segments_a_round(steps[2]) == Approx(42.0));
  CHECK(segments_a_round(steps[3]) == Approx(84.0));
  CHECK(steps.back().rate == Approx(whole_link));
}

TEST_CASE("what is lost again waits for another timeout, and what follows it is there then") {
  // 50 a round trip and room for 45: 26 and 52 are sent again, then 104, of which 52 would wait.
  const NetworkPath path = path_of(0.45);
  const auto steps = restart_after_cut(path, packet_simulation(), 50.0 * segment / 0.1, whole_link);
  const auto missing = std::find_if(steps.begin() + 1, steps.end(),
                                    [](const RateStep& one) { return one.rate == 0.0; });
  REQUIRE(missing != steps.end());
  // Two round trips after the timeout's own, and twice the 45 that the buffer holds at 1 ms each.
  CHECK(missing->time == Approx(0.3 + 0.09));
  const auto mended = missing + 1;
  CHECK(mended->time - missing->time == Approx(0.1 + 0.2 + 2.0 * 1.45 * 0.1));
  const auto after = mended + 1;
  CHECK(after->rate == 0.0);
  // Two windows of at least 104 segments.
  CHECK(mended->rate * (after->time - mended->time) > 2.0 * 104.0 * segment);
  CHECK(steps.back().rate == Approx(whole_link));
  // A host is told by what arrives behind it.
  for (const RateStep& step : restart_after_cut(path, hosts(), 50.0 * segment / 0.1, whole_link)) {
    CHECK((step.rate > 0.0 || step.time == 0.0));
  }
}

TEST_CASE("a link that takes nothing is not returned to") {
  const auto steps = restart_after_cut(path_of(1.0), hosts(), 1e6, 0.0);
  REQUIRE(steps.size() == 1);
  CHECK(steps.front().rate == 0.0);
}
