// Response functions against their publications, and what follows from them.
#include "models/network/response.hpp"

#include <catch2/catch.hpp>

#include "models/network/goodput.hpp"
#include "models/network/transfer_case.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr double megabit = 125e3;  // bytes/s

NetworkPath path(Duration round_trip, double loss, double capacity, int flows = 1) {
  NetworkPath one;
  one.round_trip = round_trip;
  one.loss = loss;
  one.capacity = Rate{capacity};
  one.flows = flows;
  return one;
}

}  // namespace

TEST_CASE("the published response functions") {
  // RFC 8312 (2018), equation 6, by hand:
  // (0.4 * 3.7 / 1.2)^(1/4) (0.1 / 10^-4)^(3/4) = 1.0538 * 177.83 = 187.4 segments.
  NetworkPath one = path(100ms, 1e-4, 1e12);
  one.segment = Bytes{1000};
  CHECK(cubic_rate(one) == Approx(187.4e3 / 0.1).epsilon(1e-3));
  // Mathis: sqrt(1.5 / 10^-4) = 122.47 segments in a round trip.
  CHECK(mathis_rate(one) == Approx(122.474e3 / 0.1).epsilon(1e-5));
  // PFTK tends to Mathis where losses are rare, and falls below where timeouts cost.
  CHECK(pftk_rate(path(100ms, 1e-7, 1e12), 1s) ==
        Approx(mathis_rate(path(100ms, 1e-7, 1e12))).epsilon(0.01));
  CHECK(pftk_rate(path(100ms, 0.05, 1e12), 1s) < 0.6 * mathis_rate(path(100ms, 0.05, 1e12)));
  CHECK(window_rate(Bytes{64 << 20}, 68ms) * 8.0 == Approx(7.9e9).epsilon(0.01));
}

TEST_CASE("2.3 TB at 1 Gbit/s take 5.1 h") {
  CHECK(to_seconds(transfer_time(Bytes{2'300'000'000'000}, Rate{1000 * megabit})) / 3600.0 ==
        Approx(5.1).margin(0.02));
}

TEST_CASE("64 connections between regions carry what was measured, one does not") {
  // Skyplane (2022): 64 connections took 3.85 to 4.35 Gbit/s of 5 to 5.3 that were sent. With so
  // little loss as a backbone has, the link is what limits them.
  for (const Duration round_trip : {68'270us, 84'940us, 122'330us}) {
    const auto many = goodput(path(round_trip, 1e-6, 5000 * megabit, 64), hosts());
    CHECK(many.bytes_per_second > 3850 * megabit);
    CHECK(many.bytes_per_second < 5270 * megabit);
    const auto one = goodput(path(round_trip, 1e-6, 5000 * megabit), hosts());
    CHECK(one.bytes_per_second < 0.35 * many.bytes_per_second);
  }
}

TEST_CASE("without loss the link is the limit, with much the response function") {
  const auto free = goodput(path(62ms, 0.0, 100 * megabit), hosts());
  CHECK(free.bytes_per_second == Approx(100 * megabit * 1448.0 / 1502.0).epsilon(0.02));
  CHECK(limit_of(path(62ms, 0.0, 100 * megabit), hosts()) == GoodputLimit::link);
  CHECK(limit_of(path(62ms, 1e-3, 1000 * megabit), hosts()) == GoodputLimit::loss);
  NetworkPath bbr = path(62ms, 1e-3, 20 * megabit);
  bbr.congestion = CongestionControl::bbr;
  CHECK(goodput(bbr, hosts()).bytes_per_second > 0.85 * 20 * megabit);
}

TEST_CASE("more of everything does what it should") {
  double before = 1e18;
  for (const double loss : {1e-6, 1e-5, 1e-4, 1e-3, 1e-2}) {
    const double now = goodput(path(62ms, loss, 1000 * megabit), hosts()).bytes_per_second;
    CHECK(now < before);
    before = now;
  }
  const auto rate = [](int flows) {
    return goodput(path(62ms, 1e-3, 100 * megabit, flows), hosts()).bytes_per_second;
  };
  CHECK(rate(2) > 1.8 * rate(1));
  CHECK(rate(4) > rate(2));
  CHECK(rate(500) <= 100 * megabit);
  NetworkPath shared = path(62ms, 0.0, 100 * megabit, 2);
  const double alone = goodput(shared, hosts()).bytes_per_second;
  shared.competing_flows = 2;
  CHECK(goodput(shared, hosts()).bytes_per_second == Approx(alone / 2.0).epsilon(0.02));
  shared.competing_flows = 0;
  shared.competing_rate = Rate{40 * megabit};
  CHECK(goodput(shared, hosts()).bytes_per_second == Approx(0.6 * alone).epsilon(0.02));
}

TEST_CASE("a connection finds out by its next timeout that the link is back") {
  // 0.3, then doubling: 0.3, 0.9, 2.1, 4.5, 9.3 s after the cut.
  CHECK(resumes_at(10.0, 12.0, 0.3, 120.0) == Approx(12.1));
  CHECK(resumes_at(10.0, 12.2, 0.3, 120.0) == Approx(14.5));
  CHECK(resumes_at(10.0, 10.1, 0.3, 120.0) == Approx(10.3));
  // Beyond the longest timeout it tries every 2 s: 0.3, 0.9, 2.1, 4.1, 6.1 ...
  CHECK(resumes_at(0.0, 5.0, 0.3, 2.0) == Approx(6.1));
  CHECK(resumes_at(0.0, 1000.0, 0.3, 2.0) == Approx(1000.1));
}

TEST_CASE("a predicted cut is the hand calculation plus the timeout and the slow start") {
  TransferCase one;
  one.path = path(60ms, 0.0, 20 * megabit);
  one.traffic = LogStream{Rate{10 * megabit}, {}, {}, {}};
  one.events = {{20s, CutChange{true}}, {30s, CutChange{false}}};
  one.warm_up = 10s;
  one.length = 90s;
  const TransferPrediction predicted = predict(one, hosts());
  const double sent = resumes_at(20.0, 30.0 - 0.03, 0.26, 120.0);
  // What was on its way is lost too. 26 segments a round trip from the first acknowledgement on,
  // then 52, which is more than the 51.8 that are written.
  const double oldest = sent + 2 * 0.06 - (20.0 - 0.03) + 0.03;
  CHECK(predicted.lag_peak > oldest - 0.1);
  CHECK(predicted.lag_peak < oldest + 0.1);
  CHECK(predicted.goodput.bytes_per_second == Approx(10 * megabit).epsilon(1e-3));
  // Half of the link is left to catch up: a triangle as long as it is high, and the same again.
  const double high = predicted.lag_peak;
  CHECK(predicted.lag_mean == Approx((high * high / 2.0 + high * high / 1.86) / 90.0).epsilon(0.1));
}

TEST_CASE("a slow start doubles every round trip until the target") {
  const auto steps = slow_start(path(100ms, 0.0, 1e9), 1448.0 / 0.1 * 5.0, 1.0);
  REQUIRE(steps.size() == 4);
  CHECK(steps[2].rate == Approx(4.0 * 14480.0));
  CHECK(steps[3].time == Approx(0.3));
  CHECK(steps[3].rate == Approx(5.0 * 14480.0));
}
