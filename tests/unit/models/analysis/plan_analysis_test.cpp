// Losses, cut sets, recoveries, cycles and flows of plans that are small enough to judge by hand.
#include <catch2/catch.hpp>

#include <limits>

#include "models/analysis/plan_analysis.hpp"
#include "tests/unit/models/analysis/plan_fixture.hpp"

using namespace firedrill;

namespace {

using Cuts = std::vector<std::vector<Element>>;

Effect effect_on(const PlanAnalysis& analysis, Element lost, ServiceId service) {
  for (const LossEffects& loss : analysis.losses) {
    if (loss.lost == lost) {
      return loss.effects[service.index];
    }
  }
  FAIL("no such loss");
  return Effect::none;
}

std::vector<std::string> names(const Plan& plan, const RecoveryCycle& cycle) {
  std::vector<std::string> all;
  for (const RecoveryLink& link : cycle.links) {
    all.push_back(name_of(plan, link));
  }
  return all;
}

}  // namespace

TEST_CASE("two regions with one shared zone fall with the zone") {
  const TwoRegions made;
  const PlanAnalysis analysis = analyse(made.plan, {});
  const ServiceStructure& shop = analysis.services[made.shop.index];
  CHECK(shop.is_up_at_first);
  CHECK(shop.cuts_by_component ==
        Cuts{{component(made.dns)}, {component(made.database), component(made.replica)}});
  // The failover needs the record edited (control plane of the east) and a promotion (the west's).
  CHECK(shop.cuts_by_region == Cuts{{region(east), region(west)},
                                    {region(east), control_plane(east)},
                                    {region(east), control_plane(west)}});
  CHECK(effect_on(analysis, component(made.dns), made.shop) == Effect::lost);
  CHECK(effect_on(analysis, component(made.database), made.shop) == Effect::failover);
  CHECK(effect_on(analysis, component(made.replica), made.shop) == Effect::none);
  CHECK(effect_on(analysis, region(east), made.shop) == Effect::needs_control_plane);
  CHECK(effect_on(analysis, region(west), made.shop) == Effect::none);
}

TEST_CASE("code in a third region makes up for two that are lost, as far as what it needs stands") {
  TwoRegions made;
  made.plan.regions.push_back({"north", "tertiary"});
  const RegionId north{2};
  const auto backups = made.add("backups", north, Facility{"backups"});
  const auto created = made.add("created", north, replica_of(made.database, 0.0));
  InfrastructureCode code;
  code.resources.resize(2);
  code.resources[0].name = "network";
  code.resources[0].creation = code.resources[1].creation = constant(60.0);
  code.resources[0].reads = backups;
  code.resources[1].name = "database";
  code.resources[1].needs = {0};
  code.resources[1].stands_for = created;
  made.add("code", north, code);
  std::get<DnsZone>(made.plan.components[made.dns.index].model).control_plane = north;
  const ServiceStructure shop = analyse(made.plan, {}).services[made.shop.index];
  // Nobody can edit the record without the north's control plane, and nothing replaces the zone.
  CHECK(shop.cuts_by_region == Cuts{{region(east), region(west)},
                                    {region(east), control_plane(west)},
                                    {region(east), control_plane(north)}});
  CHECK(shop.made_up_by_code == Cuts{{component(made.database), component(made.replica)},
                                     {region(east), region(west)},
                                     {region(east), control_plane(west)}});

  SECTION("what the code reads is lost") {
    const PlanStructure structure{made.plan};
    const auto both = [&](Element third) {
      return structure.is_up(made.shop, structure.loss_of({region(east), region(west), third}),
                             Reserve::created);
    };
    CHECK_FALSE(both(component(backups)));
    CHECK_FALSE(both(control_plane(north)));
    CHECK(both(control_plane(east)));
  }
}

TEST_CASE("a zone that is edited elsewhere fails over whatever the region takes along") {
  TwoRegions made;
  std::get<DnsZone>(made.plan.components[made.dns.index].model).control_plane = west;
  const PlanAnalysis analysis = analyse(made.plan, {});
  CHECK(effect_on(analysis, region(east), made.shop) == Effect::failover);
  CHECK(analysis.cycles.empty());
}

TEST_CASE("a loss takes down what depends on it, directly or not") {
  PlanMaker made;
  const auto disk = made.add("disk", east, Facility{"storage"});
  const auto server = made.add("server", west, Facility{"work"}, {disk});
  const auto screen = made.add("screen", std::nullopt, Facility{"view"}, {server});
  const PlanAnalysis analysis = analyse(made.plan, {});
  CHECK(analysis.losses[0].takes_down == std::vector<ComponentId>{disk, server, screen});
  CHECK(analysis.losses[1].takes_down == std::vector<ComponentId>{server, screen});
  CHECK(analysis.losses[2].takes_down == std::vector<ComponentId>{server, screen});
  CHECK(analysis.losses[4].takes_down.empty());
}

TEST_CASE("nodes count together in one region, up to the clusters' maxima") {
  PlanMaker made;
  const auto one = made.add("one", east, cluster_of(3, 4));
  const auto two = made.add("two", east, cluster_of(3, 6));
  const auto dns = made.add("dns", std::nullopt, zone_to(east, 0.0, Duration::zero()));
  const auto job = made.serve("job", {NeedsRoute{dns}, NeedsNodes{6}});
  const PlanAnalysis analysis = analyse(made.plan, {});
  // `two` grows to 6 alone; `one` cannot.
  CHECK(effect_on(analysis, component(one), job) == Effect::failover);
  CHECK(effect_on(analysis, component(two), job) == Effect::lost);
  CHECK(analysis.services[0].cuts_by_component == Cuts{{component(two)}, {component(dns)}});
}

TEST_CASE("a service needs all it includes, from the region their zone leads to") {
  TwoRegions made;
  const auto nodes = made.add("nodes", east, cluster_of(2, 2));
  const auto all = made.serve("all", {NeedsRoute{made.dns}, NeedsNodes{2}}, {made.shop});
  const PlanAnalysis analysis = analyse(made.plan, {});
  // Without the database in the east, the shop moves west, where there are no nodes.
  CHECK(effect_on(analysis, component(made.database), made.shop) == Effect::failover);
  CHECK(effect_on(analysis, component(made.database), all) == Effect::lost);
  CHECK(analysis.services[all.index].cuts_by_component ==
        Cuts{{component(made.database)}, {component(made.dns)}, {component(nodes)}});
}

TEST_CASE("a service that is down with nothing lost says so") {
  PlanMaker made;
  Rebuildable cold{constant(60.0), false};
  const auto spare = made.add("spare", west, cold);
  const auto service = made.serve("spare", {NeedsRebuilt{spare}});
  const PlanAnalysis analysis = analyse(made.plan, {});
  CHECK_FALSE(analysis.services[0].is_up_at_first);
  CHECK(effect_on(analysis, region(west), service) == Effect::none);
  // Built anew as long as a region is left.
  CHECK(analysis.services[0].cuts_by_region == Cuts{{region(east), region(west)}});
}

TEST_CASE("the critical path is the longest chain of promotion, route, nodes and rebuilding") {
  TwoRegions made;
  auto& replica = std::get<Database>(made.plan.components[made.replica.index].model);
  replica.promotion_failure = 0.25;  // 300 s / 0.75 = 400 s
  Cluster standby = cluster_of(1, 5);
  standby.start = {constant(600.0), 0.5, constant(120.0), 0.2};  // (600 + 120) / 0.8 = 900 s
  const auto primary = made.add("primary", east, cluster_of(3, 3));
  const auto nodes = made.add("standby", west, standby);
  const auto pair = made.add("pair", std::nullopt, Rebuildable{constant(1000.0)}, {primary, nodes});
  const auto job = made.serve("job", {NeedsRoute{made.dns}, NeedsNodes{3}}, {made.shop});
  const auto complete = made.serve("complete", {NeedsRebuilt{pair}}, {job});
  const PlanStructure structure{made.plan};
  const RecoveryOrder order = recovery_after(structure, structure.loss_of({region(east)}));
  REQUIRE(order.tasks.size() == 4);
  REQUIRE(order.services.size() == 3);
  const auto works = [&](const ServiceRecovery& service) {
    std::vector<RecoveryWork> path;
    for (const std::uint32_t task : service.critical_path) {
      path.push_back(order.tasks[task].work);
    }
    return path;
  };
  CHECK(order.services[made.shop.index].ready_s == Approx(400.0 + 30.0 + 60.0));
  CHECK(works(order.services[made.shop.index]) ==
        std::vector{RecoveryWork::promote, RecoveryWork::switch_route});
  CHECK(order.services[job.index].ready_s == Approx(900.0));
  CHECK(works(order.services[job.index]) == std::vector{RecoveryWork::start_nodes});
  CHECK(order.services[complete.index].ready_s == Approx(1900.0));
  CHECK(works(order.services[complete.index]) ==
        std::vector{RecoveryWork::start_nodes, RecoveryWork::rebuild});
  const auto& started = order.tasks[order.services[job.index].critical_path.front()];
  CHECK(started.component == nodes);
  CHECK(started.nodes == 2);
}

TEST_CASE("what has nowhere to go waits for the region") {
  PlanMaker made;
  const auto database = made.add("database", east, Database{});
  made.serve("shop", {NeedsDatabase{database}});
  const PlanStructure structure{made.plan};
  const RecoveryOrder order = recovery_after(structure, structure.loss_of({region(east)}));
  REQUIRE(order.services.size() == 1);
  CHECK_FALSE(order.services[0].ready_s);
  CHECK(order.tasks.empty());
  CHECK(recovery_after(structure, structure.loss_of({region(west)})).services.empty());
}

TEST_CASE("the soonest replica of a region is promoted, and none that always fails") {
  PlanMaker made;
  const auto database = made.add("database", east, Database{});
  made.add("large", west, replica_of(database, 600.0));
  const auto small = made.add("small", west, replica_of(database, 200.0));
  made.add("hopeless", west, replica_of(database, 1.0, 1.0));
  made.serve("shop", {NeedsDatabase{database}});
  const PlanStructure structure{made.plan};
  const RecoveryOrder order = recovery_after(structure, structure.loss_of({component(database)}));
  REQUIRE(order.tasks.size() == 1);
  CHECK(order.tasks[0].component == small);
  CHECK(order.tasks[0].mean_s == Approx(200.0));
}

TEST_CASE("clients stay where they are unless more services work elsewhere") {
  TwoRegions made;
  const auto beside = made.add("beside", east, replica_of(made.database, 500.0));
  made.plan.regions.push_back({"north", ""});
  made.add("far", RegionId{2}, replica_of(made.database, 1.0));
  const PlanStructure structure{made.plan};
  const RecoveryOrder stays =
      recovery_after(structure, structure.loss_of({component(made.database)}));
  REQUIRE(stays.tasks.size() == 1);
  CHECK(stays.tasks[0].component == beside);
  // West and north are as good as each other; the first is taken.
  const RecoveryOrder moves = recovery_after(structure, structure.loss_of({region(east)}));
  REQUIRE(moves.tasks.size() == 2);
  CHECK(moves.tasks[0].component == made.replica);
  CHECK(moves.tasks[1].target == west);
}

TEST_CASE("recovery cycles lead through the lost region, whatever kind of thing closes them") {
  TwoRegions made;
  made.add("second", east, replica_of(made.database, 60.0));
  made.plan.data.push_back({"notes", "", 0, east, copy_in(east)});
  made.plan.data.push_back({"safe", "", 0, east, copy_in(west)});
  made.plan.data.push_back({"outside", "", 0, east, copy_in(std::nullopt)});
  const auto tool = made.add("tool", east, Facility{"builds"});
  const auto cluster = made.add("cluster", east, cluster_of(1, 1));
  made.add("spare", west, cluster_of(1, 1));
  const auto bucket = made.add("bucket", east, ObjectStore{});
  made.add("copy", west, ObjectStore{bucket, constant(1.0), Rate{1.0}});
  // Both have a replacement in the west.
  made.add("mended", west, Rebuildable{constant(60.0)}, {cluster, bucket});
  made.add("office", west, Rebuildable{constant(60.0)}, {tool});
  made.plan.governance.procedures.push_back(
      {"restore", "", "", std::nullopt, "", "", {{"run", "", east, std::nullopt, true}}});
  made.plan.governance.procedures.push_back(
      {"nightly", "", "", std::chrono::hours{24}, "", "", {{"run", "", east, std::nullopt, true}}});
  const auto cycles = recovery_cycles(made.plan);
  REQUIRE(cycles.size() == 4);
  using Names = std::vector<std::string>;
  CHECK(names(made.plan, cycles[0]) == Names{"east", "dns", "control plane of east"});
  CHECK(names(made.plan, cycles[1]) == Names{"east", "notes"});
  CHECK(names(made.plan, cycles[2]) == Names{"east", "office", "tool"});
  CHECK(names(made.plan, cycles[3]) == Names{"east", "restore"});
}

TEST_CASE("a database whose replicas all fall with it is a cycle, one of them elsewhere is none") {
  PlanMaker made;
  const auto database = made.add("database", east, Database{});
  const auto beside = made.add("beside", east, replica_of(database, 60.0));
  made.plan.data.push_back({"orders", "", 0, east, DatabaseReplication{beside}});
  const auto cycles = recovery_cycles(made.plan);
  REQUIRE(cycles.size() == 2);
  CHECK(names(made.plan, cycles[0]) == std::vector<std::string>{"east", "database", "beside"});
  CHECK(names(made.plan, cycles[1]) == std::vector<std::string>{"east", "orders", "beside"});
  const auto tool = made.add("tool", east, Facility{"network"});
  made.add("far", west, replica_of(database, 60.0));
  CHECK(recovery_cycles(made.plan).size() == 1);  // the orders still follow `beside` alone
  made.plan.components.back().depends_on.push_back(tool);
  CHECK(recovery_cycles(made.plan).size() == 3);  // `far` falls with the tool it needs
}

TEST_CASE("streams into one replica share it, and bursts count by their length") {
  PlanMaker made;
  const auto database = made.add("database", east, Database{});
  Database follower = replica_of(database, 60.0);
  follower.lag = BacklogLag{{10.0}, {100.0}, constant(60.0), constant(540.0), {50.0}, constant(0)};
  const auto replica = made.add("replica", west, follower);
  const auto bucket = made.add("bucket", east, ObjectStore{});
  const auto copy = made.add("copy", west, ObjectStore{bucket, constant(1.0), Rate{70.0}});
  made.plan.data.push_back({"orders", "", 0, east, DatabaseReplication{replica}});
  made.plan.data.push_back({"users", "", 0, east, DatabaseReplication{replica}});
  made.plan.data.push_back({"sets", "", 0, east, ObjectStream{copy, Rate{40.0}}});
  made.plan.data.push_back(
      {"weights", "", 0, east, CheckpointStream{copy, Bytes{4000}, std::chrono::seconds{100}}});
  const auto beside = made.add("beside", east, ObjectStore{bucket, constant(1.0), Rate{5.0}});
  made.plan.data.push_back({"near", "", 0, east, ObjectStream{beside, Rate{1.0}}});
  made.plan.data.push_back({"notes", "", 0, east, copy_in(std::nullopt)});
  made.plan.data.push_back({"scratch", "", 0, east, NotProtected{"not needed"}});
  const ReplicationFlows flows = replication_flows(made.plan);
  REQUIRE(flows.flows.size() == 1);
  const RegionFlow& flow = flows.flows[0];
  CHECK((flow.from == east && flow.to == west));
  CHECK(flow.demands.size() == 3);
  CHECK(flow.capacity.bytes_per_second == Approx(120.0));
  // The log: 10 + 60 / (60 + 540) * 90 = 19; the bucket: 40 + 4000 / 100 = 80, of which 70 pass.
  CHECK(flow.mean_demand.bytes_per_second == Approx(99.0));
  CHECK(flow.mean_carried.bytes_per_second == Approx(89.0));
  CHECK(flow.full_at_mean == std::vector<ComponentId>{copy});
  CHECK(flow.peak_demand.bytes_per_second == Approx(180.0));
  CHECK(flow.peak_carried.bytes_per_second == Approx(120.0));
  CHECK(flow.full_at_peak == std::vector<ComponentId>{replica, copy});
  CHECK(flows.without_rate == std::vector<DataId>{DataId{5}});
  // Where "bursts" are lulls, the peak is the base rate.
  auto& lag = std::get<Database>(made.plan.components[replica.index].model).lag;
  std::get<BacklogLag>(*lag).burst_write_rate = Rate{1.0};
  CHECK(replication_flows(made.plan).flows[0].peak_demand.bytes_per_second == Approx(90.0));
}

TEST_CASE("creating a region from code takes as long as its longest chain, and is no reserve") {
  TwoRegions made;
  Cluster cluster;
  cluster.nodes = cluster.nodes_maximum = 2;
  cluster.start.launch = constant(300.0);
  cluster.start.defect_probability = 0.5;
  cluster.start.test_length = constant(100.0);
  const auto nodes = made.add("built", west, cluster);
  const auto service = made.serve("job", {NeedsNodes{2}});
  InfrastructureCode code;
  code.resources.resize(3);
  code.resources[0].name = "network";
  code.resources[0].creation = constant(60.0);
  code.resources[1].name = "database";
  code.resources[1].creation = constant(500.0);
  code.resources[1].needs = {0};
  code.resources[2].name = "nodes";
  code.resources[2].creation = constant(200.0);
  code.resources[2].needs = {0};
  code.resources[2].stands_for = nodes;
  const auto stack = made.add("stack", west, code);
  const PlanAnalysis analysis = analyse(made.plan, {});
  CHECK_FALSE(analysis.services[service.index].is_up_at_first);
  REQUIRE(analysis.recreations.size() == 1);
  const CreationRun& recreation = analysis.recreations[0];
  CHECK(recreation.code == stack);
  // Every other node is rejected: two launches of 300 s and two tests of 100 s.
  CHECK(recreation.end_s == Approx(60.0 + 200.0 + 2.0 * 400.0));
  CHECK(recreation.critical_path == std::vector<std::uint32_t>{0, 2});
  CHECK(recreation.creations[1].end_s == Approx(560.0));
  auto& start = std::get<Cluster>(made.plan.components[nodes.index].model).start;
  start.skips_tests = true;
  CHECK(recreations(made.plan)[0].end_s == Approx(60.0 + 500.0));
  CHECK(recreations(made.plan)[0].critical_path.size() == 2);
}
