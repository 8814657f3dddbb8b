// The calendar against the standard library's heap, ties included.
#include "sim/calendar.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <queue>
#include <tuple>

#include "models/chance/random.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

TEST_CASE("entries come out by time, equal times first-in first-out") {
  Calendar<int> calendar;
  calendar.add(3s, 1);
  calendar.add(1s, 2);
  calendar.add(3s, 3);
  calendar.add(1s, 4);
  std::vector<int> order;
  Duration time{};
  while (const int* payload = calendar.pop(time)) {
    order.push_back(*payload);
  }
  CHECK(order == std::vector{2, 4, 1, 3});
  CHECK(time == 3s);
}

TEST_CASE("what never happens comes last, first-in first-out too") {
  Calendar<int> calendar;
  calendar.add(never, 1);
  calendar.add(never, 2);
  calendar.add(never - 1ns, 3);
  calendar.add(0s, 4);
  std::vector<int> order;
  Duration time{};
  while (const int* payload = calendar.pop(time)) {
    order.push_back(*payload);
  }
  CHECK(order == std::vector{4, 3, 1, 2});
  CHECK(time == never);
}

namespace {

// The standard library's heap with first-in first-out ties: what a calendar must agree with.
using Entry = std::tuple<std::int64_t, std::uint64_t, std::uint64_t>;  // time, order, payload

}  // namespace

TEST_CASE("the calendar agrees with a standard priority queue over random holds") {
  const auto spread = GENERATE(1, 5, 1'000'000);  // how many distinct increments: 1 is all ties
  const auto pending = GENERATE(1U, 7U, 15U, 16U, 40U, 300U, 5'000U);
  Draws draws{StreamKey{1, "calendar"}, static_cast<std::uint64_t>(spread)};
  Calendar<std::uint64_t> calendar;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> expected;
  std::uint64_t order = 0;
  const auto add_both = [&](std::int64_t now) {
    const auto increment = static_cast<std::int64_t>(draws.uniform() * spread);
    calendar.add(Duration{now + increment}, order);
    expected.emplace(now + increment, order, order);
    ++order;
  };
  for (unsigned index = 0; index < pending; ++index) {
    add_both(0);
  }
  for (int hold = 0; hold < 5'000; ++hold) {
    Duration time{};
    const std::uint64_t* payload = calendar.pop(time);
    REQUIRE(payload != nullptr);
    REQUIRE(std::pair{time.count(), *payload} ==
            std::pair{std::get<0>(expected.top()), std::get<2>(expected.top())});
    expected.pop();
    add_both(time.count());
  }
  CHECK(calendar.size() == pending);
  calendar.clear();
  CHECK(calendar.size() == 0);
}

TEST_CASE("the calendar agrees with a standard priority queue while it grows and shrinks") {
  const auto seed = GENERATE(range(0, 40));
  Draws draws{StreamKey{2, "calendar"}, static_cast<std::uint64_t>(seed)};
  Calendar<std::uint64_t> calendar;
  std::uint64_t order = 0;
  for (int life = 0; life < 3; ++life) {  // cleared in between, with what it holds then
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> expected;
    std::int64_t now = 0;
    double growth = 0.5;
    for (int action = 0; action < 4'000; ++action) {
      if (action % 500 == 0) {
        growth = draws.uniform();  // from nearly empty to thousands
      }
      if (draws.uniform() < growth) {
        // From nanoseconds to years, at this very instant, and never.
        const double kind = draws.uniform();
        const auto delay = static_cast<std::int64_t>(std::exp2(draws.uniform() * 55.0));
        const std::int64_t time = kind < 0.1    ? now
                                  : kind < 0.15 ? never.count()
                                  : kind < 0.4  ? now + (std::int64_t{1} << 20)
                                                : now + delay;
        calendar.add(Duration{std::max(time, now)}, order);
        expected.emplace(std::max(time, now), order, order);
        ++order;
        continue;
      }
      Duration time{};
      const std::uint64_t* payload = calendar.pop(time);
      REQUIRE((payload == nullptr) == expected.empty());
      if (payload == nullptr) {
        continue;
      }
      REQUIRE(std::pair{time.count(), *payload} ==
              std::pair{std::get<0>(expected.top()), std::get<2>(expected.top())});
      expected.pop();
      if (time == never) {
        break;  // nothing comes after that
      }
      now = time.count();
      REQUIRE(calendar.size() == expected.size());
    }
    calendar.clear();
    CHECK(calendar.size() == 0);
  }
}
