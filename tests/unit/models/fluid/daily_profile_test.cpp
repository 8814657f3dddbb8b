// The day of a stream against hand calculations, and what holds for every profile.
#include "models/fluid/daily_profile.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "models/fluid/shared_link.hpp"

using namespace firedrill;

namespace {

constexpr double hour = 3600.0;
constexpr double day = 24.0 * hour;
// 0.4 by night, 1.6 from eight, 0.8 from eighteen.
const DailyProfile office{{{0.0, 0.4}, {8.0 * hour, 1.6}, {18.0 * hour, 0.8}}};

DailyProfile random_profile(std::mt19937& luck) {
  DailyProfile profile;
  const int parts = std::uniform_int_distribution<int>{1, 6}(luck);
  double from = 0.0;
  for (int part = 0; part < parts; ++part) {
    from += std::uniform_real_distribution<double>{60.0, 3.9 * hour}(luck);
    profile.parts.push_back({from, std::uniform_real_distribution<double>{0.0, 3.0}(luck)});
  }
  return profile;
}

// What is written in `seconds` at a rate of one.
double written(const DailyProfile& profile, double time_of_day, double seconds) {
  const auto steps = steps_of(profile, time_of_day, seconds);
  double sum = 0.0;
  for (std::size_t step = 0; step < steps.size(); ++step) {
    const double until = step + 1 < steps.size() ? steps[step + 1].time : seconds;
    sum += steps[step].share * (until - steps[step].time);
  }
  return sum;
}

}  // namespace

TEST_CASE("the share of a day as written, over midnight too") {
  CHECK(share_at(office, 0.0) == 0.4);
  CHECK(share_at(office, 8.0 * hour) == 1.6);
  CHECK(share_at(office, 23.9 * hour) == 0.8);
  CHECK(mean_share(office) == Approx((8 * 0.4 + 10 * 1.6 + 6 * 0.8) / 24.0));
  CHECK(most_share(office) == 1.6);
  const DailyProfile late{{{6.0 * hour, 2.0}, {22.0 * hour, 0.5}}};
  CHECK(share_at(late, 3.0 * hour) == 0.5);  // since 22:00 of the day before
  CHECK(mean_share(late) == Approx((16 * 2.0 + 8 * 0.5) / 24.0));
}

TEST_CASE("a stream without a profile is written evenly") {
  CHECK(share_at({}, 5.0) == 1.0);
  CHECK(mean_share({}) == 1.0);
  CHECK(most_share({}) == 1.0);
  CHECK(steps_of({}, 5.0, 1e6).size() == 1);
}

TEST_CASE("steps begin at the time of day they are asked for") {
  const auto steps = steps_of(office, 17.0 * hour, 10.0 * hour);
  REQUIRE(steps.size() == 3);
  CHECK(steps[0].share == 1.6);
  CHECK(steps[1].time == Approx(hour));
  CHECK(steps[1].share == 0.8);
  CHECK(steps[2].time == Approx(7.0 * hour));
  CHECK(steps[2].share == 0.4);
}

TEST_CASE("whole days write the mean, wherever they begin; parts add up to the whole") {
  for (unsigned seed = 0; seed < 300; ++seed) {
    INFO("seed " << seed);
    std::mt19937 luck{seed};
    const DailyProfile profile = random_profile(luck);
    const double begin = std::uniform_real_distribution<double>{0.0, day}(luck);
    CHECK(written(profile, begin, 3.0 * day) == Approx(3.0 * day * mean_share(profile)));
    const double first = std::uniform_real_distribution<double>{0.0, day}(luck);
    const double second = std::uniform_real_distribution<double>{0.0, day}(luck);
    const double then = begin + first < day ? begin + first : begin + first - day;
    CHECK(written(profile, begin, first) + written(profile, then, second) ==
          Approx(written(profile, begin, first + second)));
    for (const ShareStep& step : steps_of(profile, begin, 2.0 * day)) {
      CHECK(step.share <= most_share(profile));
    }
  }
}

TEST_CASE("a link too narrow by day falls behind and catches up by night, as by hand") {
  // 10 MB/s in the mean of the profile's 1: by day 16 MB/s, to a link of 12. From eight to eighteen
  // 4 MB/s wait, 144 GB in all; then 8 MB/s are written and 4 caught up: ten hours, until four.
  SharedLink link{{LinkClass{}}, Rate{12e6}};
  for (const ShareStep& step : steps_of(office, 0.0, 2.0 * day)) {
    link.advance(step.time);
    link.write(0, Rate{10e6 * step.share});
  }
  link.advance(2.0 * day);
  const auto lags = lag_curve(link.curve(0), 0.0);
  CHECK(lag_at(lags, 7.99 * hour) == 0.0);
  // At eighteen 12 MB/s have crossed for ten hours of what was written at 16: it is 2.5 h old.
  CHECK(lag_at(lags, 18.0 * hour) == Approx(2.5 * hour).margin(1e-3));
  // The last of the day's 576 GB crosses after 48,000 s, at 21:20, when it is 3 h 20 min old.
  CHECK(peak_lag(lags, 0.0, day) == Approx(12'000.0).margin(1e-3));
  // After midnight only 4 MB/s are written: 144 - 6 * 14.4 GB are left then, and go at 8 MB/s.
  const double caught_up = (144e9 - 6.0 * hour * 4e6) / 8e6;
  CHECK(lag_at(lags, day + caught_up + 1.0) == 0.0);
  CHECK(lag_at(lags, day + caught_up - 60.0) > 0.0);
  // The second day is as the first.
  CHECK(lag_at(lags, day + 18.0 * hour) == Approx(2.5 * hour).margin(1e-3));
}
