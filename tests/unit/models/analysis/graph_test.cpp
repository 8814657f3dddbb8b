// Flow, longest paths and cycles on graphs whose answers stand in textbooks or can be counted.
#include <catch2/catch.hpp>

#include <limits>

#include "models/analysis/graph.hpp"

using namespace firedrill;

TEST_CASE("the flow network of Cormen, Leiserson, Rivest and Stein carries 23") {
  // Introduction to Algorithms, 3rd edition (2009), figure 26.1: s, v1..v4, t are 0..5.
  const std::vector<FlowEdge> edges{{0, 1, 16}, {0, 2, 13}, {1, 3, 12}, {2, 1, 4}, {2, 4, 14},
                                    {3, 2, 9},  {3, 5, 20}, {4, 3, 7},  {4, 5, 4}};
  const Flow flow = max_flow(6, edges, 0, 5);
  CHECK(flow.value == Approx(23.0));
  // The book's minimum cut: ({s, v1, v2, v4}, {v3, t}).
  CHECK(flow.bottleneck == std::vector<std::size_t>{2, 7, 8});
}

TEST_CASE("parallel pipes add up and those without a limit never hold back") {
  constexpr double unlimited = std::numeric_limits<double>::infinity();
  const Flow flow = max_flow(3, {{0, 1, unlimited}, {1, 2, 1.5}, {1, 2, 2.25}}, 0, 2);
  CHECK(flow.value == Approx(3.75));
  CHECK(flow.bottleneck == std::vector<std::size_t>{1, 2});
  CHECK(max_flow(3, {{0, 1, 1.0}}, 0, 2).value == 0.0);
}

TEST_CASE("a task starts when the last of what it waits for has ended") {
  // 0 (3) and 1 (5) start; 2 (2) after both; 3 (1) after 0.
  const auto times = earliest_times({{3.0, {}}, {5.0, {}}, {2.0, {0, 1}}, {1.0, {0}}});
  CHECK(times[0].start == 0.0);
  CHECK_FALSE(times[0].waits_for);
  CHECK(times[2].start == 5.0);
  CHECK(times[2].end == 7.0);
  CHECK(times[2].waits_for == 1U);
  CHECK(times[3].end == 4.0);
  CHECK(times[3].waits_for == 0U);
}

TEST_CASE("what waits for a task that never ends never starts") {
  constexpr double never_ends = std::numeric_limits<double>::infinity();
  const auto times = earliest_times({{never_ends, {}}, {1.0, {0}}});
  CHECK(times[1].start == never_ends);
  CHECK(times[1].waits_for == 0U);
}

TEST_CASE("all cycles are found, each once") {
  using Cycles = std::vector<std::vector<std::uint32_t>>;
  CHECK(elementary_cycles({{1}, {2}, {}}).empty());
  CHECK(elementary_cycles({{0}}) == Cycles{{0}});
  // Two cycles through 0: 0-1 and 0-1-2.
  CHECK(elementary_cycles({{1}, {0, 2}, {0}}) == Cycles{{0, 1}, {0, 1, 2}});
  // A complete graph of 4 has 6 cycles of two, 8 of three and 6 of four nodes.
  CHECK(elementary_cycles({{1, 2, 3}, {0, 2, 3}, {0, 1, 3}, {0, 1, 2}}).size() == 20);
}
