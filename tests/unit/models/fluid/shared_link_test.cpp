// Shared links against hand calculations: who gets what, how old the oldest byte is, cut and heal.
#include "models/fluid/shared_link.hpp"

#include <catch2/catch.hpp>

using namespace firedrill;

namespace {

constexpr double millisecond = 1e-3;

SharedLink one_stream(double capacity) { return SharedLink{{LinkClass{}}, Rate{capacity}}; }

}  // namespace

TEST_CASE("a link that is cut and healed lags as by hand, to the millisecond") {
  // 20 MB/s are written to a link of 50 MB/s, which is cut from 100 s to 160 s. By hand: the lag is
  // t - 100 until 160, then the 1.2 GB that wait are served at 50 and a second of writing in 0.4 s:
  // 60 - (t - 160) (50/20 - 1), gone after 40 s.
  SharedLink link = one_stream(50e6);
  link.write(0, Rate{20e6});
  link.advance(100.0);
  link.set_capacity(Rate{0.0});
  link.advance(160.0);
  CHECK(link.backlog(0) == Approx(1.2e9));
  link.set_capacity(Rate{50e6});
  link.advance(300.0);
  const auto lags = lag_curve(link.curve(0), 0.0);
  for (double time = 0.0; time < 300.0; time += 0.37) {
    double by_hand = 0.0;
    if (time > 100.0 && time <= 160.0) {
      by_hand = time - 100.0;
    } else if (time > 160.0 && time < 200.0) {
      by_hand = 60.0 - (time - 160.0) * 1.5;
    }
    CAPTURE(time);
    CHECK(lag_at(lags, time) == Approx(by_hand).margin(millisecond));
  }
  CHECK(peak_lag(lags, 0.0, 300.0) == Approx(60.0).margin(millisecond));
  // Two triangles: 60 s high, 60 s and 40 s long.
  CHECK(mean_lag(lags, 0.0, 300.0) == Approx((1800.0 + 1200.0) / 300.0));
}

TEST_CASE("a latency shifts the curve and adds itself") {
  SharedLink link = one_stream(50e6);
  link.write(0, Rate{20e6});
  link.advance(100.0);
  link.set_capacity(Rate{0.0});
  link.advance(160.0);
  link.set_capacity(Rate{50e6});
  link.advance(300.0);
  const auto lags = lag_curve(link.curve(0), 0.05);
  CHECK(lag_at(lags, 50.0) == Approx(0.05));
  CHECK(lag_at(lags, 130.05) == Approx(30.05).margin(millisecond));
  CHECK(lag_at(lags, 180.05) == Approx(30.05).margin(millisecond));
}

TEST_CASE("a checkpoint ages as a whole until its last byte is across") {
  SharedLink link = one_stream(100.0);
  link.advance(10.0);
  link.arrive(0, 1000.0);
  link.advance(15.0);
  CHECK(link.age(0) == Approx(5.0));
  link.advance(30.0);
  CHECK(link.age(0) == 0.0);
  const auto lags = lag_curve(link.curve(0), 0.0);
  CHECK(lag_at(lags, 5.0) == 0.0);
  CHECK(lag_at(lags, 19.999) == Approx(9.999));
  CHECK(lag_at(lags, 20.001) == 0.0);
  CHECK(mean_lag(lags, 10.0, 30.0) == Approx(2.5));
}

TEST_CASE("a second checkpoint is only as old as it is when the first is across") {
  SharedLink link = one_stream(100.0);
  link.arrive(0, 1000.0);
  link.advance(6.0);
  link.arrive(0, 1000.0);
  link.advance(25.0);
  const auto lags = lag_curve(link.curve(0), 0.0);
  CHECK(lag_at(lags, 9.999) == Approx(9.999));
  CHECK(lag_at(lags, 10.001) == Approx(4.001));
  CHECK(lag_at(lags, 19.999) == Approx(13.999));
  CHECK(peak_lag(lags, 0.0, 25.0) == Approx(14.0));
}

TEST_CASE("equal priorities share by weight, and who wants less leaves the rest to others") {
  SharedLink link{{{.weight = 1.0}, {.weight = 3.0}, {.weight = 4.0}}, Rate{80.0}};
  link.arrive(0, 1e6);
  link.arrive(1, 1e6);
  link.write(2, Rate{8.0});  // of its 40: 32 are left for 1 and 3
  link.advance(10.0);
  CHECK(link.departed(0) == Approx(180.0));
  CHECK(link.departed(1) == Approx(540.0));
  CHECK(link.departed(2) == Approx(80.0));
}

TEST_CASE("a log goes before objects, and those before checkpoints") {
  SharedLink link{{{.priority = 0}, {.priority = 1}, {.priority = 2}}, Rate{100.0}};
  link.write(0, Rate{30.0});
  link.write(1, Rate{50.0});
  link.arrive(2, 400.0);
  link.advance(10.0);
  CHECK(link.backlog(0) == 0.0);
  CHECK(link.backlog(1) == 0.0);
  CHECK(link.backlog(2) == Approx(200.0));  // 20 are left for it
  link.write(0, Rate{90.0});                // 10 are left for objects, nothing for checkpoints
  link.advance(20.0);
  CHECK(link.backlog(1) == Approx(400.0));
  CHECK(link.backlog(2) == Approx(200.0));
}

TEST_CASE("two queues of one service share its quota") {
  SharedLink link{{{.priority = 0, .group = 7, .group_limit = 60.0},
                   {.priority = 1, .group = 7, .group_limit = 60.0}},
                  Rate{1000.0}};
  link.arrive(0, 300.0);
  link.arrive(1, 300.0);
  link.advance(5.0);
  CHECK(link.backlog(0) == Approx(0.0).margin(1e-6));
  CHECK(link.backlog(1) == Approx(300.0));
  link.advance(10.0);
  CHECK(link.backlog(1) == Approx(0.0).margin(1e-6));
}

TEST_CASE("the room for a log is used up while its link is cut") {
  // 5 MB/s into 200 GB: 40,000 s.
  SharedLink link = one_stream(50e6);
  link.write(0, Rate{5e6});
  link.advance(1000.0);
  link.set_capacity(Rate{0.0});
  link.advance(60'000.0);
  REQUIRE(link.first_backlog_of(0, 200e9));
  CHECK(*link.first_backlog_of(0, 200e9) == Approx(41'000.0));
  CHECK_FALSE(link.first_backlog_of(0, 500e9));
}

TEST_CASE("a limit of its own holds a stream back on a wide link") {
  SharedLink link{{{.limit = 10.0}}, Rate{1000.0}};
  link.arrive(0, 100.0);
  link.advance(5.0);
  CHECK(link.backlog(0) == Approx(50.0));
  link.set_limit(0, Rate{25.0});
  link.advance(7.0);
  CHECK(link.backlog(0) == Approx(0.0).margin(1e-6));
  link.reset(Rate{1.0});
  CHECK(link.now() == 0.0);
  CHECK(link.arrived(0) == 0.0);
}

TEST_CASE("since when nothing waits and nothing was written") {
  SharedLink link{{LinkClass{}}, Rate{10.0}};
  link.advance(2.0);
  CHECK(link.idle_since(0) == 0.0);
  link.arrive(0, 30.0);  // crosses in 3 s
  CHECK_FALSE(link.idle_since(0));
  link.advance(4.0);
  CHECK_FALSE(link.idle_since(0));
  link.advance(7.0);
  REQUIRE(link.idle_since(0));
  CHECK(*link.idle_since(0) == Approx(5.0));
}
