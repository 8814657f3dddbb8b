// Two groups of N workstations, each behind a switch, a backbone between them, one repairer who
// first walks to what he repairs. The system serves while enough connected workstations are up.
// Source: Haverkort, Hermanns, Katoen, "On the use of model checking techniques for dependability
// evaluation" (SRDS 2000); values of the Quantitative Verification Benchmark Set (2019): times in
// hours, and the long-run shares of N = 2 and 4 in exact arithmetic.
#include <catch2/catch.hpp>
#include <cmath>
#include <compare>

#include "models/theory/state_space.hpp"
#include "tests/unit/printed.hpp"

using namespace firedrill;

namespace {

enum class Place { nowhere, left_group, right_group, left_switch, right_switch, backbone };

struct Cluster {
  int left_up, right_up;  // workstations
  bool is_left_switch_up = true;
  bool is_right_switch_up = true;
  bool is_backbone_up = true;
  Place repairer = Place::nowhere;

  auto operator<=>(const Cluster&) const = default;

  // Whether `needed` workstations that are up can reach one another.
  [[nodiscard]] bool connects(int needed) const {
    return (is_left_switch_up && left_up >= needed) || (is_right_switch_up && right_up >= needed) ||
           (is_left_switch_up && is_right_switch_up && is_backbone_up &&
            left_up + right_up >= needed);
  }
};

void add_failures(const Cluster& now, Moves<Cluster>& moves) {
  Cluster next = now;
  --next.left_up;
  moves.push_back({next, now.left_up / 500.0});
  next = now;
  --next.right_up;
  moves.push_back({next, now.right_up / 500.0});
  for (const auto part : {&Cluster::is_left_switch_up, &Cluster::is_right_switch_up}) {
    next = now;
    next.*part = false;
    moves.push_back({next, now.*part ? 1.0 / 4'000.0 : 0.0});
  }
  next = now;
  next.is_backbone_up = false;
  moves.push_back({next, now.is_backbone_up ? 1.0 / 5'000.0 : 0.0});
}

// The repairer is on his way for 0.1 h. Whatever he is at stays down until he is done.
void add_inspections(const Cluster& now, int workstations, Moves<Cluster>& moves) {
  const auto inspect = [&](Place place, bool is_broken) {
    Cluster next = now;
    next.repairer = place;
    moves.push_back({next, is_broken ? 10.0 : 0.0});
  };
  inspect(Place::left_group, now.left_up < workstations);
  inspect(Place::right_group, now.right_up < workstations);
  inspect(Place::left_switch, !now.is_left_switch_up);
  inspect(Place::right_switch, !now.is_right_switch_up);
  inspect(Place::backbone, !now.is_backbone_up);
}

// Per hour.
double repair_rate(const Cluster& now) {
  switch (now.repairer) {
    case Place::nowhere:
      return 0.0;
    case Place::left_group:
    case Place::right_group:
      return 2.0;
    case Place::left_switch:
    case Place::right_switch:
      return 0.25;
    case Place::backbone:
      return 0.125;
  }
  return NAN;
}

Cluster repaired(Cluster cluster) {
  cluster.left_up += cluster.repairer == Place::left_group ? 1 : 0;
  cluster.right_up += cluster.repairer == Place::right_group ? 1 : 0;
  cluster.is_left_switch_up |= cluster.repairer == Place::left_switch;
  cluster.is_right_switch_up |= cluster.repairer == Place::right_switch;
  cluster.is_backbone_up |= cluster.repairer == Place::backbone;
  cluster.repairer = Place::nowhere;
  return cluster;
}

StateSpace<Cluster> cluster_of(int workstations) {
  return explore(Cluster{workstations, workstations}, [workstations](const Cluster& now) {
    Moves<Cluster> moves;
    add_failures(now, moves);
    if (now.repairer == Place::nowhere) {
      add_inspections(now, workstations, moves);
    } else {
      moves.push_back({repaired(now), repair_rate(now)});
    }
    return moves;
  });
}

// Minimum quality of service: three quarters of a group are connected.
Eigen::VectorXd below_minimum(const StateSpace<Cluster>& space, int workstations) {
  return space.each(
      [workstations](const Cluster& now) { return !now.connects(3 * workstations / 4); });
}

}  // namespace

TEST_CASE("the workstation cluster has as many states as published") {
  CHECK(cluster_of(2).chain.size() == 276);
  CHECK(cluster_of(4).chain.size() == 820);
  CHECK(cluster_of(8).chain.size() == 2'772);
  CHECK(cluster_of(16).chain.size() == 10'132);
}

TEST_CASE("the workstation cluster falls below minimum quality within 2,000 h as published") {
  struct Row {
    int workstations;
    double qos1;
  };
  const auto row = GENERATE(values<Row>(
      {{2, 0.001158395575}, {4, 0.001822105149}, {8, 0.001187232021}, {16, 0.001040951489}}));
  const auto space = cluster_of(row.workstations);
  const Eigen::VectorXd below = below_minimum(space, row.workstations);
  INFO("N = " << row.workstations);
  CHECK(space.chain.hitting_probability(space.start(), below, 2'000.0) == to_ten_digits(row.qos1));
}

TEST_CASE("the workstation cluster is below minimum quality after 20 h as published") {
  struct Row {
    int workstations;
    double qos2;
  };
  const auto row = GENERATE(values<Row>({{2, 2.201599927e-6}, {4, 3.32170686e-6}}));
  const auto space = cluster_of(row.workstations);
  const Eigen::VectorXd below = below_minimum(space, row.workstations);
  INFO("N = " << row.workstations);
  CHECK(space.chain.transient(space.start(), 20.0).dot(below) == to_ten_digits(row.qos2));
}

TEST_CASE("two workstations a group: published time below minimum, repairs, workstations up") {
  const auto space = cluster_of(2);
  const Eigen::VectorXd start = space.start();
  CHECK(space.chain.expected_reward(start, below_minimum(space, 2), 2'000.0) ==
        to_ten_digits(0.004659192406));
  CHECK(space.chain.expected_reward(start, space.each(repair_rate), 2'000.0) ==
        to_ten_digits(17.36977828));
  const Eigen::VectorXd up =
      space.each([](const Cluster& now) { return (now.left_up + now.right_up) / 4.0; });
  CHECK(100.0 * space.chain.transient(start, 20.0).dot(up) == to_ten_digits(99.87643558));
}

TEST_CASE("in the long run the workstation cluster gives premium quality as published") {
  const auto premium_steady = [](int workstations) {
    const auto space = cluster_of(workstations);
    const Eigen::VectorXd is_premium =
        space.each([&](const Cluster& now) { return now.connects(workstations); });
    return space.chain.steady_state().dot(is_premium);
  };
  CHECK(premium_steady(2) == Approx(0.9999615335623628).epsilon(1e-14));
  CHECK(premium_steady(4) == Approx(0.9999212408513793).epsilon(1e-14));
  // The benchmark set gives 0.9996437421: an iteration that was stopped too early.
  CHECK(premium_steady(16) == printed(0.9996450889, 10));
}
