#include "reports/prediction_text.hpp"

#include <catch2/catch.hpp>
#include <regex>

#include "tests/unit/reports/story_fixture.hpp"

using namespace firedrill;
using namespace firedrill::test;

namespace {

std::string small_page(const Prediction& prediction, int width = 100) {
  PageOptions options;
  options.width = width;
  return prediction_page(prediction, small_scenario(), options);
}

}  // namespace

TEST_CASE("the page opens with what it is and what matters most") {
  const std::string page = small_page(small_prediction());
  CHECK(
      page.starts_with("SIMULATED  Loss of the east\n"
                       "           2,000 recoveries of small-outage, plan small-plan, seed 3; "
                       "nothing real was touched\n"
                       "\n"
                       "1 of 2 promises do not hold; 1 cannot be told yet from 2,000 recoveries. "
                       "The shop is back: back\n"
                       "within 1 h in 31.0 % of recoveries; the plan needs 95 %.\n"));
}

TEST_CASE("the headline follows the verdicts") {
  Prediction prediction = small_prediction();
  prediction.objectives[0].verdict = Verdict::met;
  CHECK(small_page(prediction).find("1 of 2 promises hold; 1 cannot be told yet") !=
        std::string::npos);
  CHECK(small_page(prediction).find("Orders are kept: at most 15 min\nlost in 99.05 % of") !=
        std::string::npos);
  prediction.objectives[1].verdict = Verdict::met;
  CHECK(small_page(prediction).find("All 2 promises hold. The shop is back: back within 1 h") !=
        std::string::npos);
  prediction.objectives.pop_back();
  CHECK(small_page(prediction).find("The promise holds.") != std::string::npos);
}

TEST_CASE("promises tell target, share, interval, need, quantiles and verdict") {
  const std::string page = small_page(small_prediction());
  CHECK(line_with(page, "  The shop is back") ==
        "  The shop is back     1 h    31.0 %  [29.0, 33.0]   95 %  1 h 30 min        never  ✗ "
        "missed");
  CHECK(line_with(page, "  Orders are kept") ==
        "  Orders are kept  15 min   99.05 %  [98.5, 99.40]   99 %    12 s       14 min  ? "
        "inconclusive");
}

TEST_CASE("steps come in the order in which to improve them") {
  const std::string page = small_page(small_prediction());
  const std::size_t first = page.find("  stop_traffic_east       70.0 %");
  const std::size_t second = page.find("  detection and decision  20.0 %");
  const std::size_t third = page.find("  route_west              10.0 %");
  REQUIRE(third != std::string::npos);
  CHECK(first < second);
  CHECK(second < third);
}

TEST_CASE("assumptions tell how much they move, and which are assumed") {
  const std::string page = small_page(small_prediction());
  CHECK(line_with(page, "stop = ") == "    12.3  stop = uniform(5 s, 60 s)  shop-back");
  CHECK(page.find("\n          assumed: it is so\n") != std::string::npos);
  CHECK(page.find("2 of 2 assumptions, 1 of which") != std::string::npos);
}

TEST_CASE("only the ten most influential assumptions are listed unless all are asked for") {
  Prediction prediction = small_prediction();
  prediction.assumptions.resize(1);
  for (int index = 1; index < 12; ++index) {
    prediction.assumptions.push_back(prediction.assumptions[0]);
    prediction.assumptions.back().name = "number-" + std::to_string(index);
  }
  CHECK(small_page(prediction).find("number-9 =") != std::string::npos);
  CHECK(small_page(prediction).find("number-10 =") == std::string::npos);
  PageOptions options;
  options.all_assumptions = true;
  CHECK(prediction_page(prediction, small_scenario(), options).find("number-11 =") !=
        std::string::npos);
}

TEST_CASE("assumptions whose influence was not examined are not given any") {
  Prediction prediction = small_prediction();
  for (AssumptionPrediction& assumption : prediction.assumptions) {
    assumption.influence.reset();
    assumption.moves.clear();
  }
  const std::string page = small_page(prediction);
  CHECK(page.find("their influence was not examined") != std::string::npos);
  CHECK(line_with(page, "ttl = 60 s") == "       -  ttl = 60 s");
}

TEST_CASE("whoever is waited for is told") {
  CHECK(small_page(small_prediction())
            .find("Waiting on average for somebody who is busy with another step: "
                  "stop_traffic_east 1 min 30 s.") != std::string::npos);
}

TEST_CASE("split brain, work lost and how to go on are told") {
  const std::string page = small_page(small_prediction());
  CHECK(page.find("In 25.0 % of recoveries an unfenced old primary") != std::string::npos);
  CHECK(line_with(page, "  work lost  ") == "  work lost      1 min   12 min         all");
  CHECK(page.find("firedrill simulate FILE --replication 7 --seed 3") != std::string::npos);
  CHECK(page.find("firedrill whatif FILE --set /parameters/stop/value=") != std::string::npos);
}

TEST_CASE("colour adds nothing but escape sequences") {
  PageOptions options;
  options.colour = true;
  const std::string coloured = prediction_page(small_prediction(), small_scenario(), options);
  const std::string plain = small_page(small_prediction());
  CHECK(plain.find('\x1b') == std::string::npos);
  CHECK(coloured.find("\x1b[31m") != std::string::npos);
  CHECK(std::regex_replace(coloured, std::regex{"\x1b\\[[0-9]+m"}, "") == plain);
}

TEST_CASE("the page keeps to its width") {
  for (const int width : {80, 99, 100, 120}) {
    CHECK(longest_line(small_page(small_prediction(), width)) <= static_cast<std::size_t>(width));
  }
}
