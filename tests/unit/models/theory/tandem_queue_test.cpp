// Two queues in a row, both of capacity c: customers arrive at 4c; the first server takes one phase
// at 2 and, with probability 0.1, a second one at 2 (a Coxian law); the other server serves at 4. A
// customer who finds the second queue full stays with the first server.
// Source: Hermanns, Meyer-Kayser, Siegle, "Multi terminal binary decision diagrams to represent and
// analyse continuous time Markov chains" (NSMC 1999); values of the Quantitative Verification
// Benchmark Set (2019), c = 15.
#include <catch2/catch.hpp>
#include <compare>

#include "models/theory/state_space.hpp"
#include "tests/unit/printed.hpp"

using namespace firedrill;

namespace {

constexpr int capacity = 15;

struct Network {
  int first = 0, second = 0;  // customers in each queue
  int phase = 1;              // of the first server

  auto operator<=>(const Network&) const = default;
};

Moves<Network> moves_of(const Network& now) {
  const bool is_serving = now.first > 0;
  const bool can_pass_on = is_serving && now.second < capacity;
  const bool is_first_phase = now.phase == 1;
  return {
      {{now.first + 1, now.second, now.phase}, now.first < capacity ? 4.0 * capacity : 0.0},
      {{now.first, now.second, 2}, is_serving && is_first_phase ? 0.1 * 2.0 : 0.0},
      {{now.first - 1, now.second + 1, 1}, can_pass_on ? (is_first_phase ? 0.9 * 2.0 : 2.0) : 0.0},
      {{now.first, now.second - 1, now.phase}, now.second > 0 ? 4.0 : 0.0}};
}

}  // namespace

TEST_CASE("the tandem queue has the published states, probabilities to fill up and customers") {
  const auto space = explore(Network{}, moves_of);
  REQUIRE(space.chain.size() == 496);
  const Eigen::VectorXd start = space.start();
  const Eigen::VectorXd is_first_full =
      space.each([](const Network& now) { return now.first == capacity; });
  const Eigen::VectorXd is_network_full = space.each([](const Network& now) {
    return now.first == capacity && now.second == capacity && now.phase == 2;
  });
  const Eigen::VectorXd customers =
      space.each([](const Network& now) { return now.first + now.second; });
  CHECK(space.chain.hitting_probability(start, is_first_full, 0.2) == to_ten_digits(0.2060312414));
  CHECK(space.chain.hitting_probability(start, is_network_full, 1'000.0) ==
        to_ten_digits(6.749333657e-4));
  CHECK(space.chain.transient(start, 0.2).dot(customers) == to_ten_digits(11.55612449));
  // In the long run, in exact arithmetic.
  CHECK(space.chain.steady_state().dot(customers) == Approx(15.79859292716976).epsilon(1e-13));
}
