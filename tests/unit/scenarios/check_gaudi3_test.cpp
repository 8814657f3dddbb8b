// The contradictions in the plan that firedrill was written for: all of them, each with both of its
// places, which are looked up in the files themselves. And none in the reference outage.
#include <fmt/core.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "scenarios/check.hpp"
#include "scenarios/plan_reader.hpp"
#include "scenarios/scenario_reader.hpp"

using namespace firedrill;

namespace {

// The first `text` after `anchor`, both as they stand in a file.
struct Spot {
  std::string file;
  std::string anchor;
  std::string text;
};

struct Expected {
  std::string code;
  Spot place;
  Spot other;
};

const std::string plan = "scenarios/plans/gaudi3-scale.json";
const std::string runbook = "scenarios/runbooks/gaudi3-failover.json";
const std::string outage = "scenarios/library/regional-outage.json";
const std::string published = "models/parameters/published.json";

const std::vector<Expected> expected_of_plan{
    {"FD4001",
     {plan, "\"monitoring-data\"", "\"1 h\""},
     {plan, "\"tier-2-monitoring-data\"", "\"1 hour\""}},
    {"FD4001", {plan, "\"log-files\"", "\"1 h\""}, {plan, "\"tier-2-log-files\"", "\"1 hour\""}},
    {"FD4001",
     {plan, "\"performance-metrics\"", "\"1 h\""},
     {plan, "\"tier-2-performance-metrics\"", "\"1 hour\""}},
    {"FD4001",
     {plan, "\"development-environments\"", "\"1 day\""},
     {plan, "\"development-data\"", "\"24 hours\""}},
    {"FD4001",
     {plan, "\"test-data\"", "\"1 week\""},
     {plan, "\"tier-3-test-data\"", "\"24 hours\""}},
    {"FD4002",
     {plan, "\"Configuration Data (automated backups)\"", "\"1 hour\""},
     {plan, "\"tier-1-configuration-data\"", "\"15 min\""}},
    {"FD4002",
     {plan, "\"Documentation (version control)\"", "\"1 week\""},
     {plan, "\"tier-3-documentation\"", "\"24 hours\""}},
    {"FD4003",
     {plan, "\"Scenario 2: Regional Outage\"", "\"60 min\""},
     {plan, "\"objectives\"", "\"1 hour\""}},
    {"FD4003",
     {plan, "\"Scenario 2: Regional Outage\"", "\"4 hours\""},
     {plan, "\"objectives\"", "\"4 hours\""}},
    {"FD4004",
     {plan, "\"source_age\"", "\"24 h\""},
     {plan, "\"production-data\"", "\"15 minutes\""}},
    {"FD4005",
     {plan, "\"Test Database Backup\"", "\"pg_restore"},
     {plan, "\"Automated Backup Validation\"", "\"1 day\""}},
    {"FD4005",
     {plan, "\"name\": \"Report\"", "\"echo"},
     {plan, "\"Validate data integrity\"", "\"python"}},
    {"FD4011",
     {plan, "\"config_backup_key\"", "true"},
     {published, "\"nodes.defect_probability\"", "0.1036"}},
    {"FD4014", {plan, "\"RTO Achievement\"", "\"95 %\""}, {plan, "\"drills\"", "["}},
    {"FD4014", {plan, "\"RPO Achievement\"", "\"99 %\""}, {plan, "\"drills\"", "["}},
    {"FD4014", {plan, "\"Recovery Success Rate\"", "\"95 %\""}, {plan, "\"drills\"", "["}},
    {"FD4014", {plan, "\"DR Test Success Rate\"", "\"90 %\""}, {plan, "\"drills\"", "["}},
    {"FD4016",
     {plan, "\"backup_bucket\"", "\"gaudi3-dr-backups\""},
     {plan, "\"Test S3 Backup Integrity\"", "\"aws s3 cp"}},
    {"FD4017",
     {plan, "\"Monitoring Stack (Prometheus)\"", "{\"parameter\": \"monitoring.hold\"}"},
     {plan, "\"single-node-failure\"", "\"2 minutes\""}},
    {"FD4017",
     {plan, "\"prometheus-backup\"", "{\"parameter\": \"monitoring.hold\"}"},
     {published, "\"monitoring.hold\"", "\"10 min\""}},
    {"FD4018",
     {plan, "\"model-checkpoints\"", "{\"parameter\": \"checkpoints.interval\"}"},
     {published, "\"checkpoints.size\"", "\"0.105 TB\""}},
    {"FD4020",
     {plan, "\"Test S3 Backup Integrity\"", "\"aws s3 cp"},
     {plan, "\"Backup Integrity\"", "\"100% of backups"}},
    {"FD4020",
     {plan, "\"Test Database Backup\"", "\"pg_restore"},
     {plan, "\"Backup Integrity\"", "\"100% of backups"}},
    {"FD4021",
     {plan, "\"instance_type\"", "\"dl2q.24xlarge\""},
     {plan, "\"production-cluster\"", "\"Production Cluster (8x Gaudi3 nodes)\""}},
    {"FD4025",
     {plan, "\"recovery-confirmation\"", "\"Service has been"},
     {plan, "\"communication\"", "{"}},
};

// Those that show only with the runbook and the loss of us-east-1.
const std::vector<Expected> expected_of_runbook{
    {"FD4006",
     {runbook, "\"verify_secondary_health\"", "{\"database\": \"database-replica\"}"},
     {runbook, "\"stop_primary_traffic\"", "\"escalate_and_go_on\""}},
    {"FD4007",
     {runbook, "\"update_dns_records\"", "{\"zone\""},
     {plan, "\"critical-services\"", "{\"database\": \"database-primary\"}"}},
    {"FD4008",
     {runbook, "\"stop_primary_traffic\"", "\"us-east-1\""},
     {outage, "\"region_outage\"", "\"us-east-1\""}},
    {"FD4008",
     {runbook, "\"update_dns_records\"", "\"record_edit\""},
     {plan, "\"control_plane\"", "\"us-east-1\""}},
    {"FD4008",
     {plan, "\"Stop application services\"", "\"us-east-1\""},
     {outage, "\"region_outage\"", "\"us-east-1\""}},
    {"FD4013",
     {runbook, "\"notify_stakeholders\"", "[\"verify_secondary_health\"]"},
     {plan, "\"severity\": \"Critical\"", "\"15 minutes\""}},
    {"FD4023",
     {plan, "\"Automation Success\"", "\"90 %\""},
     {runbook, "\"create_cold_standby\"", "\"devops\""}},
};

std::string text_of(const std::string& file) {
  std::ifstream stream{file};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

// "file:line:column". The column counts bytes: there is only ASCII before these values.
std::string locate(const Spot& spot) {
  const std::string text = text_of(spot.file);
  const std::size_t anchor = text.find(spot.anchor);
  REQUIRE(anchor != std::string::npos);
  const std::size_t found = text.find(spot.text, anchor + spot.anchor.size());
  REQUIRE(found != std::string::npos);
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(found), '\n');
  return fmt::format("{}:{}:{}", spot.file, line, found - text.rfind('\n', found));
}

std::string locate(const Place& place) {
  return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

bool matches(const Diagnostic& finding, const Expected& expected) {
  const std::string other = locate(expected.other);
  return finding.code == expected.code && locate(finding.place) == locate(expected.place) &&
         std::any_of(finding.related.begin(), finding.related.end(),
                     [&](const Place& place) { return locate(place) == other; });
}

// Each finding is expected and each expectation found, once.
void check_all(const Diagnostics& findings, const std::vector<Expected>& expected) {
  for (const Expected& one : expected) {
    INFO(one.code << " " << locate(one.place) << " and " << locate(one.other));
    CHECK(std::count_if(findings.begin(), findings.end(),
                        [&](const Diagnostic& finding) { return matches(finding, one); }) == 1);
  }
  for (const Diagnostic& finding : findings) {
    INFO(render(finding));
    CHECK(std::count_if(expected.begin(), expected.end(),
                        [&](const Expected& one) { return matches(finding, one); }) == 1);
  }
}

Diagnostics findings_in(const std::string& path) {
  const auto assembled = assemble_scenario(path);
  REQUIRE(assembled);
  const auto scenario = read_scenario(*assembled);
  REQUIRE(scenario);
  return find_contradictions(*assembled, *scenario);
}

}  // namespace

TEST_CASE("the plan contradicts itself in these places") {
  const auto assembled = assemble_plan(plan);
  REQUIRE(assembled);
  const auto read = load_plan(plan);
  REQUIRE(read);
  check_all(find_contradictions(*assembled, *read), expected_of_plan);
}

TEST_CASE("with its runbook and the loss of its primary region, in these as well") {
  std::vector<Expected> expected = expected_of_plan;
  expected.insert(expected.end(), expected_of_runbook.begin(), expected_of_runbook.end());
  check_all(findings_in(outage), expected);
}

TEST_CASE("the hardened runbook mends the failover, but not the plan") {
  std::vector<std::string> codes;
  for (const Diagnostic& finding : findings_in("scenarios/library/regional-outage-hardened.json")) {
    codes.push_back(finding.code);
  }
  for (const std::string mended : {"FD4006", "FD4007", "FD4013"}) {
    CHECK(std::count(codes.begin(), codes.end(), mended) == 0);
  }
  CHECK(std::count(codes.begin(), codes.end(), "FD4008") == 1);  // the procedure is the plan's
  CHECK(std::count(codes.begin(), codes.end(), "FD4001") == 5);
}

TEST_CASE("the reference outage contradicts itself nowhere") {
  for (const std::string path : {"scenarios/library/reference-outage.json",
                                 "scenarios/library/reference-outage-stepped.json"}) {
    for (const Diagnostic& finding : findings_in(path)) {
      FAIL_CHECK(render(finding));
    }
  }
}

TEST_CASE("a region whose database a restore fills is not one where nobody takes writes") {
  const auto findings = findings_in("scenarios/library/two-regions-lost.json");
  CHECK_FALSE(findings.empty());
  CHECK(std::none_of(findings.begin(), findings.end(),
                     [](const Diagnostic& finding) { return finding.code == "FD4007"; }));
}
