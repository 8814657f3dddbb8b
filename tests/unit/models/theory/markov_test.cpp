// Published chains, closed forms far from one half (rare losses, stiff rates), and the same answer
// by two methods.
#include "models/theory/markov.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <unsupported/Eigen/MatrixFunctions>
#include <vector>

#include "models/theory/queueing.hpp"
#include "tests/unit/printed.hpp"

using namespace firedrill;

namespace {

constexpr double year = 8760.0;  // hours

MarkovChain two_states(double failure_rate, double repair_rate) {
  return {{"up", "down"}, {{"up", "down", failure_rate}, {"down", "up", repair_rate}}};
}

MarkovChain mirrored_pair(double failure_rate, double repair_rate) {
  return {{"both", "one", "lost"},
          {{"both", "one", 2.0 * failure_rate},
           {"one", "both", repair_rate},
           {"one", "lost", failure_rate}}};
}

// A site with a standby, per hour: 0 primary up, 1 failing over, 2 on the standby, 3 both down,
// 4 restored from backup elsewhere, 5 lost and rebuilt.
MarkovChain recovery_chain() {
  constexpr double a = 1.0 / 4380.0;
  constexpr double r = 1.0 / 72.0;
  return {{"0", "1", "2", "3", "4", "5"},
          {{"0", "1", a},
           {"1", "2", 2.0},
           {"1", "3", a},
           {"2", "0", r},
           {"2", "3", a},
           {"3", "4", 1.0 / 8.0},
           {"3", "5", a},
           {"4", "2", r},
           {"4", "5", a},
           {"5", "0", 1.0 / 168.0}}};
}

}  // namespace

TEST_CASE("two states: availability at an instant, in the long run and on average") {
  const MarkovChain chain = two_states(0.01, 0.5);
  const Eigen::VectorXd up = chain.indicator({"up"});
  CHECK(chain.transient(up, 0.0).dot(up) == 1.0);
  CHECK(chain.transient(up, 1.0).dot(up) == printed(0.992166579977, 12));
  CHECK(chain.transient(up, 10.0).dot(up) == printed(0.980511700913, 12));
  CHECK(chain.steady_state().dot(up) == printed(0.980392156863, 12));
  CHECK(chain.expected_reward(up, up, 10.0) / 10.0 == printed(0.984213391978, 12));
}

TEST_CASE("two states, from seldom to often and for short to long: the closed form") {
  const auto failure = GENERATE(1e-12, 1e-6, 1e-2, 1.0);
  const auto t = GENERATE(1e-6, 0.1, 3.0, 1e3, 1e6);
  const double repair = 2.0;
  const double sum = failure + repair;
  const MarkovChain chain = two_states(failure, repair);
  const Eigen::VectorXd up = chain.indicator({"up"});
  const Eigen::VectorXd down = chain.indicator({"down"});
  const double gone = -std::expm1(-sum * t);
  INFO("failure rate " << failure << ", t = " << t);
  CHECK(chain.transient(up, t).dot(down) == Approx(failure / sum * gone).epsilon(1e-11));
  if (sum * t > 0.1) {  // below, the closed form itself loses digits
    CHECK(chain.expected_reward(up, down, t) ==
          Approx(failure / sum * (t - gone / sum)).epsilon(1e-11));
  }
}

TEST_CASE("a mirrored pair loses data after (3 l + m) / (2 l^2)") {
  const MarkovChain pair = mirrored_pair(1e-3, 1.0);
  const Eigen::VectorXd both = pair.indicator({"both"});
  const Eigen::VectorXd lost = pair.indicator({"lost"});
  CHECK(pair.mean_time_to(both, lost) == Approx(501'500.0).epsilon(1e-12));
  CHECK(pair.transient(both, year).dot(lost) == printed(0.0173140036, 10));
  CHECK(pair.hitting_probability(both, lost, year) == printed(0.0173140036, 10));
}

TEST_CASE("a very reliable pair keeps its digits") {
  constexpr double failure = 1e-9;
  const MarkovChain pair = mirrored_pair(failure, 1.0);
  const Eigen::VectorXd both = pair.indicator({"both"});
  const Eigen::VectorXd lost = pair.indicator({"lost"});
  CHECK(pair.mean_time_to(both, lost) ==
        Approx((3.0 * failure + 1.0) / (2.0 * failure * failure)).epsilon(1e-13));
  // The two exponential rates of the chain are the roots of x^2 - (3 l + m) x + 2 l^2.
  const double root = std::sqrt(1.0 + 6.0 * failure + failure * failure);
  const double fast = (1.0 + 3.0 * failure + root) / 2.0;
  const double slow = 2.0 * failure * failure / fast;
  const double t = 10'000.0;
  const double expected =
      (-fast * std::expm1(-slow * t) + slow * std::expm1(-fast * t)) / (fast - slow);
  CHECK(pair.hitting_probability(both, lost, t) == Approx(expected).epsilon(1e-11));
}

TEST_CASE("the six-state recovery chain has the published values") {
  const MarkovChain chain = recovery_chain();
  const Eigen::VectorXd start = chain.indicator({"0"});
  const Eigen::VectorXd up = chain.indicator({"0", "2", "4"});
  const Eigen::VectorXd down = chain.indicator({"1", "3", "5"});
  const Eigen::VectorXd lost = chain.indicator({"5"});
  const Eigen::VectorXd share = chain.steady_state();
  CHECK(share.dot(up) == printed(0.9998468670, 10));
  CHECK(share.dot(down) * year * 60.0 == printed(80.4867, 4));
  CHECK(chain.hitting_probability(start, lost, year) == printed(5.749956e-4, 10));
  CHECK(chain.mean_time_to(start, lost) == printed(14'980'898.87, 2));
  CHECK(chain.expected_reward(start, down, year) == printed(1.33565942, 8));
}

TEST_CASE("transient probabilities are those of the matrix exponential (Pade, in Eigen)") {
  const MarkovChain chain = recovery_chain();
  Eigen::MatrixXd generator = Eigen::MatrixXd::Zero(6, 6);
  const double a = 1.0 / 4380.0;
  const double r = 1.0 / 72.0;
  generator << 0, a, 0, 0, 0, 0,  //
      0, 0, 2, a, 0, 0,           //
      r, 0, 0, a, 0, 0,           //
      0, 0, 0, 0, 1.0 / 8.0, a,   //
      0, 0, r, 0, 0, a,           //
      1.0 / 168.0, 0, 0, 0, 0, 0;
  generator.diagonal() = -generator.rowwise().sum();
  Eigen::VectorXd start(6);
  start << 0.5, 0.1, 0.1, 0.1, 0.1, 0.1;
  for (const double t : {0.01, 1.0, 24.0, 720.0}) {
    const Eigen::MatrixXd exponential = (generator * t).eval().exp();
    const Eigen::VectorXd expected = exponential.transpose() * start;
    CHECK((chain.transient(start, t) - expected).cwiseAbs().maxCoeff() < 1e-12);
  }
  CHECK((chain.transient(start, 1e6) - chain.steady_state()).cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("the machine repairman, as a chain, is his closed form") {
  constexpr int machines = 8;
  const auto repairers = GENERATE(1, 2, 8);
  std::vector<std::string> states;
  std::vector<Transition> transitions;
  for (int down = 0; down <= machines; ++down) {
    states.push_back(std::to_string(down));
    if (down > 0) {
      const std::string fewer = std::to_string(down - 1);
      transitions.push_back({fewer, states.back(), (machines - down + 1) / 500.0});
      transitions.push_back({states.back(), fewer, std::min(down, repairers) / 4.0});
    }
  }
  const Eigen::VectorXd share = MarkovChain{states, transitions}.steady_state();
  const auto expected = machines_down(machines, repairers, 1.0 / 500.0, 1.0 / 4.0);
  for (int down = 0; down <= machines; ++down) {  // down to 1e-13
    CHECK(share[down] == Approx(expected[static_cast<std::size_t>(down)]).epsilon(1e-12));
  }
}

TEST_CASE("mean times add up: from a mixed start, to the nearest of two targets") {
  // a -> b -> c -> d in a row, each taking 2, 3 and 5 on average.
  const MarkovChain chain{
      {"a", "b", "c", "d"},
      {{"a", "b", 0.5}, {"b", "c", 1.0 / 3.0}, {"c", "d", 0.1}, {"c", "d", 0.1}}};
  const Eigen::VectorXd d = chain.indicator({"d"});
  CHECK(chain.mean_time_to(chain.indicator({"a"}), d) == Approx(10.0).epsilon(1e-14));
  CHECK(chain.mean_time_to((chain.indicator({"a"}) + chain.indicator({"c"})) / 2.0, d) ==
        Approx(7.5).epsilon(1e-14));
  CHECK(chain.mean_time_to(chain.indicator({"a"}), chain.indicator({"b", "d"})) ==
        Approx(2.0).epsilon(1e-14));
  CHECK(chain.mean_time_to(d, d) == 0.0);
}

TEST_CASE("states that are left for good have no share in the long run") {
  const MarkovChain chain{{"up", "down", "commissioning"},
                          {{"commissioning", "up", 0.1}, {"up", "down", 1.0}, {"down", "up", 3.0}}};
  const Eigen::VectorXd share = chain.steady_state();
  CHECK(share[0] == Approx(0.75).epsilon(1e-14));
  CHECK(share[1] == Approx(0.25).epsilon(1e-14));
  CHECK(share[2] == 0.0);
}

TEST_CASE("a chain without transitions stays where it is") {
  const MarkovChain chain{{"only", "other"}, {}};
  const Eigen::VectorXd only = chain.indicator({"only"});
  CHECK(chain.transient(only, 5.0) == only);
  CHECK(chain.expected_reward(only, 3.0 * only, 5.0) == 15.0);
  CHECK(chain.hitting_probability(only, chain.indicator({"other"}), 5.0) == 0.0);
}
