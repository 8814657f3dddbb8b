// Rare events whose probabilities are known, by every method, and that estimates are right on
// average however they are made. What they cost: tests/bench/rare_bench.cpp.
#include <catch2/catch.hpp>
#include <vector>

#include "models/chance/estimate.hpp"
#include "sim/adaptive_splitting.hpp"
#include "sim/process_walker.hpp"
#include "sim/restart.hpp"
#include "tests/unit/sim/queue_processes.hpp"

using namespace firedrill;

namespace {

constexpr std::uint64_t arrivals = 200;

// Independent estimates with levels from a pilot.
template <class Process>
MeanEstimate estimate(const Process& process, double goal, std::uint64_t repetitions,
                      std::uint64_t seed) {
  ProcessWalker walker{process, StreamKey{seed, "splitting"}};
  Splitter splitter{walker};
  const std::vector<SplittingLevel> levels = splitter.choose_levels({.goal = goal});
  REQUIRE_FALSE(levels.empty());
  std::vector<double> values;
  for (std::uint64_t repetition = 0; repetition < repetitions; ++repetition) {
    values.push_back(splitter.fixed_effort(levels, repetition).value);
  }
  return estimate_mean(values, 0.95);
}

void check_hit(const MeanEstimate& found, double exact, double within) {
  INFO(found.mean << " +- " << found.standard_error << ", " << exact);
  // 99.9 % of seeds.
  CHECK(std::abs(found.mean - exact) < 3.3 * found.standard_error);
  CHECK(1.96 * found.standard_error < within * exact);
}

// Of `repetitions` small estimates, by whatever `once` does.
template <class Once>
MeanEstimate mean_of(std::uint64_t repetitions, const Once& once) {
  std::vector<double> values;
  for (std::uint64_t repetition = 0; repetition < repetitions; ++repetition) {
    values.push_back(once(repetition));
  }
  return estimate_mean(values, 0.95);
}

// How many steps of a cycle begin with the second queue full, by splitting up to where it first is;
// and how many there are.
MeanEstimate steps_when_full(const TandemCycle& cycle, std::uint64_t repetitions) {
  const StreamKey key{7, "full"};
  ProcessWalker walker{cycle, key};
  Splitter splitter{walker};
  const auto levels =
      splitter.choose_levels({.goal = static_cast<double>(cycle.capacity), .arrivals = arrivals});
  REQUIRE_FALSE(levels.empty());
  std::uint64_t luck = 0;
  const StreamKey after{8, "after"};
  return mean_of(repetitions, [&](std::uint64_t repetition) {
    const auto reached = splitter.fixed_effort(levels, repetition);
    double steps = 0.0;
    for (TandemCycle one : reached.ends) {
      Draws draws{after, luck++};
      for (; !one.is_empty(); one.step(draws)) {
        steps += one.second == one.capacity ? 1.0 : 0.0;
      }
    }
    return reached.ends.empty() ? 0.0
                                : reached.value * steps / static_cast<double>(reached.ends.size());
  });
}

MeanEstimate steps_of(TandemCycle cycle, std::uint64_t repetitions) {
  const StreamKey key{9, "cycle"};
  return mean_of(repetitions, [&](std::uint64_t repetition) {
    TandemCycle one = cycle;
    Draws draws{key, repetition};
    double steps = 0.0;
    for (; !one.is_empty(); one.step(draws)) {
      steps += 1.0;
    }
    return steps;
  });
}

}  // namespace

TEST_CASE("the tandem queue's second queue fills, down to one in a billion") {
  check_hit(estimate(TandemQueue{8}, 8.0, 60, 1), 5.602363637e-6, 0.1);
  check_hit(estimate(TandemQueue{10}, 10.0, 60, 2), 3.147277622e-7, 0.1);
  check_hit(estimate(TandemQueue{12}, 12.0, 80, 3), 1.860150984e-8, 0.1);
  check_hit(estimate(TandemQueue{14}, 14.0, 80, 4), 1.138931133e-9, 0.1);
}

TEST_CASE("the tandem queue in the long run: the second queue is full") {
  for (const auto& [capacity, exact] : {std::pair{8, 6.22701e-5}, std::pair{10, 7.25114e-6}}) {
    const TandemCycle cycle{capacity};
    const MeanEstimate full = steps_when_full(cycle, 30);
    const MeanEstimate all = steps_of(cycle, 10'000);
    const double share = full.mean / all.mean;
    const double error =
        share * std::hypot(full.standard_error / full.mean, all.standard_error / all.mean);
    INFO(capacity << ": " << share << " +- " << error);
    CHECK(std::abs(share - exact) < 3.3 * error);
    CHECK(1.96 * error < 0.15 * exact);
  }
}

TEST_CASE("the queue with breakdowns of Kroese and Nicola fills") {
  check_hit(estimate(BreakdownQueue{40}, 40.0, 30, 1), 4.590883957e-4, 0.1);
  check_hit(estimate(BreakdownQueue{80}, 80.0, 30, 1), 3.720545e-7, 0.15);
  check_hit(estimate(BreakdownQueue{120}, 120.0, 40, 1), 3.016366e-10, 0.15);
}

TEST_CASE("the Jackson network fills") {
  check_hit(estimate(JacksonNetwork{}, 30.0, 60, 1), 1.862644893e-9, 0.15);
}

TEST_CASE("one in a billion by RESTART and by adaptive splitting") {
  constexpr double exact = 1.138931133e-9;
  ProcessWalker walker{TandemQueue{14}, StreamKey{11, "methods"}};
  const auto levels = Splitter{walker}.choose_levels({.goal = 14.0, .arrivals = arrivals});
  REQUIRE(levels.size() > 4);
  const RestartDesign design = restart_design(levels, arrivals);
  check_hit(
      mean_of(100,
              [&](std::uint64_t repetition) { return restart(walker, design, repetition).value; }),
      exact, 0.2);
  check_hit(
      mean_of(100,
              [&](std::uint64_t repetition) {
                return adaptive_splitting(walker, {.goal = 14.0, .paths = 1'000}, repetition).value;
              }),
      exact, 0.2);
}

TEST_CASE("a thousand small estimates are right on average, whatever the levels") {
  constexpr double exact = 5.602363637e-6;
  constexpr std::uint64_t repetitions = 1'000;
  ProcessWalker walker{TandemQueue{8}, StreamKey{5, "unbiased"}};
  Splitter splitter{walker};
  // Few paths, levels unevenly spaced, some of them skipped.
  const std::vector<std::vector<SplittingLevel>> designs{
      {{3, 60}, {4, 60}, {5, 60}, {6, 60}, {7, 60}, {8, 60}},
      {{2, 30}, {5, 400}, {6, 50}, {8, 300}}};
  for (const auto& levels : designs) {
    check_hit(mean_of(repetitions,
                      [&](std::uint64_t repetition) {
                        return splitter.fixed_effort(levels, repetition).value;
                      }),
              exact, 0.23);
  }
  for (const std::vector<RestartLevel>& levels :
       {std::vector<RestartLevel>{{3, 4}, {4, 4}, {5, 5}, {6, 5}, {7, 5}},
        std::vector<RestartLevel>{{2, 2}, {5, 40}, {6, 3}}}) {
    check_hit(mean_of(repetitions,
                      [&](std::uint64_t repetition) {
                        return restart(walker, {levels, 8.0, 400}, repetition).value;
                      }),
              exact, 0.23);
  }
  // One at a time, and most of them; many are ties.
  for (const double taken : {0.01, 0.8}) {
    check_hit(mean_of(repetitions,
                      [&](std::uint64_t repetition) {
                        return adaptive_splitting(walker, {8.0, 200, taken}, repetition).value;
                      }),
              exact, 0.23);
  }
}

TEST_CASE("RESTART counts a path by where it comes to, however far it jumps at once") {
  // Two levels at a time, each with probability one half; from 4 on the event is certain.
  struct Jumper {
    int place = 0;
    bool is_done = false;
    [[nodiscard]] bool is_over() const { return is_done; }
    [[nodiscard]] double importance() const { return place; }
    void step(Draws& draws) {
      is_done = !draws.bernoulli(0.5);
      place += is_done ? 0 : 2;
    }
  };
  ProcessWalker walker{Jumper{}, StreamKey{1, "jumper"}};
  const RestartDesign design{{{1, 2}, {2, 3}, {3, 2}}, 4.0, 50};
  check_hit(
      mean_of(2'000,
              [&](std::uint64_t repetition) { return restart(walker, design, repetition).value; }),
      0.25, 0.02);
}

TEST_CASE("levels that are never reached are not made up") {
  // Nothing arrives, so the queue only empties.
  struct Emptying {
    int customers = 1;
    [[nodiscard]] bool is_over() const { return customers == 0; }
    [[nodiscard]] double importance() const { return customers; }
    void step(Draws& /*draws*/) { --customers; }
  };
  ProcessWalker walker{Emptying{}, StreamKey{1, "emptying"}};
  Splitter splitter{walker};
  CHECK(splitter.choose_levels({.goal = 5.0, .pilot = 100, .most = 1'000}).empty());
  CHECK(splitter.fixed_effort({{2, 50}, {5, 50}}, 0).value == 0.0);
  CHECK(restart(walker, {{{2, 2}}, 5.0, 50}, 0).value == 0.0);
  CHECK(adaptive_splitting(walker, {5.0, 50}, 0).value == 0.0);
}
