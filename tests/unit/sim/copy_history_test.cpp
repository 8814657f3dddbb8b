// The copies of a kind of data: when they start, which fail, what a broken chain costs, against the
// closed forms of a renewal at a fixed interval.
#include "sim/copy_history.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <vector>

#include "models/chance/estimate.hpp"
#include "tests/unit/sim/estimate_check.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

PeriodicCopy daily() {
  PeriodicCopy policy;
  policy.mechanism = "snapshot";
  policy.interval = 24h;
  return policy;
}

// The mean and its error of `figure` over many replications of a history of `policy`.
template <class Figure>
MeanEstimate over_replications(const PeriodicCopy& policy, const Figure& figure) {
  CopyHistory history{policy, StreamKey{7, "copies/test"}};
  std::vector<double> values;
  for (std::uint64_t replication = 0; replication < 20'000; ++replication) {
    history.begin(replication);
    values.push_back(figure(history));
  }
  return estimate_mean(values, 0.95);
}

}  // namespace

TEST_CASE("copies start at a fixed interval, at a random time of it, back into the past") {
  const PeriodicCopy policy = daily();
  CopyHistory history{policy, StreamKey{7, "copies/test"}};
  history.begin(3);
  const std::int64_t newest = history.newest_before(100h);
  CHECK(history.copy(newest).started <= Duration{100h});
  CHECK(history.copy(newest + 1).started > Duration{100h});
  const std::int64_t old = history.newest_before(-1000h);
  CHECK(history.copy(old).started <= Duration{-1000h});
  CHECK(history.copy(old + 1).started - history.copy(old).started == Duration{24h});
  CHECK(history.copy(old + 1).started > Duration{-1000h});
  // The age of the newest is uniform over the interval: mean 12 h.
  check_mean(over_replications(policy,
                               [](const CopyHistory& one) {
                                 const auto number = one.newest_before(1h);
                                 return to_seconds(Duration{1h} - one.copy(number).started) /
                                        3600.0;
                               }),
             12.0);
}

TEST_CASE("asking about one copy changes nothing for another, and asking again nothing at all") {
  PeriodicCopy policy = daily();
  policy.failure_probability = 0.5;
  policy.length = Distribution{Exponential{600.0}};
  CopyHistory history{policy, StreamKey{7, "copies/test"}};
  history.begin(1);
  const DataCopy tenth = history.copy(-10);
  history.begin(1);
  static_cast<void>(history.copy(-3));
  const DataCopy again = history.copy(-10);
  CHECK(again.complete == tenth.complete);
  CHECK(again.has_failed == tenth.has_failed);
  history.begin(2);
  CHECK(history.copy(-10).complete != tenth.complete);
}

TEST_CASE("failures come as often as the plan says") {
  PeriodicCopy policy = daily();
  policy.failure_probability = 0.1;
  policy.silent_failure = 0.2;
  check_mean(
      over_replications(policy,
                        [](const CopyHistory& one) { return one.copy(-5).has_failed ? 1.0 : 0.0; }),
      0.1);
  check_mean(
      over_replications(
          policy, [](const CopyHistory& one) { return one.copy(-5).is_readable ? 0.0 : 1.0; }),
      0.2);
}

TEST_CASE("a link that failed spoils what follows until the next full copy") {
  PeriodicCopy policy = daily();
  policy.full_every = 7 * 24h;
  policy.failure_probability = 0.1;
  policy.silent_failure = 0.05;
  // Any link of the seven with the same probability: link k needs itself readable and k sound ones.
  double expected = 0.0;
  for (int link = 0; link < 7; ++link) {
    expected += std::pow(0.9 * 0.95, link) * 0.95 / 7.0;
  }
  const auto is_readable = [](std::int64_t number) {
    return [number](const CopyHistory& one) { return one.copy(number).is_readable ? 1.0 : 0.0; };
  };
  check_mean(over_replications(policy, is_readable(-70)), expected);
  check_mean(over_replications(policy, is_readable(0)), expected);
}

TEST_CASE("a copy rests on the full one at the beginning of its chain") {
  PeriodicCopy policy = daily();
  policy.full_every = 7 * 24h;
  CopyHistory history{policy, StreamKey{7, "copies/test"}};
  history.begin(5);
  std::int64_t full = 0;
  while (history.copy(full).base_started != history.copy(full).started) {
    --full;
  }
  for (int link = 0; link < 7; ++link) {
    CHECK(history.copy(full + link).base_started == history.copy(full).started);
  }
  CHECK(history.copy(full + 7).base_started == history.copy(full + 7).started);
  // Where in its chain copy 0 stands varies: the mean of seven equally likely links is three.
  check_mean(over_replications(policy,
                               [](const CopyHistory& one) {
                                 const DataCopy copy = one.copy(0);
                                 return to_seconds(copy.started - copy.base_started) / 86'400.0;
                               }),
             3.0);
}
