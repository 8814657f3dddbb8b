// Many drills: a right model is found right, planted errors are found and named within ten drills,
// and campaigns in which nothing changes raise no more alarms than promised.
#include "scenarios/model_record.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "tests/synthetic/drills_fixture.hpp"

using namespace firedrill;
using namespace firedrill::test;

namespace {

constexpr int before = 15;  // drills in which all is as predicted

// The first finding after `before` right drills and ten in a world that has changed.
DriftReport after_change(const World& changed, std::uint64_t campaign, Duration lie = {}) {
  const World model;
  std::vector<RunComparison> comparisons;
  add_drills(model, model, 0, before, campaign, comparisons);
  add_drills(changed, model, before, 10, campaign, comparisons, lie);
  return watch_drift(comparisons);
}

void check_found(const DriftReport& report, WatchedKind kind, const std::string& name) {
  REQUIRE_FALSE(report.findings.empty());
  const DriftFinding& first = report.findings.front();
  CHECK(first.is_cause);
  CHECK(first.kind == kind);
  CHECK(first.name == name);
  CHECK(first.false_alarm <= report.level);
  for (std::size_t index = 1; index < report.findings.size(); ++index) {
    CHECK_FALSE(report.findings[index].is_cause);
  }
}

}  // namespace

TEST_CASE("a right model is found right") {
  const World model;
  std::vector<RunComparison> comparisons;
  add_drills(model, model, 0, 60, 1, comparisons);
  const ModelRecord record = record_of(comparisons);
  CHECK(record.drills == 60);
  CHECK(record.verdict == Verdict::met);
  CHECK(record.recovery.coverage.interval.low <= 0.9);
  CHECK(record.recovery.coverage.interval.high >= 0.9);
  CHECK(record.drift.findings.empty());
  REQUIRE(record.scenarios.size() == 1);
  // Five earlier drills are needed before the past predicts anything.
  CHECK(record.scenarios[0].against_earlier->count == 55);
  CHECK_FALSE(record.scenarios[0].against_pooled);
  for (const FigureRecord& step : record.steps) {
    REQUIRE(step.bias);
    CHECK(step.bias->factor == Approx(1.0).epsilon(0.15));
  }
}

TEST_CASE("a model that is twice too slow is found wrong, and the step with its bias") {
  const World truth;
  const World model{{{"/parameters/checks/value", R"({"lognormal": {"median": "40 s",
                                                       "log_sd": 0.15}})"}}};
  std::vector<RunComparison> comparisons;
  add_drills(truth, model, 0, 30, 1, comparisons);
  const ModelRecord record = record_of(comparisons);
  CHECK(record.verdict == Verdict::missed);
  for (const FigureRecord& step : record.steps) {
    REQUIRE(step.bias);
    const double expected = step.name == "check" ? 0.5 : 1.0;
    CHECK(step.bias->factor == Approx(expected).epsilon(0.15));
  }
  CHECK(record.drift.findings.front().name == "check");
  CHECK(record.drift.findings.front().since == "drill-000");
}

TEST_CASE("a step slowed by half is named within ten drills") {
  const World slower{{{"/parameters/checks/value", R"({"lognormal": {"median": "30 s",
                                                        "log_sd": 0.15}})"}}};
  int found = 0, held = 0;
  for (std::uint64_t campaign = 2; campaign < 22; ++campaign) {
    const DriftReport report = after_change(slower, campaign);
    found += report.findings.empty() ? 0 : 1;
    if (!report.findings.empty()) {
      check_found(report, WatchedKind::step, "check");
      const DriftFinding& first = report.findings.front();
      held += first.earliest <= "drill-015" && "drill-015" <= first.latest ? 1 : 0;
    }
  }
  CHECK(found >= 19);
  CHECK(held >= 16);  // of 20 intervals that hold the change with 95 %
}

TEST_CASE("a lag of twice the model's is named within ten drills") {
  const World lagging{{{"/parameters/lag.median/value", "1 s"}}};
  check_found(after_change(lagging, 4), WatchedKind::loss, "orders-kept");
}

TEST_CASE("a probe that lies is named within ten drills") {
  const DriftReport report = after_change(World{}, 5, std::chrono::seconds{60});
  check_found(report, WatchedKind::probe, "probe-2");
}

TEST_CASE("campaigns in which nothing changes alarm as rarely as promised") {
  const World model;
  constexpr int campaigns = 150;
  int alarms = 0;
  for (int campaign = 0; campaign < campaigns; ++campaign) {
    std::vector<RunComparison> comparisons;
    add_drills(model, model, 0, 20, 100 + static_cast<std::uint64_t>(campaign), comparisons);
    alarms += watch_drift(comparisons).findings.empty() ? 0 : 1;
  }
  // At most 5 %, three standard errors allowed for.
  CHECK(alarms <= campaigns * 0.05 + 3.0 * std::sqrt(campaigns * 0.05 * 0.95));
}
