// The loss of everything, once in a billion years, against the Markov engine; and what importance
// the graph gives.
#include <catch2/catch.hpp>

#include "sim/rare_states.hpp"

using namespace firedrill;

TEST_CASE("three regions at once: splitting hits what the Markov engine says", "[long]") {
  const auto study = load_state_study("scenarios/oracles/three-regions.json");
  REQUIRE(study);
  const std::uint32_t all_lost = 7;
  RareOptions options;
  options.repetitions = 8;
  options.arrivals = 20;
  const RarePrediction rare = predict_rare(*study, all_lost, options);
  REQUIRE(rare.exact);
  // Three failures, each within the hour of the one before: about 3! l1 l2 l3 / (2 mu^2) a year.
  CHECK(*rare.exact ==
        Approx(3.0 * 2.0 / 2.0 / 21'900.0 / 21'900.0 / 43'800.0 * 8'760.0).epsilon(0.02));
  INFO(rare.probability.mean << " +- " << rare.probability.standard_error << ", exact "
                             << *rare.exact);
  CHECK(std::abs(rare.probability.mean - *rare.exact) < 3.5 * rare.probability.standard_error);
  CHECK(rare.probability.standard_error < 0.2 * *rare.exact);
  CHECK(rare.plain_replications > 1e9);
  CHECK(rare.levels.size() == 2);
  // Six orders in which three can fall, all equally likely: by their last two states.
  REQUIRE(rare.ways.size() >= 6);
  CHECK(rare.ways.front().name.starts_with("all-work → "));
  CHECK(rare.ways.front().name.ends_with(" → all-lost"));
  CHECK(rare.ways.front().share < 0.4);
}

TEST_CASE("three regions at once, by RESTART", "[long]") {
  const auto study = load_state_study("scenarios/oracles/three-regions.json");
  REQUIRE(study);
  RareOptions options;
  options.method = RareMethod::restart;
  options.repetitions = 8;
  options.arrivals = 20;
  const RarePrediction rare = predict_rare(*study, 7, options);
  INFO(rare.probability.mean << " +- " << rare.probability.standard_error);
  CHECK(std::abs(rare.probability.mean - *rare.exact) < 4.8 * rare.probability.standard_error);
  CHECK(rare.probability.standard_error < 0.3 * *rare.exact);
}

TEST_CASE("splitting over states is the same on any number of threads", "[threads][long]") {
  const auto study = load_state_study("scenarios/oracles/three-regions.json");
  REQUIRE(study);
  const std::uint32_t all_lost = 7;
  RareOptions options;
  options.threads = 3;
  options.repetitions = 2;
  options.arrivals = 10;
  const double once = predict_rare(*study, all_lost, options).probability.mean;
  options.threads = 1;
  CHECK(predict_rare(*study, all_lost, options).probability.mean == once);
}

TEST_CASE("the importance of a state is read off the graph") {
  const auto study = load_state_study("scenarios/oracles/three-regions.json");
  REQUIRE(study);
  const std::vector<double> importance = importance_of_states(study->model, 7);
  CHECK(importance[0] == 0.0);
  CHECK(importance[1] == 0.0);  // something always fails first
  CHECK(importance[4] == 0.5);
  CHECK(importance[5] == 0.5);
  CHECK(importance[7] == 1.0);
}
