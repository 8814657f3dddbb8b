// Rare events whose probabilities are known, and that estimates are right on average however they
// are made.
#include <catch2/catch.hpp>
#include <ctime>
#include <vector>

#include "models/chance/estimate.hpp"
#include "sim/process_walker.hpp"
#include "tests/unit/sim/queue_processes.hpp"

using namespace firedrill;

namespace {

struct Trial {
  MeanEstimate estimate;
  double cpu_seconds = 0.0;
};

// Independent estimates with levels from a pilot.
template <class Process>
Trial estimate(const Process& process, LevelChoice choice, std::uint64_t repetitions,
               std::uint64_t seed) {
  const std::clock_t begin = std::clock();
  ProcessWalker walker{process, StreamKey{seed, "splitting"}};
  Splitter splitter{walker};
  const std::vector<SplittingLevel> levels = splitter.choose_levels(choice);
  REQUIRE_FALSE(levels.empty());
  std::vector<double> values;
  for (std::uint64_t repetition = 0; repetition < repetitions; ++repetition) {
    values.push_back(splitter.fixed_effort(levels, repetition));
  }
  return {estimate_mean(values, 0.95), static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC};
}

void check_hit(const Trial& trial, double exact, double within) {
  INFO(trial.estimate.mean << " +- " << trial.estimate.standard_error << ", " << exact << ", CPU "
                           << trial.cpu_seconds << " s");
  // 99.9 % of seeds.
  CHECK(std::abs(trial.estimate.mean - exact) < 3.3 * trial.estimate.standard_error);
  CHECK(1.96 * trial.estimate.standard_error < within * exact);
}

}  // namespace

TEST_CASE("the tandem queue's second queue fills, down to one in a billion") {
  check_hit(estimate(TandemQueue{8}, {.goal = 8.0}, 60, 1), 5.602363637e-6, 0.1);
  check_hit(estimate(TandemQueue{10}, {.goal = 10.0}, 60, 2), 3.147277622e-7, 0.1);
  check_hit(estimate(TandemQueue{12}, {.goal = 12.0}, 80, 3), 1.860150984e-8, 0.1);
  const Trial hardest = estimate(TandemQueue{14}, {.goal = 14.0}, 80, 4);
  check_hit(hardest, 1.138931133e-9, 0.1);
  CHECK(hardest.cpu_seconds < 3.0);  // optimised and alone it takes a tenth of a second
}

TEST_CASE("the queue with breakdowns of Kroese and Nicola fills") {
  LevelChoice choice{.goal = 40.0};
  check_hit(estimate(BreakdownQueue{40}, choice, 30, 1), 4.590883957e-4, 0.1);
  choice.goal = 80.0;
  check_hit(estimate(BreakdownQueue{80}, choice, 30, 1), 3.720545e-7, 0.15);
  choice.goal = 120.0;
  check_hit(estimate(BreakdownQueue{120}, choice, 40, 1), 3.016366e-10, 0.15);
}

TEST_CASE("the Jackson network fills") {
  check_hit(estimate(JacksonNetwork{}, {.goal = 30.0}, 60, 1), 1.862644893e-9, 0.15);
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
    std::vector<double> values;
    for (std::uint64_t repetition = 0; repetition < repetitions; ++repetition) {
      values.push_back(splitter.fixed_effort(levels, repetition));
    }
    const MeanEstimate mean = estimate_mean(values, 0.95);
    INFO(mean.mean << " +- " << mean.standard_error);
    CHECK(std::abs(mean.mean - exact) < 3.3 * mean.standard_error);
    CHECK(mean.standard_error < 0.12 * exact);
  }
  std::vector<double> values;
  const StreamKey key{6, "restart"};
  const std::vector<RestartLevel> levels{{3, 4}, {4, 4}, {5, 5}, {6, 5}, {7, 5}};
  for (std::uint64_t repetition = 0; repetition < repetitions; ++repetition) {
    Draws draws{key, repetition};
    values.push_back(restart(TandemQueue{8}, levels, 8.0, 200, draws));
  }
  const MeanEstimate mean = estimate_mean(values, 0.95);
  INFO(mean.mean << " +- " << mean.standard_error);
  CHECK(std::abs(mean.mean - exact) < 3.3 * mean.standard_error);
  CHECK(mean.standard_error < 0.12 * exact);
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
  CHECK(splitter.fixed_effort({{2, 50}, {5, 50}}, 0) == 0.0);
}
