// Availability against closed forms of the same small systems.
#include <catch2/catch.hpp>

#include <cmath>

#include "models/analysis/availability.hpp"
#include "models/theory/markov.hpp"
#include "tests/unit/models/analysis/plan_fixture.hpp"

using namespace firedrill;

namespace {

constexpr double day_s = 86'400.0;

double share_down(const FailureFigure& figure) {
  return figure.repair_s / (figure.between_failures_s + figure.repair_s);
}

bool agrees(const std::optional<double>& answer, double expected) {
  return answer && std::abs(*answer - expected) <= 1e-9 * expected;
}

}  // namespace

TEST_CASE("parts in series, and a second one in reserve") {
  const TwoRegions made;
  const PlanStructure structure{made.plan};
  const FailureFigure database{component(made.database), 30 * day_s, 7200.0};
  const FailureFigure replica{component(made.replica), 20 * day_s, 3600.0};
  const FailureFigure dns{component(made.dns), 400 * day_s, 1800.0};
  const auto answer = availability(structure, made.shop, {database, replica, dns});
  CHECK(answer.figures == std::vector<std::size_t>{0, 1, 2});
  const double d = share_down(database);
  const double r = share_down(replica);
  const double z = share_down(dns);
  CHECK(agrees(answer.down_without_failover, d + (1 - d) * z));
  CHECK(agrees(answer.down_with_instant_failover, z + (1 - z) * d * r));
}

TEST_CASE("a failover that takes its time has the three states of its closed form") {
  // up --1/f--> moving --1/m--> moved, repaired at 1/r from both: with p = P(not up) = r / (f + r),
  // the share of moving is p * (1/r) / (1/r + 1/m) = p * m / (m + r).
  const TwoRegions made;
  const PlanStructure structure{made.plan};
  const FailureFigure database{component(made.database), 30 * day_s, 7200.0};
  const auto answer = availability(structure, made.shop, {database});
  const double move_s = 300.0 + 30.0 + 60.0;
  CHECK(agrees(answer.down_with_failover,
               share_down(database) * move_s / (move_s + database.repair_s)));
  CHECK(answer.down_with_instant_failover == 0.0);
}

TEST_CASE("a lost region takes its control plane along") {
  const TwoRegions made;  // whose record is edited in the east
  const PlanStructure structure{made.plan};
  const FailureFigure lost_east{region(east), 365 * day_s, 6 * 3600.0};
  const auto answer = availability(structure, made.shop, {lost_east});
  CHECK(agrees(answer.down_without_failover, share_down(lost_east)));
  CHECK(agrees(answer.down_with_failover, share_down(lost_east)));
}

TEST_CASE("a moved service stays up when more fails that it has left behind") {
  // A second database in the east fails too: the shop is in the west already. Were the move done
  // again, it would be down longer than for the first database alone.
  TwoRegions made;
  const auto rack = made.add("rack", east, Facility{"power"});
  made.plan.components[made.database.index].depends_on.push_back(rack);
  const PlanStructure structure{made.plan};
  const FailureFigure database{component(made.database), 2 * day_s, day_s};
  const FailureFigure power{component(rack), 2 * day_s, day_s};
  const auto answer = availability(structure, made.shop, {database, power});
  // Down is moving alone. Fluxes: from both up (share a*a) moves start at rate 2/f; while one or
  // both have failed, a move ends at 1/m or with the repair of all that failed.
  const double f = 1.0 / (2 * day_s);
  const double r = 1.0 / day_s;
  const double m = 1.0 / 390.0;
  const double both_up = std::pow(r / (f + r), 2);
  // one failed and moving: x (both ways together), two failed and moving: y
  // x (f + r + m) = 2 f both_up + 2 r y;  y (2 r + m) = f x
  const double x = 2 * f * both_up / (f + r + m - 2 * r * f / (2 * r + m));
  const double y = f * x / (2 * r + m);
  CHECK(agrees(answer.down_with_failover, x + y));
}

TEST_CASE("a moved service is moved again when the replica that serves it fails") {
  TwoRegions made;
  made.add("slower", west, replica_of(made.database, 600.0));
  const PlanStructure structure{made.plan};
  const FailureFigure database{component(made.database), 4 * day_s, day_s};
  const FailureFigure replica{component(made.replica), 3 * day_s, 2 * day_s};
  const auto answer = availability(structure, made.shop, {database, replica});
  // The same chain, state by state: d and r have failed or not, m: being moved.
  const double d = 1 / database.between_failures_s;
  const double r = 1 / replica.between_failures_s;
  const double mend_d = 1 / database.repair_s;
  const double mend_r = 1 / replica.repair_s;
  const MarkovChain chain{{"up", "r", "d m", "d", "dr m", "dr"},
                          {{"up", "r", r},
                           {"up", "d m", d},
                           {"r", "up", mend_r},
                           {"r", "dr m", d},
                           {"d m", "d", 1 / 390.0},
                           {"d m", "up", mend_d},
                           {"d m", "dr m", r},
                           {"d", "up", mend_d},
                           {"d", "dr m", r},
                           {"dr m", "dr", 1 / 690.0},
                           {"dr m", "d m", mend_r},
                           {"dr m", "r", mend_d},
                           {"dr", "d", mend_r},
                           {"dr", "r", mend_d}}};
  CHECK(agrees(answer.down_with_failover,
               chain.steady_state().dot(chain.indicator({"d m", "dr m"}))));
}

TEST_CASE("without figures, with too many, or down at first there is no answer") {
  TwoRegions made;
  const PlanStructure structure{made.plan};
  CHECK_FALSE(availability(structure, made.shop, {}).down_with_failover);
  const auto aside = made.add("aside", west, Facility{"nothing needs it"});
  const PlanStructure more{made.plan};
  const auto answer = availability(more, made.shop, {{component(aside), 30 * day_s, 3600.0}});
  CHECK(answer.figures.empty());
  CHECK_FALSE(answer.down_without_failover);
  std::vector<FailureFigure> many;
  for (int index = 0; index < 9; ++index) {
    const auto part = made.add("part" + std::to_string(index), west, Facility{"part"});
    made.plan.components[made.database.index].depends_on.push_back(part);
    many.push_back({component(part), 30 * day_s, 3600.0});
  }
  const PlanStructure large{made.plan};
  CHECK_FALSE(availability(large, made.shop, many).down_with_failover);
  many.pop_back();
  CHECK(availability(large, made.shop, many).down_with_failover);
}
