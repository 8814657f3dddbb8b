// The cheapest changes are found, and not by trying every set.
#include <algorithm>
#include <catch2/catch.hpp>

#include "scenarios/assembly.hpp"
#include "sim/fault_ranking.hpp"
#include "sim/improve.hpp"

using namespace firedrill;

namespace {

PlanChange setting(const char* name, double cost, const char* pointer, const char* value) {
  PlanChange change;
  change.name = name;
  change.cost = cost;
  change.settings = {{pointer, value}};
  return change;
}

}  // namespace

TEST_CASE("what helps is bought, what does not is left out", "[threads]") {
  const auto assembled = assemble_scenario("scenarios/library/regional-outage.json");
  REQUIRE(assembled);
  const auto needs_little = with_value(*assembled, "/plan/objectives/0/required_fraction", "0.5");
  REQUIRE(needs_little);
  PlanChanges changes;
  changes.unit = "EUR";
  changes.changes = {
      setting("decide-at-once", 10.0, "/parameters/people.decide/value", "\"1 s\""),
      setting("promote-fast", 30.0, "/parameters/database.promotion/value", "\"1 min\""),
      setting("logs-fast", 5.0, "/parameters/backup.export/value", "\"1 s\""),  // another promise's
      setting("both", 100.0, "/parameters/people.decide/value", "\"2 s\"")};
  changes.changes[3].excludes = {0};
  ImproveOptions options;
  options.promises = {0};
  options.replications = 1'000;
  const auto study = improve(*needs_little, changes, options);
  REQUIRE(study);
  REQUIRE(study->cheapest);
  const ImprovedPlan& cheapest = study->front[*study->cheapest];
  CHECK(cheapest.kept > 0.5);
  CHECK(cheapest.cost <= 40.0);
  CHECK(study->sets_tried < 16);
  for (const ImprovedPlan& plan : study->front) {
    CHECK(std::find(plan.changes.begin(), plan.changes.end(), std::size_t{2}) ==
          plan.changes.end());
  }
  for (std::size_t index = 1; index < study->front.size(); ++index) {
    CHECK(study->front[index].cost > study->front[index - 1].cost);
    CHECK(study->front[index].kept > study->front[index - 1].kept);
  }
}

TEST_CASE("the loss of a region harms more than that of a dashboard, two more than one") {
  const auto assembled = assemble_scenario("scenarios/library/regional-outage.json");
  REQUIRE(assembled);
  FaultRankingOptions options;
  options.replications = 4;
  const auto ranking = rank_faults(*assembled, options);
  REQUIRE(ranking);
  const auto place = [&](const std::string& name) {
    return std::find_if(ranking->singles.begin(), ranking->singles.end(),
                        [&](const RankedFault& one) { return one.first == name; });
  };
  REQUIRE(place("us-east-1") != ranking->singles.end());
  CHECK(place("us-east-1") < place("grafana"));
  CHECK(ranking->pairs.size() == ranking->singles.size() * (ranking->singles.size() - 1));
  CHECK(ranking->pairs.front().harm.mean >= ranking->singles.front().harm.mean);
}
