// Criteria and KPIs of a quarter and a year, counted by hand from the raw runs.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/unit/reports/audit/report_fixture.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// Wilson, "Probable inference, the law of succession, and statistical inference" (1927), for 95 %.
Interval wilson_of(double kept, double trials) {
  constexpr double z = 1.959963984540054;
  const double share = kept / trials, square = z * z;
  const double middle = (share + square / (2.0 * trials)) / (1.0 + square / trials);
  const double half = z / (1.0 + square / trials) *
                      std::sqrt(share * (1.0 - share) / trials + square / (4.0 * trials * trials));
  return {middle - half, middle + half};
}

void expect_share(const CriterionResult& one, std::uint64_t kept, std::uint64_t trials,
                  Proof proof) {
  CAPTURE(one.plan, one.name);
  CHECK(one.share.count.kept == kept);
  CHECK(one.share.count.trials == trials);
  CHECK(one.proof == proof);
  if (trials > 0) {
    const Interval by_hand = wilson_of(static_cast<double>(kept), static_cast<double>(trials));
    CHECK(one.share.interval.low == Approx(std::max(0.0, by_hand.low)).margin(1e-9));
    CHECK(one.share.interval.high == Approx(std::min(1.0, by_hand.high)).margin(1e-9));
  }
}

// Plan a: recoveries of 30, 90, 20 and 40 min against 1 h, losses of 5, 5, 20 and 5 min against
// 15 min, and one void drill. Plan b: one of 10 min.
std::vector<MadeDrill> quarter() {
  return {{.id = "a-1", .day = "2026-10-02"},
          {.id = "a-2", .day = "2026-10-20", .recovery = 90min},
          {.id = "a-3", .day = "2026-11-11", .recovery = 20min, .loss = 20min},
          {.id = "a-4", .day = "2026-12-01", .recovery = 40min},
          {.id = "a-5", .day = "2026-12-02", .recovery = 50min, .state = RunState::voided},
          {.id = "b-1", .day = "2026-12-10", .plan = "plan-b", .recovery = 10min}};
}

Dossier dossier_of(const std::string& from, const std::string& until) {
  Dossier dossier;
  dossier.from = day_of(from);
  dossier.until = day_of(until);
  BackupValidation whole;
  whole.data = "orders";
  whole.copy = "copy-1";
  whole.is_complete = whole.is_intact = whole.is_isolated = true;
  BackupValidation of_b = whole;
  of_b.run = "b-1";
  of_b.is_intact = false;
  dossier.backups = {whole, whole, of_b};
  dossier.backup_jobs = BackupJobs{299, 299, "the scheduler"};
  return dossier;
}

}  // namespace

TEST_CASE("a quarter's criteria are those of the raw runs, plan by plan") {
  ReportInputs inputs = inputs_of_drills(quarter());
  inputs.dossier = dossier_of("2026-10-01", "2026-12-31");
  const Report report = make_report(inputs);
  CHECK(report.kind == ReportKind::quarter);
  REQUIRE(report.plans.size() == 2);
  CHECK(report.plans[0].name == "plan-a");
  CHECK(report.plans[0].drills == 5);
  CHECK(report.plans[1].drills == 1);
  CHECK(report.criteria.size() == 16);
  CHECK(report.verdict == Verdict::missed);

  expect_share(criterion(report, "plan-a", "rto-kept"), 3, 4, Proof::too_few);
  expect_share(criterion(report, "plan-a", "rpo-kept"), 3, 4, Proof::refuted);
  expect_share(criterion(report, "plan-a", "copies-whole"), 2, 2, Proof::too_few);
  expect_share(criterion(report, "plan-a", "automation"), 4, 8, Proof::refuted);
  expect_share(criterion(report, "plan-a", "recovered"), 4, 4, Proof::too_few);
  expect_share(criterion(report, "plan-a", "jobs"), 299, 299, Proof::proven);
  expect_share(criterion(report, "plan-a", "drills"), 2, 4, Proof::too_few);
  const CriterionResult& mean = criterion(report, "plan-a", "mttr");
  CHECK(mean.mean.count == 4);
  CHECK(mean.mean.mean == Approx(60.0 * (30 + 90 + 20 + 40) / 4));
  CHECK(mean.proof == Proof::too_few);

  expect_share(criterion(report, "plan-b", "rto-kept"), 1, 1, Proof::too_few);
  expect_share(criterion(report, "plan-b", "copies-whole"), 0, 1, Proof::refuted);
  expect_share(criterion(report, "plan-b", "jobs"), 0, 0, Proof::too_few);
  CHECK(criterion(report, "plan-b", "mttr").mean.mean == Approx(600.0));
}

TEST_CASE("a year of drills can prove, agree with and refute") {
  std::vector<MadeDrill> drills;
  for (int number = 0; number < 60; ++number) {
    MadeDrill made;
    made.id = "drill-" + std::to_string(100 + number);
    made.day = "2026-" + std::string{number < 36 ? "0" : ""} + std::to_string(number / 4 + 1) +
               "-1" + std::to_string(number % 4);
    if (number >= 48) {
      made.day = "2026-12-" + std::to_string(10 + number - 44);
    }
    made.recovery = number % 2 == 0 ? 20min : 40min;
    made.loss = number < 2 ? 16min : 5min;
    drills.push_back(made);
  }
  ReportInputs inputs = inputs_of_drills(drills);
  inputs.dossier = dossier_of("2026-01-01", "2026-12-31");
  const Report report = make_report(inputs);
  CHECK(report.kind == ReportKind::year);
  expect_share(criterion(report, "plan-a", "rto-kept"), 60, 60, Proof::proven);
  expect_share(criterion(report, "plan-a", "rpo-kept"), 58, 60, Proof::too_few);
  expect_share(criterion(report, "plan-a", "drills"), 58, 60, Proof::proven);
  expect_share(criterion(report, "plan-a", "recovered"), 60, 60, Proof::too_few);
  CHECK(criterion(report, "plan-a", "recovered").needed == 299);
  const CriterionResult& mean = criterion(report, "plan-a", "mttr");
  CHECK(mean.mean.mean == Approx(1'800.0));
  CHECK(mean.proof == Proof::proven);
  // Student's t for 59 degrees of freedom, two-sided 95 %: 2.0010 (Abramowitz and Stegun, 26.10).
  const double half = 2.0010 * 600.0 * std::sqrt(60.0 / 59.0) / std::sqrt(60.0);
  CHECK(mean.mean.interval.low == Approx(1'800.0 - half).epsilon(1e-4));
  CHECK(mean.mean.interval.high == Approx(1'800.0 + half).epsilon(1e-4));
}

TEST_CASE("what is not known counts as broken below and as kept above") {
  std::vector<MadeDrill> drills{{.id = "a"}, {.id = "b", .day = "2026-10-16"}};
  ReportInputs inputs = inputs_of_drills(drills);
  RunObjective& open = inputs.drills[1].run.objectives[0];
  open.is_measured = false;
  open.verdict = Verdict::inconclusive;
  const Report report = make_report(inputs);
  const CriterionResult& kept = criterion(report, "plan-a", "rto-kept");
  CHECK(kept.share.count.open == 1);
  CHECK(kept.share.interval.low == Approx(wilson_of(1, 2).low));
  CHECK(kept.share.interval.high == Approx(1.0));
  CHECK(criterion(report, "plan-a", "mttr").mean.count == 1);
  CHECK(report.verdict == Verdict::inconclusive);
}
