// Scenarios from files: assembled from several, changed by settings, all files' errors at once.
#include <filesystem>
#include <fstream>
#include <set>

#include "scenarios/plan_reader.hpp"
#include "tests/unit/scenarios/plan_fixture.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// A folder that disappears with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "firedrill-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string write(const std::string& name, const std::string& text) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file} << text;
    return file.string();
  }

 private:
  std::filesystem::path path_;
};

std::vector<std::string> codes_of(const Diagnostics& problems) {
  std::vector<std::string> codes;
  for (const Diagnostic& problem : problems) {
    codes.push_back(problem.code);
  }
  std::sort(codes.begin(), codes.end());
  return codes;
}

// The small scenario spread over four files in two folders.
std::string write_small(const TemporaryFolder& folder, const std::string& changes = "{}") {
  const Document whole = small_scenario();
  std::string plan = to_json(*whole.root.find("plan"));
  plan.insert(1, R"("parameters": ["../p/a.json", "../p/b.json"], )");
  folder.write("plans/plan.json", plan);
  const Node& table = *whole.root.find("parameters");
  const auto member = [&](const char* id) {
    return "\"" + std::string{id} + "\": " + to_json(*table.find(id));
  };
  folder.write("p/a.json", R"({"format": "firedrill/parameters/1", "parameters": {)" +
                               member("promotion") + ",\n" + member("failure") + "}}");
  folder.write("p/b.json",
               R"({"format": "firedrill/parameters/1", "parameters": {)" + member("outage") + "}}");
  folder.write("runbook.json", to_json(*whole.root.find("runbook")));
  return folder.write("library/small.json",
                      R"({"format": "firedrill/scenario/1", "name": "small",
      "plan": "../plans/plan.json", "runbook": "../runbook.json", "changes": )" +
                          changes + R"(, "faults": )" + to_json(*whole.root.find("faults")) +
                          R"(, "objectives": ["orders-kept"], "probe_interval": "0 s",
      "horizon": "2 days"})");
}

}  // namespace

TEST_CASE("every shipped scenario loads without a finding") {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator{"scenarios/library"}) {
    INFO(entry.path().string());
    const auto assembled = assemble_scenario(entry.path().string());
    REQUIRE(assembled);
    Diagnostics findings;
    const auto scenario = read_scenario(*assembled, &findings);
    REQUIRE(scenario);
    CHECK(findings.empty());
    CHECK(scenario->name == entry.path().stem().string());
    CHECK(scenario->digest.size() == 64);
    CHECK(scenario->plan.digest.size() == 64);
    CHECK(scenario->plan.digest != scenario->runbook.digest);
    ++count;
  }
  CHECK(count >= 4);
}

TEST_CASE("a scenario is put together from its files") {
  const TemporaryFolder folder;
  const auto assembled = assemble_scenario(write_small(folder));
  REQUIRE(assembled);
  const Node& outage = *assembled->root.find("parameters")->find("outage");
  CHECK(outage.pointer == "/parameters/outage");
  CHECK(place_of(outage).file.ends_with("/p/b.json"));
  CHECK(assembled->root.find("plan")->find("regions")->items[1].pointer == "/plan/regions/1");
  const auto scenario = read_scenario(*assembled);
  REQUIRE(scenario);
  CHECK(scenario->plan.components.size() == 8);
  CHECK(scenario->runbook.steps.size() == 3);
  REQUIRE(scenario->objectives.size() == 1);
  CHECK(scenario->objectives[0].name == "orders-kept");
  CHECK(scenario->probe_interval == 0s);
  CHECK(scenario->horizon == 48h);
}

TEST_CASE("a horizon shorter than a promise is a finding") {
  Diagnostics findings;
  const auto scenario = read_scenario(small_scenario_with("/horizon", "30 min"), &findings);
  REQUIRE(scenario);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == "FD3016");
  CHECK(findings[0].severity == Severity::warning);
  CHECK(findings[0].place.pointer == "/horizon");
}

TEST_CASE("faults and objectives of a scenario") {
  const auto scenario = read_scenario(small_scenario());
  REQUIRE(scenario);
  REQUIRE(scenario->faults.size() == 1);
  const auto& outage = std::get<RegionOutage>(scenario->faults[0].model);
  CHECK(outage.region == RegionId{0});
  CHECK(outage.control_plane_loss == 1.0);
  CHECK(std::get<Constant>(outage.length.law).value == 7200.0);
  CHECK(scenario->objectives.size() == 2);
  only_problem("/objectives", R"(["shop-bakc"])", "FD3001", "/objectives/0");
  only_problem("/objectives", "some", "FD2005", "/objectives");
  only_problem("/faults/0/region_outage/region", "eats", "FD3001",
               "/faults/0/region_outage/region");
}

TEST_CASE("settings change any value, by its pointer") {
  const TemporaryFolder folder;
  const std::string path = write_small(folder);
  const std::vector<Setting> settings{{"/parameters/outage/value", "3 h"},
                                      {"/plan/components/4/cluster/nodes", "6"},
                                      {"/horizon", "24 h"}};
  const auto scenario = load_scenario(path, settings);
  REQUIRE(scenario);
  CHECK(std::get<Constant>(std::get<RegionOutage>(scenario->faults[0].model).length.law).value ==
        10800.0);
  CHECK(std::get<Cluster>(scenario->plan.components[4].model).nodes == 6);
  CHECK(scenario->horizon == 24h);
  const auto unchanged = load_scenario(path);
  REQUIRE(unchanged);
  CHECK(unchanged->digest != scenario->digest);
}

TEST_CASE("settings that lead nowhere are all reported") {
  const TemporaryFolder folder;
  const std::vector<Setting> settings{{"/plan/componets/0", "1"}, {"/plan/regions/7/name", "x"}};
  const auto scenario = load_scenario(write_small(folder), settings);
  REQUIRE_FALSE(scenario);
  CHECK(codes_of(scenario.error()) == std::vector<std::string>{"FD1019", "FD1019"});
}

TEST_CASE("changes of a scenario are applied, and wrong ones point at their name") {
  const TemporaryFolder folder;
  const auto scenario = load_scenario(write_small(
      folder, R"({"/plan/components/1/database/lag/ornstein_uhlenbeck/sampled_every": "10 s",
                  "/horizon": "5 h"})"));
  REQUIRE(scenario);
  const auto& replica = std::get<Database>(scenario->plan.components[1].model);
  CHECK(std::get<OrnsteinUhlenbeckLag>(*replica.lag).sampled_every == 10s);
  CHECK(scenario->horizon == 5h);

  const auto wrong =
      load_scenario(write_small(folder, R"({"/plan/nowhere/x": 1, "/horizn/x": 2})"));
  REQUIRE_FALSE(wrong);
  REQUIRE(codes_of(wrong.error()) == std::vector<std::string>{"FD1019", "FD1019"});
  CHECK(wrong.error()[0].place.file.ends_with("/library/small.json"));
  CHECK(wrong.error()[0].place.line == 2);

  const auto mistaken = load_scenario(write_small(folder, R"({"/horizon": "5 hourz"})"));
  REQUIRE_FALSE(mistaken);
  REQUIRE(mistaken.error().size() == 1);
  CHECK(mistaken.error()[0].code == "FD2103");
  CHECK(mistaken.error()[0].place.pointer == "/horizon");
  CHECK(mistaken.error()[0].place.file.ends_with("/library/small.json"));
}

TEST_CASE("FD3002: a parameter in two files shows both") {
  const TemporaryFolder folder;
  const std::string path = write_small(folder);
  folder.write("p/b.json", R"({"format": "firedrill/parameters/1", "parameters": {
    "failure": {"title": "t", "dimension": "ratio", "value": 0, "assumed": "x"}}})");
  const auto assembled = assemble_scenario(path);
  REQUIRE_FALSE(assembled);
  REQUIRE(assembled.error().size() == 1);
  CHECK(assembled.error()[0].code == "FD3002");
  CHECK(assembled.error()[0].place.file.ends_with("/p/b.json"));
  REQUIRE(assembled.error()[0].related.size() == 1);
  CHECK(assembled.error()[0].related[0].file.ends_with("/p/a.json"));
}

TEST_CASE("errors of several files are reported together") {
  const TemporaryFolder folder;
  const std::string path = write_small(folder);
  folder.write("runbook.json", "{,}");
  folder.write("p/b.json", "[1");
  const auto assembled = assemble_scenario(path);
  REQUIRE_FALSE(assembled);
  std::set<std::string> files;
  for (const Diagnostic& problem : assembled.error()) {
    files.insert(std::filesystem::path{problem.place.file}.filename().string());
  }
  CHECK(files == std::set<std::string>{"b.json", "runbook.json"});
}

TEST_CASE("FD3015: a scenario without plan or runbook; FD1001: files that are not there") {
  const TemporaryFolder folder;
  const auto bare = assemble_scenario(folder.write("bare.json", "{}"));
  REQUIRE_FALSE(bare);
  CHECK(codes_of(bare.error()) == std::vector<std::string>{"FD3015", "FD3015"});
  const auto lost = assemble_scenario(
      folder.write("lost.json", R"({"plan": "no.json", "runbook": "neither.json"})"));
  REQUIRE_FALSE(lost);
  CHECK(codes_of(lost.error()) == std::vector<std::string>{"FD1001", "FD1001"});
  const auto list = assemble_scenario(folder.write("list.json", "[]"));
  REQUIRE_FALSE(list);
  CHECK(codes_of(list.error()) == std::vector<std::string>{"FD2001"});
  const auto own = assemble_scenario(folder.write("own.json", R"({"parameters": {}})"));
  REQUIRE_FALSE(own);
  CHECK(codes_of(own.error()) == std::vector<std::string>{"FD2003"});
}

TEST_CASE("a file of parameters says that it is one") {
  const TemporaryFolder folder;
  const std::string path = write_small(folder);
  folder.write("p/b.json", R"({"format": "firedrill/plan/1", "parameters": {}, "x": 1})");
  const auto assembled = assemble_scenario(path);
  REQUIRE_FALSE(assembled);
  CHECK(codes_of(assembled.error()) == std::vector<std::string>{"FD2003", "FD3013"});
}

TEST_CASE("a plan is loaded on its own, with the pointers it has in a scenario") {
  const TemporaryFolder folder;
  write_small(folder);
  const std::string path = folder.write("plans/../plans/plan.json",
                                        R"({"format": "firedrill/plan/1", "name": "x",
    "regions": [], "components": [], "services": [], "objectives": []})");
  const auto plan = load_plan(path);
  REQUIRE_FALSE(plan);
  REQUIRE(plan.error().size() == 1);
  CHECK(plan.error()[0].code == "FD3004");
  CHECK(plan.error()[0].place.pointer == "/plan/regions");
}
