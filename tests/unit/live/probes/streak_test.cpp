// An outage read off probes: thousands of random recordings, against the definition written out
// over every pair of results.
#include "live/probes/streak.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace firedrill;

namespace {

ProbeResult at(int intended, bool succeeded, int answered = -1) {
  ProbeResult result;
  result.intended = Duration{intended};
  result.sent = result.intended;
  result.answered = Duration{answered < 0 ? intended + 1 : answered};
  result.status = succeeded ? ProbeStatus::succeeded : ProbeStatus::failed;
  return result;
}

// The definition, word for word.
StreakReport by_definition(const std::vector<ProbeResult>& results, const StreakRule& rule) {
  StreakReport report;
  std::size_t impact = 0;
  while (impact < results.size() &&
         (results[impact].succeeded() || results[impact].intended < rule.from)) {
    ++impact;
  }
  if (impact == results.size()) {
    return report;
  }
  report.impact = results[impact].intended;
  for (std::size_t first = impact; first < results.size(); ++first) {
    if (!results[first].succeeded()) {
      ++report.goodput_lost;
      continue;
    }
    const Duration end = results[first].intended + rule.sustained;
    int all = 0, good = 0;
    Duration last{};
    for (std::size_t other = first; other < results.size(); ++other) {
      if (results[other].intended <= end) {
        ++all;
        good += results[other].succeeded() ? 1 : 0;
        last = results[other].answered;
      }
    }
    const bool is_complete = std::any_of(results.begin(), results.end(),
                                         [&](const auto& other) { return other.intended >= end; });
    if (is_complete && static_cast<double>(good) >= rule.share * all) {
      report.first_success = results[first].answered;
      report.stable = std::max(last, results[first].answered);
      return report;
    }
  }
  return report;
}

}  // namespace

TEST_CASE("an outage is read off as it is defined, whatever the recording") {
  int outages = 0, recoveries = 0, flaps = 0;
  for (unsigned seed = 0; seed < 20'000; ++seed) {
    std::mt19937 random{seed};
    const auto upto = [&](int most) { return std::uniform_int_distribution{0, most}(random); };
    std::vector<ProbeResult> results;
    int now = 0;
    int good_share = 95;
    for (int count = upto(80); count > 0; --count) {
      now += seed % 3 == 0 ? 10 : 1 + upto(15);  // on a grid, or not
      if (upto(9) == 0) {
        good_share = std::array{5, 50, 95, 100}[static_cast<std::size_t>(upto(3))];
      }
      results.push_back(at(now, upto(99) < good_share, now + upto(12)));
    }
    const StreakRule rule{.from = Duration{upto(200)},
                          .sustained = Duration{upto(4) == 0 ? 0 : upto(120)},
                          .share = std::array{1.0, 0.9, 0.75}[static_cast<std::size_t>(upto(2))]};
    const StreakReport expected = by_definition(results, rule);
    const StreakReport found = read_streak(results, rule);
    INFO("recording " << seed);
    REQUIRE(found.impact == expected.impact);
    REQUIRE(found.first_success == expected.first_success);
    REQUIRE(found.stable == expected.stable);
    REQUIRE(found.goodput_lost == expected.goodput_lost);
    outages += found.impact ? 1 : 0;
    recoveries += found.first_success ? 1 : 0;
    flaps += found.first_success && found.goodput_lost > 3 ? 1 : 0;
  }
  CHECK(outages > 5'000);
  CHECK(recoveries > 1'000);
  CHECK(recoveries < outages);
  CHECK(flaps > 500);
}

TEST_CASE("an outage begins when the first failed probe was meant, and ends with an answer") {
  const std::vector<ProbeResult> results{
      at(0, true),   at(10, true),     at(20, false), at(30, false), at(40, true),
      at(50, false), at(60, true, 69), at(70, true),  at(80, true),  at(90, true)};
  const StreakReport report =
      read_streak(results, {.from = Duration{15}, .sustained = Duration{20}});
  CHECK(report.impact == Duration{20});
  CHECK(report.first_success == Duration{69});
  CHECK(report.stable == Duration{81});
  CHECK(report.unavailable() == Duration{49});
  CHECK(report.goodput_lost == 3);
}

TEST_CASE("what fails before the fault is no outage of it") {
  const std::vector<ProbeResult> results{at(0, false), at(10, true), at(20, true)};
  CHECK_FALSE(read_streak(results, {.from = Duration{5}}).impact);
  CHECK(read_streak(results, {.from = Duration{5}}).unavailable() == Duration::zero());
  CHECK(read_streak(results, {}).impact == Duration::zero());
}

TEST_CASE("a streak that has not lasted yet is no recovery") {
  const std::vector<ProbeResult> results{at(0, false), at(10, true), at(20, true)};
  CHECK(read_streak(results, {.sustained = Duration{10}}).first_success == Duration{11});
  const StreakReport open = read_streak(results, {.sustained = Duration{11}});
  CHECK_FALSE(open.first_success);
  CHECK(open.unavailable() == never);
}
