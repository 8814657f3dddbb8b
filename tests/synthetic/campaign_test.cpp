// A campaign's drills come in an order that chance chose and nothing changes; the next drill is the
// one that teaches most.
#include "scenarios/campaign.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <set>
#include <string>

#include "scenarios/next_drill.hpp"
#include "tests/synthetic/drills_fixture.hpp"

using namespace firedrill;
using namespace firedrill::test;

namespace {

std::string here(const char* name) {
  return std::filesystem::absolute(std::string{"tests/synthetic/"} + name).generic_string();
}

Result<Campaign> campaign_with(const std::string& members) {
  const Folder place{"campaign"};
  {
    std::ofstream stream{place.path("c.json")};
    stream << R"({"format": "firedrill/campaign/1", "name": "c", "seed": 4, )" << members << "}";
  }
  return load_campaign(place.path("c.json"));
}

std::string two_scenarios() {
  return R"("scenarios": [{"scenario": ")" + here("loss-of-east.json") +
         R"(", "repetitions": 30}, {"scenario": ")" + here("loss-of-database.json") +
         R"(", "repetitions": 20, "weight": 3}])";
}

RunComparison drilled(const std::string& scenario, Verdict verdict, double foreseen) {
  RunComparison comparison;
  comparison.scenario.name = scenario;
  comparison.objectives.push_back({.name = "back",
                                   .title = {},
                                   .predicted_met_fraction = foreseen,
                                   .verdict = verdict,
                                   .reason = {},
                                   .figure = std::nullopt});
  return comparison;
}

}  // namespace

TEST_CASE("the order is chance's, and always the same") {
  const auto campaign = campaign_with(two_scenarios());
  REQUIRE(campaign);
  const auto drills = drills_of(*campaign);
  REQUIRE(drills.size() == 50);
  std::set<std::pair<std::uint32_t, std::uint32_t>> distinct;
  std::set<std::uint64_t> seeds;
  std::set<std::string> folders;
  int changes = 0;
  for (std::size_t index = 0; index < drills.size(); ++index) {
    CHECK(drills[index].number == index + 1);
    distinct.insert({drills[index].scenario, drills[index].repetition});
    seeds.insert(drills[index].seed);
    folders.insert(folder_of(drills[index], *campaign));
    changes += index > 0 && drills[index].scenario != drills[index - 1].scenario ? 1 : 0;
  }
  CHECK(distinct.size() == 50);
  CHECK(seeds.size() == 50);
  CHECK(folders.size() == 50);
  CHECK(changes > 10);  // not one scenario after the other
  const auto again = drills_of(*campaign);
  for (std::size_t index = 0; index < drills.size(); ++index) {
    CHECK(again[index].seed == drills[index].seed);
  }
  CHECK(campaign->scenarios[1].name == "loss-of-database");
  CHECK(campaign->scenarios[1].weight == 3.0);
}

TEST_CASE("what is wrong with a campaign is said") {
  struct Case {
    std::string members;
    const char* code;
  };
  const std::string east = R"({"scenario": ")" + here("loss-of-east.json") + "\"";
  const auto one = GENERATE_COPY(
      Case{R"("scenarios": [])", "FD2006"},
      Case{R"("scenarios": [{"scenario": "nowhere.json", "repetitions": 1}])", "FD1001"},
      Case{"\"scenarios\": [" + east + R"(, "repetitions": 0}])", "FD2006"},
      Case{
          "\"scenarios\": [" + east + R"(, "repetitions": 1}, )" + east + R"(, "repetitions": 1}])",
          "FD3002"},
      Case{two_scenarios() + R"(, "time_budget": "soon")", "FD2103"},
      Case{two_scenarios() + R"(, "order": "sorted")", "FD2003"});
  const auto campaign = campaign_with(one.members);
  REQUIRE_FALSE(campaign);
  CHECK(campaign.error().front().code == one.code);
}

TEST_CASE("the next drill is the most uncertain that matters most") {
  std::vector<RunComparison> comparisons;
  for (int index = 0; index < 10; ++index) {
    comparisons.push_back(drilled("sure", Verdict::met, 0.99));
  }
  for (int index = 0; index < 3; ++index) {
    comparisons.push_back(drilled("open", index == 1 ? Verdict::missed : Verdict::met, 0.6));
  }
  const std::vector<DrillOption> alike{{"sure", 1.0}, {"open", 1.0}, {"new", 1.0}};
  const auto next = next_drills(alike, comparisons);
  CHECK(next[0].scenario == "new");  // of which nothing is known
  CHECK(next[1].scenario == "open");
  CHECK(next[1].promise == "back");
  CHECK(next[1].drills == 3);
  CHECK(next[1].belief == Approx((2.0 * 0.6 + 2.0) / 5.0));
  CHECK(next[2].scenario == "sure");
  const std::vector<DrillOption> weighed{{"sure", 1.0}, {"open", 50.0}, {"new", 1.0}};
  CHECK(next_drills(weighed, comparisons)[0].scenario == "open");
}
