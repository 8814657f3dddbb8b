// The calibrator on synthetic drills of a world whose parameters are known.
#include "scenarios/calibrate.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "reports/calibration_json.hpp"
#include "reports/calibration_text.hpp"
#include "tests/synthetic/drills_fixture.hpp"

using namespace firedrill;
using namespace firedrill::test;

namespace {

// A world in which nearly everything is otherwise than believed.
World true_world() {
  return World{
      {{"/parameters/fence/value", R"({"lognormal": {"median": "16 s", "log_sd": 0.25}})"},
       {"/parameters/promotion/value", R"({"lognormal": {"median": "62 s", "log_sd": 0.3}})"},
       {"/parameters/promotion.failure/value", "0.3"},
       {"/parameters/lag.median/value", "1.2 s"},
       {"/parameters/lag.log_sd/value", "0.3"}}};
}

std::vector<Run> runs_of(const World& truth, const World& model, int count,
                         std::optional<Duration> cut_at = std::nullopt) {
  std::vector<Run> runs;
  for (int number = 0; number < count; ++number) {
    SyntheticDrill drill = drill_in(truth, model, number, 500 + static_cast<std::uint64_t>(number));
    drill.cut_at = cut_at;
    runs.push_back(synthetic_run(drill));
  }
  return runs;
}

Calibration learned_from(const World& model, const std::vector<Run>& runs) {
  CalibrationInput input{.assembled = &model.document, .runs = {}};
  for (const Run& run : runs) {
    input.runs.push_back(&run);
  }
  const auto calibration = calibrate(std::vector{input});
  REQUIRE(calibration);
  return *calibration;
}

const CalibratedParameter& parameter(const Calibration& calibration, const std::string& id) {
  const auto found = std::find_if(calibration.parameters.begin(), calibration.parameters.end(),
                                  [&](const CalibratedParameter& one) { return one.id == id; });
  REQUIRE(found != calibration.parameters.end());
  return *found;
}

bool holds(const Learned& learned, double truth) {
  return learned.interval.low <= truth && truth <= learned.interval.high;
}

}  // namespace

TEST_CASE("known parameters are recovered from synthetic drills") {
  const World model;
  const Calibration calibration = learned_from(model, runs_of(true_world(), model, 60));
  CHECK(calibration.runs.size() == 60);
  const auto& fence = parameter(calibration, "fence");
  CHECK(fence.length->observed == 60);
  CHECK(holds(fence.length->median, 16.0));
  CHECK(holds(fence.length->log_sd, 0.25));
  CHECK(fence.length->median.value == Approx(16.0).epsilon(0.1));
  CHECK(fence.length->prior_weight < 0.01);
  CHECK(holds(parameter(calibration, "promotion").length->median, 62.0));
  const auto& failure = parameter(calibration, "promotion.failure");
  CHECK(failure.failure->trials >= 60);
  CHECK(holds(failure.failure->probability, 0.3));
  CHECK(holds(parameter(calibration, "lag.median").length->median, 1.2));
  CHECK(holds(parameter(calibration, "lag.log_sd").length->log_sd, 0.3));
  // What was right stays.
  CHECK(parameter(calibration, "checks").length->median.value == Approx(20.0).epsilon(0.1));
  CHECK(std::none_of(calibration.parameters.begin(), calibration.parameters.end(),
                     [](const auto& one) { return one.id == "delivery"; }));
}

TEST_CASE("what clients keep, and what a restore takes beside copying, are recovered, too") {
  const auto learned = [](const std::string& path, const std::string& id, const char* law) {
    const World model{{}, path};
    const World truth{{{"/parameters/" + id + "/value", law}}, path};
    return parameter(learned_from(model, runs_of(truth, model, 40)), id).length.value();
  };
  const Learned kept = learned("scenarios/library/lab-failback.json", "dns.kept",
                               R"({"lognormal": {"median": "4 s", "log_sd": 0.3}})")
                           .median;
  CHECK(holds(kept, 4.0 + 0.5));  // seen on the probes' grid of a second: half of it later
  const Learned preparation =
      learned("scenarios/library/lab-backup-restoration.json", "database.restore_preparation",
              R"({"lognormal": {"median": "6 s", "log_sd": 0.3}})")
          .median;
  CHECK(holds(preparation, 6.0));
  CHECK(preparation.value == Approx(6.0).epsilon(0.15));
}

TEST_CASE("what was cut short counts as having taken at least that long") {
  const World model;
  // The outage begins at 2 min; three minutes later most promotions are under way.
  const std::vector<Run> runs =
      runs_of(true_world(), model, 60, std::chrono::seconds{120 + 5 + 5 + 16 + 62});
  const Calibration calibration = learned_from(model, runs);
  const auto& promotion = parameter(calibration, "promotion");
  CHECK(promotion.length->censored > 10);
  CHECK(promotion.length->observed > 5);
  CHECK(holds(promotion.length->median, 62.0));
}

TEST_CASE("a fitted file goes on top of the plan's, and is not learned from twice") {
  const World model;
  const World truth = true_world();
  const std::vector<Run> runs = runs_of(truth, model, 30);
  const std::string file = fitted_parameters_json(learned_from(model, runs));
  const Folder place{"fitted"};
  std::filesystem::create_directories(place.path());
  {
    std::ofstream stream{place.path("fitted.json")};
    stream << file;
  }
  const auto assembled = assemble_scenario(loss_of_east, {place.path("fitted.json")});
  REQUIRE(assembled);
  const auto scenario = read_scenario(*assembled);
  REQUIRE(scenario);
  SimulationOptions options;
  options.replications = 4'000;
  const Prediction fitted = summarise(*scenario, simulate(*scenario, options));
  const Prediction right = summarise(truth.scenario, simulate(truth.scenario, options));
  const Prediction wrong = summarise(model.scenario, simulate(model.scenario, options));
  const auto median = [](const Prediction& one) { return one.objectives[0].quantiles[0].value; };
  CHECK(median(fitted) == Approx(median(right)).epsilon(0.07));
  CHECK(median(wrong) < 0.85 * median(right));
  CHECK(fitted.fitted_on.size() == 30);

  CalibrationInput again{.assembled = &*assembled, .runs = {}};
  for (const Run& run : runs) {
    again.runs.push_back(&run);
  }
  const auto second = calibrate(std::vector{again});
  REQUIRE(second);
  CHECK(second->parameters.empty());
}

TEST_CASE("two scenarios that begin otherwise are refused") {
  const World model;
  const World other{{{"/parameters/fence/value", "9 s"}}};
  const std::vector<Run> runs = runs_of(model, model, 2);
  const std::vector<CalibrationInput> inputs{{&model.document, {&runs[0]}},
                                             {&other.document, {&runs[1]}}};
  const auto calibration = calibrate(inputs);
  REQUIRE_FALSE(calibration);
  CHECK(calibration.error().front().code == "FD3051");
}

TEST_CASE("the page says how much was measured and how much is still belief") {
  const World model;
  const Calibration calibration = learned_from(model, runs_of(true_world(), model, 12));
  const std::string page = calibration_page(calibration, {});
  CHECK(page.find("fence") != std::string::npos);
  CHECK(page.find("12") != std::string::npos);
  CHECK(page.find("still belief") != std::string::npos);
}
