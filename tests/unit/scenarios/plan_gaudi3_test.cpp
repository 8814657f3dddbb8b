// The shipped plan says what the organisation's plan document says: its figures one by one, and no
// leaf of the file is left unread.
#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include "scenarios/plan_reader.hpp"
#include "scenarios/scenario_reader.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

const std::string plan_path = "scenarios/plans/gaudi3-scale.json";

Plan gaudi3() {
  auto plan = load_plan(plan_path);
  REQUIRE(plan);
  return std::move(plan).value();
}

template <class T>
const T& named(const std::vector<T>& list, const std::string& name) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const T& one) { return one.name == name; });
  REQUIRE(found != list.end());
  return *found;
}

// Calls `visit` for every scalar below `node`.
template <class Visit>
void each_leaf(const Node& node, bool is_declarative, const Visit& visit) {
  const bool is_covered = is_declarative || node.find("declarative") != nullptr;
  for (const Node& item : node.items) {
    each_leaf(item, is_covered, visit);
  }
  for (const auto& [key, member] : node.members) {
    each_leaf(member, is_covered, visit);
  }
  if (node.kind != NodeKind::array && node.kind != NodeKind::object) {
    visit(node, is_covered);
  }
}

void blank(Node& node, const std::set<std::string>& pointers) {
  for (Node& item : node.items) {
    blank(item, pointers);
  }
  for (auto& [key, member] : node.members) {
    blank(member, pointers);
  }
  if (pointers.contains(node.pointer)) {
    node.kind = NodeKind::null;
    node.string.clear();
  }
}

}  // namespace

TEST_CASE("the four recovery times and four recovery points of the plan") {
  const Plan plan = gaudi3();
  const auto target = [&](const std::string& name) { return named(plan.objectives, name).target; };
  CHECK(target("critical-services") == 1h);
  CHECK(target("standard-services") == 4h);
  CHECK(target("development-environment") == 24h);
  CHECK(target("complete-infrastructure") == 48h);
  CHECK(target("production-data") == 15min);
  CHECK(target("configuration-data") == 1h);
  CHECK(target("development-data") == 24h);
  CHECK(target("documentation") == 168h);
  for (const Objective& objective : plan.objectives) {
    CHECK(objective.required_fraction == (objective.kind == ObjectiveKind::rto ? 0.95 : 0.99));
  }
}

TEST_CASE("every protected kind of data is held against its tier") {
  const Plan plan = gaudi3();
  REQUIRE(plan.data.size() == 13);
  const std::array<Duration, 4> tiers{0s, 15min, 1h, 24h};
  for (const DataKind& kind : plan.data) {
    if (kind.tier == 0 || std::holds_alternative<NotProtected>(kind.protection)) {
      continue;
    }
    const auto tier = static_cast<std::size_t>(kind.tier);
    const Objective& objective =
        named(plan.objectives, "tier-" + std::to_string(tier) + "-" + kind.name);
    REQUIRE(objective.data.size() == 1);
    CHECK(plan.data[objective.data[0].index].name == kind.name);
    CHECK(objective.target == tiers[tier]);
  }
  CHECK(plan.objectives.size() == 4 + 4 + 11 + 1);  // the database, beside what it is joined with
}

TEST_CASE("the protection of data as the plan gives it") {
  const Plan plan = gaudi3();
  const auto copy = [&](const std::string& name) {
    return std::get<PeriodicCopy>(named(plan.data, name).protection);
  };
  CHECK(copy("secrets-and-keys").interval == 5min);
  CHECK(copy("monitoring-data").interval == 1h);
  CHECK(copy("monitoring-data").retention == 720h);
  CHECK(copy("log-files").interval == 1h);
  CHECK(copy("user-preferences").interval == 5min);
  CHECK(copy("performance-metrics").interval == 1h);
  CHECK(copy("development-environments").interval == 24h);
  CHECK(copy("test-data").interval == 168h);
  CHECK(copy("test-data").retention == 720h);
  CHECK(copy("documentation").interval == 24h);
  CHECK(std::get<CheckpointStream>(named(plan.data, "model-checkpoints").protection).size ==
        Bytes{105'000'000'000});
}

TEST_CASE("three regions and what stands in them") {
  const Plan plan = gaudi3();
  REQUIRE(plan.regions.size() == 3);
  CHECK(plan.regions[0].name == "us-east-1");
  CHECK(plan.regions[1].name == "us-west-2");
  CHECK(plan.regions[2].name == "eu-west-1");
  const Component& primary = named(plan.components, "production-cluster");
  CHECK(std::get<Cluster>(primary.model).nodes == 8);
  CHECK(std::get<Cluster>(primary.model).accelerators_per_node == 8);
  CHECK(primary.region == RegionId{0});
  const Component& standby = named(plan.components, "standby-cluster");
  CHECK(std::get<Cluster>(standby.model).nodes == 4);
  CHECK(std::get<Cluster>(standby.model).nodes_maximum == 8);
  CHECK(standby.region == RegionId{1});
  CHECK(named(plan.components, "archive").region == RegionId{2});
  const auto& zone = std::get<DnsZone>(named(plan.components, "dns").model);
  CHECK(zone.ttl == 60s);
  CHECK(zone.control_plane == RegionId{0});
}

TEST_CASE("notifications, drills, criteria and indicators") {
  const Governance governance = gaudi3().governance;
  REQUIRE(governance.notifications.size() == 4);
  CHECK(governance.notifications[0].internal ==
        std::vector<std::string>{"CTO", "Engineering Team", "DevOps"});
  CHECK(governance.notifications[0].external ==
        std::vector<std::string>{"Key customers", "Partners"});
  CHECK(governance.notifications[0].within == 15min);
  CHECK(governance.notifications[1].within == 1h);
  CHECK(governance.notifications[2].within == 4h);
  CHECK(governance.notifications[3].within == 24h);
  REQUIRE(governance.drills.size() == 4);
  CHECK(governance.drills[0].every == 720h);
  CHECK(governance.drills[3].every == 8760h);
  REQUIRE(governance.criteria.size() == 4);
  CHECK(governance.criteria[0].at_least == 0.95);
  CHECK(governance.criteria[1].at_least == 0.99);
  CHECK(governance.criteria[2].at_least == 1.0);
  CHECK(governance.criteria[3].at_least == 0.90);
  REQUIRE(governance.indicators.size() == 4);
  CHECK(governance.indicators[0].at_most == 1h);
  CHECK(governance.indicators[1].at_least == 0.95);
  CHECK(governance.indicators[2].at_least.value() == Approx(0.999));
  CHECK(governance.indicators[3].at_least == 0.90);
  CHECK(governance.reviews.size() == 4);
  CHECK(governance.regulations.size() == 4);
  CHECK(governance.documentation.size() == 4);
}

TEST_CASE("responses, procedures, failover and messages") {
  const Governance governance = gaudi3().governance;
  REQUIRE(governance.responses.size() == 4);
  CHECK(governance.responses[0].detection_within == 2min);
  CHECK(governance.responses[1].detection_within == 5min);
  CHECK(governance.responses[1].phases[0].until == 15min);
  CHECK(governance.responses[1].phases[1].until == 1h);
  CHECK(governance.responses[1].phases[2].from == 1h);
  CHECK(governance.responses[1].phases[2].until == 4h);
  CHECK_FALSE(governance.responses[3].detection_within);
  const ManualProcedure& validation = named(governance.procedures, "backup-validation");
  CHECK(validation.cron == "0 2 * * *");
  CHECK(validation.every == 24h);
  REQUIRE(validation.steps.size() == 3);
  CHECK(validation.steps[1].command == "pg_restore --list backup.sql | wc -l");
  CHECK_FALSE(validation.steps[1].can_fail);
  CHECK(named(governance.procedures, "database-recovery").steps.size() == 5);
  REQUIRE(governance.failover);
  CHECK(governance.failover->samples_below == 1);
  CHECK(governance.failover->goes_on_after_failure);
  CHECK(governance.failover->escalates_failure);
  REQUIRE(governance.recreation);
  const auto& settings = governance.recreation->settings;
  const auto has = [&](const std::string& key, const std::string& value) {
    return std::find(settings.begin(), settings.end(), std::pair{key, value}) != settings.end();
  };
  CHECK(has("instance_type", "dl2q.24xlarge"));
  CHECK(has("skip_gpu_tests", "true"));
  CHECK(has("fast_provisioning", "true"));
  CHECK(has("backup_bucket", "gaudi3-dr-backups"));
  const MessageTemplate& initial = named(governance.templates, "initial-incident-notification");
  CHECK(initial.repeat_every == 30min);
  CHECK(initial.fields == std::vector<std::string>{"incident_id", "affected_services",
                                                   "impact_description", "start_time",
                                                   "estimated_recovery"});
  CHECK(named(governance.templates, "recovery-confirmation").review_within == 48h);
}

TEST_CASE("the runbook is the plan's five steps in the plan's order, without promotion") {
  const auto scenario = load_scenario("scenarios/library/regional-outage.json");
  REQUIRE(scenario);
  const auto& prescribed = scenario->plan.governance.failover->steps;
  REQUIRE(prescribed.size() == 5);
  const auto& steps = scenario->runbook.steps;
  REQUIRE(steps.size() > 5);
  for (std::size_t index = 0; index < prescribed.size(); ++index) {
    CHECK(steps[index].name == prescribed[index]);
    CHECK(steps[index].on_failure == OnFailure::escalate_and_go_on);
    CHECK_FALSE(steps[index].performer);
  }
  for (const Step& step : steps) {
    CHECK_FALSE(std::holds_alternative<Promote>(step.attempt.action));
    CHECK_FALSE(std::holds_alternative<Fence>(step.attempt.action));
  }
}

TEST_CASE("no leaf of the plan is left unread, and what nothing simulates says so") {
  const auto assembled = assemble_plan(plan_path);
  REQUIRE(assembled);
  std::set<std::string> kinds;  // decide how their siblings are read, so they get their own round
  std::set<std::string> others;
  each_leaf(*assembled->root.find("plan"), false, [&](const Node& leaf, bool is_declarative) {
    const bool is_kind = leaf.pointer.ends_with("/kind");
    (is_kind ? kinds : others).insert(leaf.pointer);
    INFO(leaf.pointer);
    CHECK(is_declarative == leaf.pointer.starts_with("/plan/governance/"));
  });
  REQUIRE(kinds.size() == 20);
  REQUIRE(others.size() > 600);
  for (const auto& pointers : {kinds, others}) {
    Document document = *assembled;
    blank(document.root, pointers);
    Reading reading{document.root};
    static_cast<void>(read_plan(*document.root.find("plan"), reading));
    std::set<std::string> noticed;
    for (const Diagnostic& problem : reading.context.diagnostics()) {
      noticed.insert(problem.place.pointer);
    }
    for (const std::string& pointer : pointers) {
      INFO(pointer << " was replaced by null, and no reader noticed");
      CHECK(noticed.contains(pointer));
    }
  }
}

TEST_CASE("the cold standby is code for eu-west-1, with the settings of the plan's module") {
  const Plan plan = gaudi3();
  const auto& code = std::get<InfrastructureCode>(named(plan.components, "cold-standby").model);
  CHECK(code.fast_provisioning);
  CHECK(code.skip_gpu_tests == true);
  CHECK(code.parallelism == 10);
  const auto& nodes = named(code.resources, "nodes");
  REQUIRE(nodes.stands_for);
  const Component& cluster = plan.components[nodes.stands_for->index];
  CHECK(plan.regions[cluster.region->index].name == "eu-west-1");
  CHECK(std::get<Cluster>(cluster.model).start.skips_tests);
  CHECK_FALSE(std::get<Cluster>(named(plan.components, "standby-cluster").model).start.skips_tests);
  // The settings that `check` reads are those that are simulated.
  REQUIRE(plan.governance.recreation);
  for (const auto& [key, value] : plan.governance.recreation->settings) {
    if (key == "fast_provisioning" || key == "skip_gpu_tests") {
      CHECK(value == "true");
    }
  }
}

TEST_CASE("the archive is the Glacier of eu-west-1, ordered by the standard tier") {
  const Plan plan = gaudi3();
  for (const char* name : {"production-database", "training-datasets", "model-checkpoints"}) {
    const auto& archive = named(plan.data, name).archive;
    REQUIRE(archive);
    CHECK(plan.regions[archive->copies.kept_in->index].name == "eu-west-1");
    REQUIRE(archive->restore.retrieval);
    CHECK(archive->restore.retrieval->tier == RetrievalTier::standard);
    const auto& law = std::get<Uniform>(archive->restore.retrieval->length.law);
    CHECK(law.low == 3 * 3600.0);  // Amazon S3 User Guide, 2023
    CHECK(law.high == 5 * 3600.0);
  }
}

TEST_CASE("a time of the day is less than a day") {
  const std::vector<Setting> late{{"/plan/components/21/validator/at", "\"26 h\""}};
  const auto scenario = load_scenario("scenarios/library/data-corruption.json", late);
  REQUIRE_FALSE(scenario);
  CHECK(scenario.error().front().code == "FD2006");
  CHECK(scenario.error().front().place.pointer == late.front().first);
}
