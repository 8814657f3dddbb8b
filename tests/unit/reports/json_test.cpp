#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "reports/json_text.hpp"
#include "reports/prediction_json.hpp"
#include "reports/timeline_json.hpp"
#include "tests/unit/reports/story_fixture.hpp"

using namespace firedrill;
using namespace firedrill::test;
using nlohmann::json;

TEST_CASE("a value stands on one line where it fits") {
  CHECK(json_text({{"a", {1, 2}}, {"b", {{"c", "d\"e"}}}}) ==
        "{\n  \"a\": [1, 2],\n  \"b\": {\"c\": \"d\\\"e\"}\n}\n");
  const std::string x(150, 'x');
  const std::string y(150, 'y');
  CHECK(json_text({{"long", {x, y}}}) ==
        "{\n  \"long\": [\n    \"" + x + "\",\n    \"" + y + "\"\n  ]\n}\n");
}

TEST_CASE("a long list of numbers or short words fills its lines") {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (int index = 0; index < 40; ++index) {
    list.push_back("inconclusive");
    list.push_back(index % 2 == 0 ? nlohmann::ordered_json(1234.567) : nullptr);
  }
  const std::string text = json_text({{"list", list}});
  CHECK(nlohmann::ordered_json::parse(text)["list"] == list);
  CHECK(std::count(text.begin(), text.end(), '\n') < 15);
  CHECK(longest_line(text) <= 120);
}

TEST_CASE("laying JSON out changes nothing in it") {
  const std::string text = prediction_json(small_prediction(), small_scenario());
  CHECK(json_text(nlohmann::ordered_json::parse(text)) == text);
  CHECK(longest_line(text) <= 280);
}

TEST_CASE("numbers that JSON cannot say are null") {
  CHECK(json_number(std::numeric_limits<double>::infinity()).is_null());
  CHECK(json_number(std::nullopt).is_null());
  CHECK(json_number(0.1).dump() == "0.1");
}

TEST_CASE("a prediction as JSON begins with its format and says that it is simulated") {
  const std::string text = prediction_json(small_prediction(), small_scenario());
  CHECK(
      text.starts_with("{\n  \"format\": \"firedrill/prediction/1\",\n  \"label\": \"SIMULATED\""));
  const auto parsed = json::parse(text);
  CHECK(parsed["scenario"]["digest"] == "abc");
  CHECK(parsed["replications"] == 2'000);
  CHECK(parsed["steps"].size() == 3);
  CHECK(parsed["phases"][1]["p95_s"] == 900.0);
  CHECK(parsed["diverged_fraction"] == 0.25);
  CHECK(parsed["stories"][0]["timeline"].size() == small_story().timeline.events().size());
}

TEST_CASE("an objective as JSON: null beyond the horizon and where there is no bound") {
  const auto parsed = json::parse(prediction_json(small_prediction(), small_scenario()));
  const auto& back = parsed["objectives"][0];
  CHECK(back["kind"] == "rto");
  CHECK(back["verdict"] == "missed");
  CHECK(back["met_fraction_ci95"] == json{0.29, 0.33});
  CHECK(back["quantiles_s"]["p50"] == 5400.0);
  CHECK(back["quantiles_s"]["p95"].is_null());
  CHECK(back["quantiles_ci95_s"]["p95"] == json{90'000.0, nullptr});
  CHECK(parsed["objectives"][1]["kind"] == "rpo");
}

TEST_CASE("an assumption as JSON keeps its value as it was written") {
  Prediction prediction = small_prediction();
  prediction.assumptions[1].influence.reset();
  prediction.assumptions[1].moves.clear();
  const auto parsed = json::parse(prediction_json(prediction, small_scenario()));
  CHECK(parsed["assumptions"][0]["value"] == json{{"uniform", {"5 s", "60 s"}}});
  CHECK(parsed["assumptions"][0]["assumed"] == true);
  CHECK(parsed["assumptions"][0]["influence"] == -0.123);
  CHECK(parsed["assumptions"][1]["value"] == "60 s");
  CHECK(parsed["assumptions"][1]["influence"].is_null());
  CHECK(parsed["assumptions"][1]["moves"].is_null());
}

TEST_CASE("a timeline as JSON names what its events speak of") {
  const std::string text = timeline_json(small_story(), small_scenario(), 3);
  const auto parsed = json::parse(text);
  CHECK(parsed["format"] == "firedrill/timeline/1");
  CHECK(parsed["label"] == "SIMULATED");
  CHECK(parsed["seed"] == 3);
  CHECK(parsed["replication"] == 7);
  CHECK(parsed["digest"].get<std::string>().size() == 16);
  CHECK(line_with(text, "first_failure_s").starts_with("    {\"asked_s\": 0.0, "));
  const auto& events = parsed["events"];
  CHECK(events[0] == json{{"asked_s", 0.0},
                          {"answered_s", 600.0},
                          {"verb", "inject"},
                          {"outcome", "succeeded"},
                          {"step", nullptr},
                          {"subject", "loss-of-east"},
                          {"attempt", 0},
                          {"by_hand", false}});
  CHECK(events[1]["subject"] == "shop");
  CHECK(events[1]["first_failure_s"] == 604.0);
  CHECK(events[3]["step"] == "stop_traffic_east");
  CHECK(events[3]["subject"] == "east");
  CHECK(events[3]["outcome"] == "unknown");
  CHECK(events[4]["subject"] == "operators");
  CHECK(events[4]["by_hand"] == true);
  CHECK(events[11]["subject"] == "dns");
  CHECK(events[12]["first_success_s"] == 3100.0);
  CHECK(events[13]["subject"] == "orders");
  CHECK(events[13]["age_s"] == 125.0);
}

TEST_CASE("what was not found within the horizon is null") {
  const Timeline timeline = recorded({{0, 600, Verb::await_recovery, Outcome::unknown}});
  const auto events = events_json(timeline, small_scenario());
  CHECK(events[0]["first_success_s"].is_null());
}
