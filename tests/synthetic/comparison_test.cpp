// One drill against its prediction: figures in their places, steps of one world only, and drills
// that were cut short.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include "reports/comparison_json.hpp"
#include "reports/comparison_picture.hpp"
#include "reports/comparison_text.hpp"
#include "tests/synthetic/drills_fixture.hpp"

using namespace firedrill;
using namespace firedrill::test;

namespace {

const ComparedStep& step_called(const RunComparison& comparison, const std::string& name) {
  const auto found = std::find_if(comparison.steps.begin(), comparison.steps.end(),
                                  [&](const ComparedStep& one) { return one.name == name; });
  REQUIRE(found != comparison.steps.end());
  return *found;
}

}  // namespace

TEST_CASE("a step that takes twice as long lies beyond its predictions, the others do not") {
  const World model;
  const World slow{{{"/parameters/checks/value", "60 s"}}};
  const RunComparison comparison =
      compare_run(synthetic_run(drill_in(slow, model, 1, 3)), predicted_by(model, 9));
  const ComparedStep& check = step_called(comparison, "check");
  REQUIRE(check.length);
  CHECK(check.seen_in == SeenIn::both);
  CHECK(check.length->measured == Approx(60.0));
  CHECK(check.length->median == Approx(20.0).epsilon(0.05));
  CHECK(check.length->interval.low == Approx(20.0 * std::exp(-1.645 * 0.15)).epsilon(0.05));
  CHECK(check.length->interval.high == Approx(20.0 * std::exp(1.645 * 0.15)).epsilon(0.05));
  CHECK(check.length->rank.low == 1.0);
  CHECK(check.length->is_inside == Verdict::missed);
  CHECK(step_called(comparison, "stop_old").length->is_inside == Verdict::met);
  const ComparedObjective* const recovery = first_recovery(comparison);
  REQUIRE(recovery != nullptr);
  CHECK(recovery->figure->measured > recovery->figure->median);
  CHECK(recovery->score_s > 0.0);
}

TEST_CASE("steps of one world only are told as such") {
  const World model;
  PredictedRun predicted = predicted_by(model, 9);
  predicted.steps[2].name = "check_by_hand";
  const RunComparison comparison =
      compare_run(synthetic_run(drill_in(model, model, 1, 3)), predicted);
  CHECK(step_called(comparison, "check").seen_in == SeenIn::run);
  CHECK(step_called(comparison, "check").measured_length);
  CHECK_FALSE(step_called(comparison, "check").length);
  CHECK(step_called(comparison, "check_by_hand").seen_in == SeenIn::prediction);
  const std::string page = comparison_page(comparison, record_of({comparison}), {});
  CHECK(page.find("in the drill only") != std::string::npos);
  CHECK(page.find("check_by_hand: in 100 % of the predictions, not in the drill") !=
        std::string::npos);
}

TEST_CASE("a step that was cut short took at least that long") {
  const World model;
  SyntheticDrill drill = drill_in(model, model, 1, 3);
  const Run whole = synthetic_run(drill);
  const auto promote = std::find_if(whole.steps.begin(), whole.steps.end(),
                                    [](const RunStep& one) { return one.name == "promote"; });
  drill.cut_at = *promote->started + std::chrono::seconds{5};
  const RunComparison comparison = compare_run(synthetic_run(drill), predicted_by(model, 9));
  const ComparedStep& step = step_called(comparison, "promote");
  REQUIRE(step.length);
  CHECK(step.length->is_censored);
  CHECK(step.length->measured == Approx(5.0));
  CHECK(step.length->rank.high == 1.0);
  CHECK(step.length->is_inside == Verdict::inconclusive);
  CHECK(step_called(comparison, "check").seen_in == SeenIn::prediction);
  CHECK(record_of({comparison}).steps.size() >= 1);
}

TEST_CASE("the comparison is the same each time, and its JSON says what the page says") {
  const World model;
  const PredictedRun predicted = predicted_by(model, 9);
  const Run run = synthetic_run(drill_in(model, model, 1, 3));
  const RunComparison comparison = compare_run(run, predicted);
  const ModelRecord record = record_of({comparison});
  const std::string json = comparison_json(std::vector{comparison}, record);
  CHECK(json == comparison_json(std::vector{compare_run(run, predicted)}, record));
  const auto parsed = nlohmann::json::parse(json);
  CHECK(parsed["format"] == "firedrill/comparison/1");
  CHECK(parsed["comparisons"][0]["steps"].size() == 4);
  CHECK(parsed["model"]["verdict"] == "inconclusive");
  CHECK(record.reason == "1 drill, and 20 are needed");
  const std::string picture = comparison_picture(comparison);
  for (const char* const step : {"stop_old", "promote", "check", "switch_name"}) {
    CHECK(picture.find(step) != std::string::npos);
  }
}
