// The sparse engine against the dense one, closed forms of rare and slow events, and the two ways
// to a sum over the ticks: to the end, or by the geometric series.
#include "models/theory/sparse_markov.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <compare>
#include <string>
#include <vector>

#include "models/theory/markov.hpp"
#include "models/theory/queueing.hpp"
#include "models/theory/state_space.hpp"
#include "tests/unit/printed.hpp"

using namespace firedrill;

namespace {

// `machines` that fail every 500 h, and repairers who take 4 h each.
StateSpace<int> repair_shop(int machines, int repairers) {
  return explore(0, [=](int down) -> Moves<int> {
    return {{down + 1, (machines - down) / 500.0}, {down - 1, std::min(down, repairers) / 4.0}};
  });
}

// The same chain for the dense engine.
MarkovChain dense(const SparseMarkovChain& chain) {
  std::vector<std::string> names;
  std::vector<Transition> transitions;
  for (Eigen::Index from = 0; from < chain.size(); ++from) {
    names.push_back(std::to_string(from));
    for (RateMatrix::InnerIterator entry{chain.rates(), from}; entry; ++entry) {
      transitions.push_back({names.back(), std::to_string(entry.col()), entry.value()});
    }
  }
  return {names, transitions};
}

// The largest relative difference of two vectors of positive numbers.
double difference(const Eigen::VectorXd& actual, const Eigen::VectorXd& expected) {
  return (actual - expected).cwiseQuotient(expected).cwiseAbs().maxCoeff();
}

// Six states in which anything can follow anything, at rates from 1e-6 to 1.
SparseMarkovChain tangle() {
  RateMatrix rates{6, 6};
  for (int from = 0; from < 6; ++from) {
    for (int to = 0; to < 6; ++to) {
      if (from != to) {
        rates.insert(from, to) = std::pow(10.0, -((5 * from + 3 * to) % 7));
      }
    }
  }
  return SparseMarkovChain{rates};
}

}  // namespace

TEST_CASE("sparse and dense engine agree in every state, also in what is rare") {
  const bool is_tangle = GENERATE(true, false);
  const SparseMarkovChain chain = is_tangle ? tangle() : repair_shop(8, 2).chain;
  const MarkovChain expected = dense(chain);
  Eigen::VectorXd start = Eigen::VectorXd::LinSpaced(chain.size(), 0.0, 1.0);
  start /= start.sum();
  for (const double t : {0.01, 1.0, 100.0, 30'000.0}) {
    INFO("t = " << t);
    CHECK(difference(chain.transient(start, t), expected.transient(start, t)) < 1e-10);
    for (Eigen::Index state = 0; state < chain.size(); ++state) {
      const Eigen::VectorXd one = Eigen::VectorXd::Unit(chain.size(), state);
      CHECK(chain.expected_reward(start, one, t) ==
            Approx(expected.expected_reward(start, one, t)).epsilon(1e-10));
      CHECK(chain.hitting_probability(start, one, t) ==
            Approx(expected.hitting_probability(start, one, t)).epsilon(1e-10));
    }
  }
  const Eigen::VectorXd last = Eigen::VectorXd::Unit(chain.size(), chain.size() - 1);
  CHECK(chain.steady_state() == expected.steady_state());
  CHECK(chain.mean_time_to(start, last) == expected.mean_time_to(start, last));
}

TEST_CASE("the sparse engine has the closed form of the machine repairman") {
  const auto repairers = GENERATE(1, 2, 300);
  const auto space = repair_shop(300, repairers);
  const Eigen::VectorXd share = space.chain.steady_state();
  const auto expected = machines_down(300, repairers, 1.0 / 500.0, 1.0 / 4.0);
  for (int down = 0; down <= 300; ++down) {
    INFO(down << " down");
    CHECK(share[down] == Approx(expected[static_cast<std::size_t>(down)]).epsilon(1e-11));
  }
}

TEST_CASE("elimination leaves what flows in and out of every state in balance") {
  const SparseMarkovChain chain = tangle();
  const Eigen::VectorXd share = chain.steady_state();
  const Eigen::VectorXd inflow = chain.rates().transpose() * share;
  const Eigen::VectorXd outflow =
      share.cwiseProduct(chain.rates() * Eigen::VectorXd::Ones(chain.size()));
  CHECK(share.sum() == Approx(1.0).epsilon(1e-15));
  CHECK(difference(inflow, outflow) < 1e-14);
}

TEST_CASE(
    "a pair of disks is lost as rarely as its closed form says, within an hour or 100 years") {
  constexpr double failure = 1e-9;  // per hour
  const auto pair = explore(2, [](int up) -> Moves<int> {
    return {{up - 1, failure * up}, {up + 1, up == 1 ? 1.0 : 0.0}};
  });
  // Once lost, it stays lost: state 0 is a target, what follows from there does not matter.
  const Eigen::VectorXd lost = pair.each([](int up) { return up == 0; });
  const double root = std::sqrt(1.0 + 6.0 * failure + failure * failure);
  const double fast = (1.0 + 3.0 * failure + root) / 2.0;
  const double slow = 2.0 * failure * failure / fast;
  for (const double t : {1.0, 1e3, 876'000.0}) {
    // fast and slow apart, the difference of two exponentials that are close to 1
    const double expected =
        (-fast * std::expm1(-slow * t) + slow * std::expm1(-fast * t)) / (fast - slow);
    INFO("t = " << t);
    CHECK(pair.chain.hitting_probability(pair.start(), lost, t) == Approx(expected).epsilon(1e-10));
  }
  CHECK(pair.chain.mean_time_to(pair.start(), lost) ==
        Approx((3.0 * failure + 1.0) / (2.0 * failure * failure)).epsilon(1e-14));
}

TEST_CASE("two states visited in turn, one of them with a leak: the closed form") {
  constexpr double leak = 1e-3;
  enum State { here, there, gone };
  const auto space = explore(here, [](State state) -> Moves<State> {
    return {{there, state == here ? 1.0 : 0.0},
            {here, state == there ? 1.0 : 0.0},
            {gone, state == there ? leak : 0.0}};
  });
  const Eigen::VectorXd is_here = space.each([](State state) { return state == here; });
  const Eigen::VectorXd is_gone = space.each([](State state) { return state == gone; });
  // x = P(here), y = P(there): x' = y - x, y' = x - (1 + leak) y, in two exponentials.
  const double sum = 2.0 + leak;
  const double fast = (sum + std::sqrt(sum * sum - 4.0 * leak)) / 2.0;
  const double slow = leak / fast;
  for (const double t : {1.0, 1'500.0, 200'000.0}) {
    const double slow_part = (1.0 + leak - slow) / (fast - slow) * std::exp(-slow * t);
    const double fast_part = (1.0 + leak - fast) / (fast - slow) * std::exp(-fast * t);
    const double x = slow_part - fast_part;
    const double y = (1.0 - slow) * slow_part - (1.0 - fast) * fast_part;
    INFO("t = " << t);
    CHECK(space.chain.transient(space.start(), t).dot(is_here) == Approx(x).epsilon(1e-10));
    CHECK(space.chain.hitting_probability(space.start(), is_gone, t) ==
          Approx(1.0 - x - y).epsilon(1e-10));
  }
  CHECK(space.chain.mean_time_to(space.start(), is_gone) ==
        Approx(2.0 / leak + 1.0).epsilon(1e-14));
}

TEST_CASE("two groups that are in balance within, but hardly between them") {
  // The proportions shift by 1e-11 in a thousand ticks; a million are to come.
  constexpr double slow = 1e-14;
  RateMatrix rates{4, 4};
  rates.insert(0, 1) = 1.0;
  rates.insert(1, 0) = 0.7;
  rates.insert(2, 3) = 0.5;
  rates.insert(3, 2) = 1.0;
  rates.insert(0, 2) = slow;
  rates.insert(3, 1) = 3.0 * slow;
  const SparseMarkovChain chain{rates};
  const Eigen::VectorXd start = Eigen::VectorXd::Constant(4, 0.25);
  const Eigen::VectorXd late = chain.transient(start, 1e6);
  CHECK(difference(late, dense(chain).transient(start, 1e6)) < 1e-10);
  CHECK(late.sum() == Approx(1.0).epsilon(1e-13));
  const Eigen::VectorXd stayed = chain.occupancy(start, 1e6);
  CHECK(
      stayed[0] ==
      Approx(dense(chain).expected_reward(start, Eigen::VectorXd::Unit(4, 0), 1e6)).epsilon(1e-10));
}

TEST_CASE("a wave that goes round a ring as fast as it is looked at") {
  // 1 + 1e-8 cos(2 pi state / count), which moves on at 1 and flattens: looked at every 1,024
  // ticks, a clock faster by 2 %, it seems to stand still.
  constexpr int count = 1'004;
  constexpr double height = 1e-8;
  constexpr double t = 1'500.0;
  const double step = 2.0 * std::acos(-1.0) / count;
  const auto ring = explore(0, [](int state) -> Moves<int> {
    return {{(state + 1) % count, 1.0}};
  });
  const auto wave = [step](double size, double phase) {
    return [=](int state) { return (1.0 + size * std::cos(step * state - phase)) / count; };
  };
  const Eigen::VectorXd expected =
      ring.each(wave(height * std::exp(-t * (1.0 - std::cos(step))), t * std::sin(step)));
  CHECK(difference(ring.chain.transient(ring.each(wave(height, 0.0)), t), expected) < 1e-10);
}

TEST_CASE("what is entered first of several targets") {
  // Two races from a: to the left at 1, to the right at 3, and by a detour that loses nothing.
  RateMatrix rates{4, 4};
  rates.insert(0, 1) = 1.0;
  rates.insert(0, 2) = 3.0;
  rates.insert(0, 3) = 5.0;
  rates.insert(3, 0) = 0.5;
  rates.insert(1, 0) = 7.0;  // out of a target: never asked
  rates.insert(2, 1) = 11.0;
  const SparseMarkovChain chain{rates};
  const Eigen::VectorXd start = Eigen::VectorXd::Unit(4, 0);
  const Eigen::VectorXd ends = Eigen::VectorXd::Unit(4, 1) + Eigen::VectorXd::Unit(4, 2);
  const Absorption ever = chain.until(start, ends);
  CHECK(ever.entered[1] == Approx(0.25).epsilon(1e-15));
  CHECK(ever.entered[2] == Approx(0.75).epsilon(1e-15));
  CHECK(ever.times[0] == Approx(1.0 / 4.0).epsilon(1e-15));
  CHECK(ever.times[3] == Approx(5.0 / 4.0 / 0.5).epsilon(1e-15));
  CHECK(ever.times[1] == 0.0);
  const Eigen::VectorXd late = chain.first_entered(start, ends, 200.0);
  CHECK(late[1] == Approx(0.25).epsilon(1e-10));
  CHECK(late[2] / late[1] == Approx(3.0).epsilon(1e-10));
  const Eigen::VectorXd soon = chain.first_entered(start, ends, 1e-6);
  CHECK(soon[1] == Approx(1e-6).epsilon(1e-5));
  // A start in a target has entered it.
  CHECK(chain.first_entered(ends / 2.0, ends, 5.0) == ends / 2.0);
  CHECK(chain.until(ends / 2.0, ends).entered == ends / 2.0);
}

TEST_CASE("what needs many failures within a short time keeps its digits") {
  // Ten failures at 1 each within 1e-6: the probability is close to 1e-60 / 10!.
  const auto space = explore(0, [](int failures) -> Moves<int> {
    return {{failures + 1, failures < 10 ? 1.0 : 0.0}};
  });
  const Eigen::VectorXd all = space.each([](int failures) { return failures == 10; });
  constexpr double t = 1e-6;
  const double expected = 1e-60 / 3'628'800.0 * (1.0 - 10.0 / 11.0 * t);
  CHECK(space.chain.transient(space.start(), t).dot(all) == Approx(expected).epsilon(1e-11));
  CHECK(space.chain.hitting_probability(space.start(), all, t) == Approx(expected).epsilon(1e-11));
}

TEST_CASE("a sparse chain without transitions stays where it is") {
  const SparseMarkovChain chain{RateMatrix{2, 2}};
  const Eigen::VectorXd first = Eigen::VectorXd::Unit(2, 0);
  CHECK(chain.transient(first, 5.0) == first);
  CHECK(chain.occupancy(first, 5.0) == 5.0 * first);
  CHECK(chain.hitting_probability(first, Eigen::VectorXd::Unit(2, 1), 5.0) == 0.0);
  CHECK(chain.transient(first, 0.0) == first);
}

TEST_CASE("eight machines and one repairer, written down by what can happen") {
  struct Pool {
    int up;
    auto operator<=>(const Pool&) const = default;
  };
  const auto space = explore(Pool{8}, [](const Pool& pool) -> Moves<Pool> {
    return {{{pool.up - 1}, pool.up / 500.0}, {{pool.up + 1}, pool.up < 8 ? 0.25 : 0.0}};
  });
  const Eigen::VectorXd two_or_more_down = space.each([](const Pool& pool) { return pool.up < 7; });
  CHECK(space.chain.steady_state().dot(two_or_more_down) == printed(0.00352431987, 11));
}

TEST_CASE("exploring finds every state once, in the order of their distance") {
  struct Grid {
    int x = 0, y = 0;
    auto operator<=>(const Grid&) const = default;
  };
  const auto space = explore(Grid{}, [](const Grid& at) -> Moves<Grid> {
    return {{{at.x + 1, at.y}, at.x < 3 ? 1.0 : 0.0},
            {{at.x, at.y + 1}, at.y < 2 ? 2.0 : 0.0},
            {{at.x + 1, at.y}, at.x < 3 ? 0.5 : 0.0},
            {at, 9.0}};
  });
  REQUIRE(space.states.size() == 12);
  CHECK(space.states[0] == Grid{0, 0});
  CHECK(space.states[11] == Grid{3, 2});
  CHECK(space.chain.rates().coeff(0, 1) == 1.5);  // two ways to the same state
  CHECK(space.chain.rates().coeff(0, 2) == 2.0);
  CHECK(space.chain.rates().nonZeros() == 3 * 3 + 4 * 2);  // none to the state itself
  CHECK(space.start() == Eigen::VectorXd::Unit(12, 0));
  CHECK(space.each([](const Grid& at) { return at.x == 3; }).sum() == 3.0);
  CHECK(space.each([](const Grid& at) { return at.x * 10; })[11] == 30.0);
}
