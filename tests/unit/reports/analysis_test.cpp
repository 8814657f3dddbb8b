// The page and the JSON of an analysis say what was found, name by name.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "models/base/utf8.hpp"
#include "reports/analysis_json.hpp"
#include "reports/analysis_text.hpp"
#include "tests/unit/models/analysis/plan_fixture.hpp"

using namespace firedrill;

namespace {

bool has(const std::string& page, const std::string& part) {
  return page.find(part) != std::string::npos;
}

std::size_t widest_line(const std::string& page) {
  std::size_t widest = 0;
  for (std::size_t begin = 0; begin < page.size();) {
    const std::size_t end = page.find('\n', begin);
    widest = std::max(widest, count_code_points(page.substr(begin, end - begin)));
    begin = end + 1;
  }
  return widest;
}

const std::string page_of(const Plan& plan, const std::vector<FailureFigure>& figures,
                          int width = 100) {
  PageOptions options;
  options.width = width;
  return analysis_page(plan, analyse(plan, figures), options);
}

}  // namespace

TEST_CASE("the page leads with the single points of failure and the control plane it hangs on") {
  const TwoRegions made;
  const std::string page = page_of(made.plan, {});
  CHECK(has(page,
            "1 single point of failure: dns. Without east, 1 service comes back only if its "
            "control plane"));
  CHECK(has(page, "    database + replica\n"));
  CHECK(has(page, "    east + control plane of west\n"));
  CHECK(has(page, "RECOVERY WITHOUT east"));
  CHECK_FALSE(has(page, "RECOVERY WITHOUT west"));
  CHECK(has(page, "1  shop  back after 6 min 30 s"));
  CHECK(has(page, "point dns to west"));
  CHECK(has(page, "(!) goes through the control plane of east itself"));
  CHECK(has(page, "  east → dns → control plane of east → east\n"));
  CHECK(has(page, "A plan does not say how often its parts fail"));
}

TEST_CASE("a plan with a reserve for everything is told so, and one without is not") {
  PlanMaker made;
  const auto database = made.add("database", east, Database{});
  made.add("replica", west, replica_of(database, 60.0));
  made.serve("shop", {NeedsDatabase{database}});
  CHECK(has(page_of(made.plan, {}), "No loss of one component or region is beyond"));
  made.plan.components.pop_back();
  const std::string page = page_of(made.plan, {});
  CHECK(has(page, "2 single points of failure: database, east."));
  CHECK(has(page, "1  shop  only when east returns"));
}

TEST_CASE("availability is shown with what it leaves out") {
  const TwoRegions made;
  const FailureFigure figure{component(made.database), 30 * 86'400.0, 7200.0};
  const std::string page = page_of(made.plan, {figure});
  // A year has 365 / (30 + 1/12) failures of 2 h: 24.3 h; a move of 390 s against 2 h of repair
  // costs 390 / (390 + 7200) of that.
  CHECK(has(page, "24 h 16 min"));
  CHECK(has(page, "1 h 15 min"));
  CHECK(has(page, "Without a figure, and so taken never to fail: replica, dns, east, west."));
}

TEST_CASE("pages keep to their width, whatever the names") {
  TwoRegions made;
  made.plan.title = std::string(150, 't');
  made.plan.services[0].title = std::string(150, 's');
  made.plan.components[made.replica.index].name = std::string(60, 'r');
  for (const int width : {80, 120}) {
    CHECK(widest_line(page_of(made.plan, {{component(made.dns), 1e7, 1e3}}, width)) <=
          static_cast<std::size_t>(width));
  }
}

TEST_CASE("the JSON has names where the model has numbers") {
  const TwoRegions made;
  const FailureFigure figure{region(east), 3e7, 1e4};
  const auto json = nlohmann::json::parse(analysis_json(made.plan, analyse(made.plan, {figure})));
  CHECK(json["format"] == "firedrill/analysis/1");
  CHECK(json["single_points_of_failure"] ==
        nlohmann::json::parse(R"([{"kind": "component", "name": "dns"}])"));
  CHECK(json["losses"][0]["lost"]["name"] == "east");
  CHECK(json["losses"][0]["takes_down"] == nlohmann::json{"database"});
  CHECK(json["losses"][0]["effects"]["shop"] == "needs_control_plane");
  CHECK(json["services"][0]["cut_sets_of_regions"][1] ==
        nlohmann::json::parse(R"([{"kind": "region", "name": "east"},
                                  {"kind": "control_plane", "name": "east"}])"));
  const auto& recovery = json["recoveries"][0];
  CHECK(recovery["services"][0]["ready_s"] == 390.0);
  CHECK(recovery["services"][0]["critical_path"] == nlohmann::json{0, 1});
  CHECK(recovery["tasks"][1]["work"] == "switch_route");
  CHECK(recovery["tasks"][1]["target"] == "west");
  CHECK(recovery["tasks"][1]["control_plane"] == "east");
  CHECK(recovery["tasks"][1]["after"] == nlohmann::json{0});
  CHECK(recovery["tasks"][0]["target"].is_null());
  CHECK(json["cycles"][0]["links"][2] ==
        nlohmann::json::parse(R"({"kind": "control_plane", "name": "east"})"));
  CHECK(json["availability"]["figures"][0]["of"]["kind"] == "region");
  CHECK(json["availability"]["services"][0]["down_fraction"].get<double>() ==
        Approx(1e4 / (3e7 + 1e4)));
}
