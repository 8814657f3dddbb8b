#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "reports/whatif_json.hpp"
#include "reports/whatif_text.hpp"
#include "tests/unit/reports/story_fixture.hpp"

using namespace firedrill;
using namespace firedrill::test;

namespace {

// One promise that B keeps more often, one that stays exactly as it was, one that never recovers in
// B.
Comparison small_comparison() {
  Comparison comparison;
  comparison.a = "as-is";
  comparison.b = "hardened";
  comparison.seed = 3;
  comparison.replications = 2'000;
  Difference better;
  better.objective = "shop-back";
  better.target_s = 3600.0;
  better.met_a = 0.5;
  better.met_b = 0.75;
  better.met_change = 0.25;
  better.met_low = 0.22;
  better.met_high = 0.28;
  better.mean_change_s = -600.0;
  better.mean_low_s = -660.0;
  better.mean_high_s = -540.0;
  better.pairs = 1'990;
  better.median_a_s = 3000.0;
  better.median_b_s = 2400.0;
  better.variance_ratio = 12.0;
  Difference same;
  same.objective = "orders-kept";
  same.kind = ObjectiveKind::rpo;
  same.target_s = 900.0;
  same.met_a = same.met_b = 1.0;
  same.pairs = 2'000;
  same.median_a_s = same.median_b_s = 10.0;
  Difference worse;
  worse.objective = "whole-back";
  worse.target_s = 7200.0;
  worse.met_a = 0.9;
  worse.met_change = -0.9;
  worse.met_low = -0.92;
  worse.met_high = -0.88;
  worse.median_a_s = 4000.0;
  worse.median_b_s = std::numeric_limits<double>::infinity();
  comparison.differences = {better, same, worse};
  return comparison;
}

}  // namespace

TEST_CASE("a comparison tells what holds more often and what less") {
  const std::string page = whatif_page(small_comparison(), {});
  CHECK(
      page.starts_with("SIMULATED  2,000 pairs of recoveries under the same luck, seed 3\n"
                       "  A  as-is\n"
                       "  B  hardened\n"));
  CHECK(page.find("1 promise holds more often with B, 1 less often; 1 cannot be told apart.") !=
        std::string::npos);
  CHECK(line_with(page, "shop-back") ==
        "  shop-back      1 h  50.0 %  75.0 %  ▲ +25.0  [+22.0, +28.0]      -10 min  [-11 min, -9 "
        "min]");
  CHECK(line_with(page, "whole-back") ==
        "  whole-back     2 h  90.0 %     0 %  ▼ -90.0  [-92.0, -88.0]            -");
  CHECK(page.find("1 promise is exactly as before") != std::string::npos);
  CHECK(page.find("12 times as many recoveries to compare shop-back") != std::string::npos);
}

TEST_CASE("a change of the same file is called changed") {
  Comparison comparison = small_comparison();
  comparison.b = comparison.a;
  CHECK(whatif_page(comparison, {}).find("  B  as-is, changed\n") != std::string::npos);
}

TEST_CASE("a comparison page keeps to its width") {
  for (const int width : {80, 100, 120}) {
    PageOptions options;
    options.width = width;
    const auto longest = longest_line(whatif_page(small_comparison(), options));
    CHECK(longest <= static_cast<std::size_t>(width));
  }
}

TEST_CASE("a comparison as JSON says what it is, and null where there is no number") {
  const auto page = nlohmann::json::parse(whatif_json(small_comparison()));
  CHECK(page["format"] == "firedrill/whatif/1");
  CHECK(page["label"] == "SIMULATED");
  REQUIRE(page["differences"].size() == 3);
  const auto& better = page["differences"][0];
  CHECK(better["met_fraction"]["a"] == 0.5);
  CHECK(better["met_fraction"]["b"] == 0.75);
  CHECK(better["met_change_ci95"] == nlohmann::json{0.22, 0.28});
  CHECK(better["mean_change_s"] == -600.0);
  const auto& worse = page["differences"][2];
  CHECK(worse["median_s"]["b"].is_null());
  CHECK(worse["mean_change_s"].is_null());
  CHECK(worse["mean_change_ci95_s"] == nlohmann::json{nullptr, nullptr});
}
