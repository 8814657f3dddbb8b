// Every way in which the parts of a plan can fail to fit together: reported once, at its place.
#include "tests/unit/scenarios/plan_fixture.hpp"

using namespace firedrill;

TEST_CASE("the small scenario is right") {
  const Document document = small_scenario();
  Diagnostics findings;
  const auto scenario = read_scenario(document, &findings);
  REQUIRE(scenario);
  CHECK(findings.empty());
}

TEST_CASE("FD3001: a dangling reference suggests the nearest name") {
  const auto problem = only_problem("/plan/components/1/database/replica_of", "databse", "FD3001",
                                    "/plan/components/1/database/replica_of");
  CHECK(problem.message == "there is no component \"databse\"");
  CHECK(problem.suggestion == "did you mean \"database\"?");
  only_problem("/plan/components/0/region", "weest", "FD3001", "/plan/components/0/region");
  only_problem("/plan/components/7/depends_on/0", "x", "FD3001", "/plan/components/7/depends_on/0");
  only_problem("/plan/services/1/includes/0", "shp", "FD3001", "/plan/services/1/includes/0");
  only_problem("/plan/data/2/periodic_copy/kept_in", "wst", "FD3001",
               "/plan/data/2/periodic_copy/kept_in");
  only_problem("/plan/objectives/1/data/1", "note", "FD3001", "/plan/objectives/1/data/1");
  only_problem("/plan/objectives/0/service", "shp", "FD3001", "/plan/objectives/0/service");
  only_problem("/plan/roles/0/backup", "oprator", "FD3001", "/plan/roles/0/backup");
}

TEST_CASE("FD3002: a name given twice shows the first place") {
  const auto problem = only_problem("/plan/regions/-", R"({"name": "east", "role": "third"})",
                                    "FD3002", "/plan/regions/2/name");
  REQUIRE(problem.related.size() == 1);
  CHECK(problem.related.front().pointer == "/plan/regions/0/name");
  only_problem("/plan/objectives/1/name", "shop-back", "FD3002", "/plan/objectives/1/name");
}

TEST_CASE("FD3003: circles are named in full") {
  auto problem = only_problem("/plan/components/0/depends_on", R"(["desk"])", "FD3003",
                              "/plan/components/0/depends_on");
  CHECK(problem.message ==
        "depends_on goes round in a circle: \"database\" -> \"desk\" -> \"database\"");
  problem = only_problem("/plan/services/0/includes", R"(["everything"])", "FD3003",
                         "/plan/services/0/includes");
  CHECK(problem.message ==
        "includes goes round in a circle: \"shop\" -> \"everything\" -> \"shop\"");
}

TEST_CASE("FD3004: regions") {
  const Diagnostics problems = problems_with("/plan/regions", "[]");
  CHECK(std::count_if(problems.begin(), problems.end(), [](const Diagnostic& problem) {
          return problem.code == "FD3004" && problem.place.pointer == "/plan/regions";
        }) == 1);
  only_problem("/plan/components/2", R"({"name": "bucket", "object_store": {}})", "FD3004",
               "/plan/components/2");
  std::string many = R"([{"name": "east", "role": "r"}, {"name": "west", "role": "r"})";
  for (int index = 0; index < 63; ++index) {
    many += R"(, {"name": "r)" + std::to_string(index) + R"(", "role": "r"})";
  }
  only_problem("/plan/regions", many + "]", "FD3004", "/plan/regions");
}

TEST_CASE("FD3005: primaries and replicas") {
  only_problem("/plan/components/1/database/replica_of", "replica", "FD3005",
               "/plan/components/1/database/replica_of");
  only_problem("/plan/components/-",
               R"({"name": "third", "region": "west", "object_store": {"replica_of": "copy",
                   "object_latency": "1 s", "replication_rate": "1 MB/s"}})",
               "FD3005", "/plan/components/8/object_store/replica_of");
  only_problem("/plan/data/0/database_replication/replica", "database", "FD3005",
               "/plan/data/0/database_replication/replica");
  only_problem("/plan/data/1/checkpoint_stream/replica", "bucket", "FD3005",
               "/plan/data/1/checkpoint_stream/replica");
  only_problem("/plan/components/1/database",
               R"({"replica_of": "database", "promotion": "1 s", "promotion_failure": 0})",
               "FD3005", "/plan/data/0/database_replication/replica");
  only_problem("/plan/services/0/requirements/1/database", "replica", "FD3005",
               "/plan/services/0/requirements/1/database");
}

TEST_CASE("FD3006: a component of the wrong kind") {
  const auto problem = only_problem("/plan/services/0/requirements/0/route", "bucket", "FD3006",
                                    "/plan/services/0/requirements/0/route");
  CHECK(problem.message == "\"bucket\" is of the kind object_store, but dns is needed here");
  only_problem("/plan/training/clusters/0", "dns", "FD3006", "/plan/training/clusters/0");
  only_problem("/plan/training/checkpoints", "orders", "FD3006", "/plan/training/checkpoints");
}

TEST_CASE("FD3012: exactly one kind of component, protection or requirement") {
  only_problem("/plan/components/5/facility", R"({"purpose": "x"})", "FD3012",
               "/plan/components/5/facility");
  only_problem("/plan/components/6", R"({"name": "caller"})", "FD3012", "/plan/components/6");
  only_problem("/plan/data/2", R"({"name": "notes", "written_in": "east"})", "FD3012",
               "/plan/data/2");
  const auto problem = only_problem("/plan/components/6",
                                    R"({"name": "caller", "external_reprot": {"delay": "1 s"}})",
                                    "FD2003", "/plan/components/6/external_reprot");
  CHECK(problem.suggestion == "did you mean \"external_report\"?");
}

TEST_CASE("FD3013: the wrong kind of file") {
  only_problem("/plan/format", "firedrill/runbook/1", "FD3013", "/plan/format");
  only_problem("/format", "firedrill/scenario/2", "FD3013", "/format");
}

TEST_CASE("impossible values are refused where a loop would never end") {
  for (const std::string pointer :
       {"/plan/data/2/periodic_copy/interval", "/plan/data/1/checkpoint_stream/interval",
        "/plan/components/1/database/lag/ornstein_uhlenbeck/relaxation",
        "/plan/components/1/database/lag/ornstein_uhlenbeck/sampled_every", "/horizon"}) {
    only_problem(pointer, "0 s", "FD2006", pointer);
  }
  only_problem("/plan/components/4/cluster/nodes_maximum", "2", "FD2006",
               "/plan/components/4/cluster/nodes_maximum");
  only_problem("/plan/objectives/1/data", "[]", "FD2006", "/plan/objectives/1/data");
  only_problem("/plan/components/-",
               R"({"name": "prober", "prober": {"vantage_points": [], "interval": "10 s",
                   "timeout": "4 s", "threshold": 3, "quorum": 1, "delivery": "0 s"}})",
               "FD2006", "/plan/components/8/prober/vantage_points");
}

TEST_CASE("all errors are reported at once, whatever part they are in") {
  Document document = small_scenario();
  for (const auto& [pointer, value] : std::vector<std::pair<std::string, std::string>>{
           {"/plan/components/0/region", "norht"},
           {"/plan/objectives/0/target", "4 hourz"},
           {"/runbook/steps/1/action/promote/database", "bucket"},
           {"/faults/0/region_outage/control_plane_loss", "1.5"},
           {"/parameters/failure/value", "much"}}) {
    document = with_value(std::move(document), pointer, value).value();
  }
  const auto scenario = read_scenario(document);
  REQUIRE_FALSE(scenario);
  std::vector<std::string> codes;
  for (const Diagnostic& problem : scenario.error()) {
    codes.push_back(problem.code);
  }
  std::sort(codes.begin(), codes.end());
  CHECK(codes == std::vector<std::string>{"FD2006", "FD2103", "FD2103", "FD3001", "FD3006"});
}
