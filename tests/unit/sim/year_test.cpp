// A year of incidents against what is known without simulation: compound Poisson sums, mixed rates,
// quiet years, and the threads' independence.
#include "sim/year.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>

#include "models/chance/estimate.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// The plan's partial outage, which always takes the critical service away for two hours.
YearStudy two_hours_each(double rate) {
  YearStudy study;
  IncidentCause cause;
  cause.name = "outage";
  cause.rate = rate;
  const std::vector<Setting> settings{
      {"/parameters/outage.component_length/value", "\"2 h\""},
      {"/parameters/probe.interval/value", "\"0 s\""},
      {"/runbook/steps/1/action", R"({"wait": {"length": "3 h"}})"},
      {"/runbook/steps/0/action", R"({"wait": {"length": "1 s"}})"}};
  const auto scenario = load_scenario("scenarios/library/partial-outage.json", settings);
  REQUIRE(scenario);
  cause.scenario = *scenario;
  study.plan = scenario->plan;
  study.causes.push_back(cause);
  study.given_up_after = 30 * 24h;
  study.required_years = 0.95;
  return study;
}

template <class Figure>
MeanEstimate over_years(const std::vector<YearTally>& years, const Figure& figure) {
  std::vector<double> values;
  for (const YearTally& year : years) {
    values.push_back(figure(year));
  }
  return estimate_mean(values, 0.95);
}

void check_near(const MeanEstimate& found, double expected) {
  INFO(found.mean << " +- " << found.standard_error << ", expected " << expected);
  CHECK(std::abs(found.mean - expected) < 4.5 * found.standard_error);
}

double incidents(const YearTally& year) { return year.causes[0].incidents; }

}  // namespace

TEST_CASE("incidents come at their rate, and cost what they cost") {
  const YearStudy study = two_hours_each(1.5);
  const auto years = simulate_years(study, {.seed = 3, .years = 2'000});
  check_near(over_years(years, incidents), 1.5);
  check_near(over_years(years, [](const YearTally& year) { return incidents(year) == 0.0; }),
             std::exp(-1.5));
  // Compound Poisson: mean 1.5 x 2 h, variance 1.5 x (2 h)^2.
  check_near(over_years(years, [](const YearTally& year) { return year.causes[0].lost_hours; }),
             3.0);
  check_near(over_years(years,
                        [](const YearTally& year) {
                          return std::pow(year.causes[0].lost_hours - 3.0, 2.0);
                        }),
             6.0);
  // Two outages overlap about once in 1,500 years: a year has 8,760 hours.
  check_near(over_years(years, [](const YearTally& year) { return year.down_seconds / 3600.0; }),
             3.0);
}

TEST_CASE("a rate that is not known widens the counts, as mixing does") {
  YearStudy study = two_hours_each(2.0);
  study.causes[0].rate_uncertainty = Distribution{Uniform{0.5, 1.5}};
  const auto years = simulate_years(study, {.seed = 4, .years = 2'000});
  check_near(over_years(years, incidents), 2.0);
  // Var N = E rate + Var rate = 2 + 4/12.
  check_near(
      over_years(years, [](const YearTally& year) { return std::pow(incidents(year) - 2.0, 2.0); }),
      2.0 + 4.0 / 12.0);
}

TEST_CASE("years are the same for any number of threads, and a new cause changes no other") {
  YearStudy study = two_hours_each(1.0);
  const auto digest = [&](unsigned threads) {
    const YearOptions options{.seed = 5, .years = 60, .threads = threads};
    return summarise(study, simulate_years(study, options), options).digest_of_years;
  };
  CHECK(digest(1) == digest(3));
  const auto alone = simulate_years(study, {.seed = 5, .years = 60});
  study.causes.push_back(study.causes[0]);
  study.causes[1].name = "another";
  const auto both = simulate_years(study, {.seed = 5, .years = 60});
  for (std::size_t year = 0; year < alone.size(); ++year) {
    REQUIRE(both[year].causes[0].incidents == alone[year].causes[0].incidents);
    REQUIRE(both[year].causes[0].lost_hours == alone[year].causes[0].lost_hours);
  }
}

TEST_CASE("a recovery with split brain is no success") {
  YearStudy study = two_hours_each(4.0);
  const auto outage = load_scenario("scenarios/library/regional-outage.json");
  REQUIRE(outage);
  study.causes[0].scenario = *outage;
  SimulationOptions options;
  options.seed = 5;
  options.replications = 4'000;
  const Prediction alone = summarise(*outage, simulate(*outage, options));
  REQUIRE(alone.diverged_fraction > 0.1);
  double recoveries = 0.0;
  double successes = 0.0;
  for (const YearTally& year : simulate_years(study, {.seed = 6, .years = 1'000})) {
    recoveries += year.causes[0].incidents;
    successes += year.causes[0].recovered;
  }
  // Within a week everything is back but for a recovery in thousands.
  const double expected = 1.0 - alone.diverged_fraction;
  const double error = std::sqrt(expected * (1.0 - expected) * (1.0 / recoveries + 1.0 / 4'000.0));
  INFO(successes / recoveries << " +- " << error << ", expected " << expected);
  CHECK(std::abs(successes / recoveries - expected) < 4.5 * error);
}

TEST_CASE("years without anything to measure count neither as met nor as missed") {
  const YearStudy study = two_hours_each(0.2);
  const YearOptions options{.seed = 6, .years = 500};
  const auto years = simulate_years(study, options);
  const YearPrediction prediction = summarise(study, years, options);
  const auto& mttr = prediction.indicators.at(0);
  REQUIRE(mttr.measures == "mttr");
  CHECK(mttr.years +
            static_cast<std::size_t>(std::lround(prediction.years_without_incident * 500.0)) ==
        500);
  CHECK(mttr.years_met == 0);  // two hours, and one is the target
  CHECK(mttr.verdict == Verdict::missed);
  CHECK(mttr.p50 == Approx(7200.0).epsilon(1e-6));
}

TEST_CASE("backups of a year fail as often as the plan says, and validators see part of it") {
  YearStudy study = two_hours_each(0.0);
  const YearOptions options{.seed = 7, .years = 300};
  const auto years = simulate_years(study, options);
  double due = 0.0;
  double failures = 0.0;
  double unreadable = 0.0;
  double validations = 0.0;
  for (const DataKind& kind : study.plan.data) {
    if (const PeriodicCopy* const policy = copies_of(kind)) {
      const double count = static_cast<double>(Duration{365 * 24h} / policy->interval);
      due += count;
      failures += count * policy->failure_probability;
      unreadable += count * (1.0 - policy->failure_probability) * policy->silent_failure;
    }
  }
  for (const Component& component : study.plan.components) {
    if (const auto* validator = std::get_if<Validator>(&component.model)) {
      validations += 365.0 * static_cast<double>(validator->finds.size());
    }
  }
  check_near(over_years(years,
                        [](const YearTally& year) {
                          return static_cast<double>(year.backups.all - year.backups.kept);
                        }),
             failures);
  check_near(over_years(years,
                        [](const YearTally& year) {
                          return static_cast<double>(year.backups.kept - year.restorable.kept);
                        }),
             unreadable);
  CHECK(static_cast<double>(years[0].backups.all) == due);
  CHECK(static_cast<double>(years[0].validations.all) == validations);
}
